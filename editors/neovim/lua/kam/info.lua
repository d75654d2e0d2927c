-- What there is to know of the server: :KamInfo.
local client_of = require('kam.client')
local project = require('kam.project')
local say = require('kam.say')

local M = {}

--- A value as Lua, in lines.
local function inspected(value)
  return vim.split(vim.inspect(value), '\n', { plain = true })
end

local function span(seconds)
  local minutes = math.floor(seconds / 60)
  if minutes < 1 then
    return math.floor(seconds) .. ' s'
  elseif minutes < 60 then
    return minutes .. ' min'
  end
  return ('%d h %d min'):format(math.floor(minutes / 60), minutes % 60)
end

local function describe(client, answer, lines)
  local function row(name, text)
    lines[#lines + 1] = { { ' ' }, { ('%-15s'):format(name), 'Identifier' }, { text } }
  end
  local cmd = client.config.cmd
  local root = client.config.root_dir
  lines[#lines + 1] = { { (' kam-ls %s'):format(answer.version), 'Title' }, { (', %s'):format(answer.go) } }
  row('program', type(cmd) == 'table' and vim.fn.exepath(cmd[1]) .. ' ' .. table.concat(cmd, ' ', 2) or 'a function')
  row('root', root or 'none: single files')
  local _, configuration = project.find((root or '') .. '/-')
  row('configuration', root and configuration or 'none')
  row('columns count', client.offset_encoding)
  row('running', ('for %s, %.0f MB'):format(span(answer.uptimeSeconds), answer.memory.system / 2 ^ 20))
  row('documents', ('%d open, %d known of the folders'):format(answer.documents, answer.indexed))
  local buffers = vim.tbl_keys(client.attached_buffers)
  table.sort(buffers)
  for i, buf in ipairs(buffers) do
    row(i == 1 and 'buffers' or '', ('%d  %s (%s)'):format(buf, vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buf), ':~:.'), vim.bo[buf].filetype))
  end
  local settings = (client.config.settings or {}).kam
  for i, text in ipairs(settings and inspected(settings) or { 'none' }) do
    row(i == 1 and 'settings' or '', text)
  end
end

function M.show()
  local clients = client_of.all()
  if #clients == 0 then
    return say.error('no server is running: open a spec; :checkhealth kam says more')
  end
  local lines, left = {}, #clients
  for _, client in ipairs(clients) do
    local buf = next(client.attached_buffers) or vim.api.nvim_get_current_buf()
    client_of.request(client, buf, 'workspace/executeCommand', { command = 'kam.serverInfo' }, function(mistake, answer)
      left = left - 1
      if mistake then
        say.error(mistake.message)
      else
        if #lines > 0 then
          lines[#lines + 1] = {}
        end
        describe(client, answer, lines)
      end
      if left == 0 and #lines > 0 then
        require('kam.window').show(lines, { title = 'kam', window = 'float' })
      end
    end)
  end
end

return M
