-- Specs have the filetypes yaml.kam and json.kam: what there is for YAML and JSON is
-- theirs, and the server takes such a document for a spec whatever its name is.
local options = require('kam.options')
local project = require('kam.project')

local M = {}

function M.is_spec(filetype)
  return filetype == 'yaml.kam' or filetype == 'json.kam'
end

--- Whether the first comment of a buffer is '# kam-ls: spec'. Only blank lines,
--- directives and a document marker may stand before it.
local function has_marker(buf)
  for row = 0, vim.api.nvim_buf_line_count(buf) - 1 do
    local line = vim.api.nvim_buf_get_lines(buf, row, row + 1, false)[1]:gsub('^\239\187\191', '')
    line = vim.trim(line)
    local first = line:sub(1, 1)
    if first == '#' then
      return line:match('^#+%s*kam%-ls:%s+(%S+)') == 'spec'
    elseif line ~= '' and first ~= '%' and line ~= '---' then
      return false
    end
  end
  return false
end

--- The filetype, if the user wants it.
local function wanted(filetype)
  return function()
    return options.get().filetypes and filetype or nil
  end
end

local function marked(path, buf)
  if buf and options.get().filetypes and not project.is_configuration(path) and has_marker(buf) then
    return 'yaml.kam'
  end
end

function M.register()
  local yaml, json = wanted('yaml.kam'), wanted('json.kam')
  vim.filetype.add({
    filename = { ['kam.yaml'] = yaml, ['kam.yml'] = yaml, ['kam.json'] = json },
    -- What a spec says of itself is surer than what others guess from its name.
    pattern = {
      ['.*%.kam%.ya?ml'] = { yaml, { priority = 20 } },
      ['.*%.kam%.json'] = { json, { priority = 20 } },
      ['.*%.[yY][aA]?[mM][lL]'] = { marked, { priority = 10 } },
    },
  })
end

--- Makes a spec of a buffer that has become one: by its new name, or by a comment.
function M.detect(buf)
  if vim.bo[buf].buftype ~= '' or M.is_spec(vim.bo[buf].filetype) then
    return
  end
  local filetype = vim.filetype.match({ buf = buf })
  if filetype and M.is_spec(filetype) then
    vim.bo[buf].filetype = filetype
  end
end

return M
