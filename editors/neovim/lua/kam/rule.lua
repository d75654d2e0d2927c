-- The pages of rules: :KamRule.
local program = require('kam.program')
local say = require('kam.say')

local M = {}

local page = 'https://github.com/kam-ls/kam-ls/blob/main/docs/rules/%s.md'

local function rules()
  return program.rules(require('kam.attach').resolved().cmd)
end

--- The pages of the findings at the cursor or, if there are none, in its line.
--- @return table<string, string> by the IDs of their rules
local function at_cursor()
  local cursor = vim.api.nvim_win_get_cursor(0)
  local row, column = cursor[1] - 1, cursor[2]
  local near, all = {}, {}
  for _, finding in ipairs(vim.diagnostic.get(0, { lnum = row })) do
    if finding.source == 'kam-ls' and finding.code then
      local sent = (finding.user_data or {}).lsp or {}
      local url = (sent.codeDescription or {}).href or page:format(finding.code)
      all[finding.code] = url
      if column >= finding.col and (row < (finding.end_lnum or row) or column < (finding.end_col or math.huge)) then
        near[finding.code] = url
      end
    end
  end
  return next(near) and near or all
end

local function open(url)
  if not vim.ui.open then
    return say.info(url)
  end
  local _, mistake = vim.ui.open(url)
  if mistake then
    say.warn(url .. ' cannot be opened: ' .. mistake)
  end
end

function M.open(id)
  if id then
    local known = rules()
    if #known > 0 and not vim.tbl_contains(known, id) then
      return say.error(("no rule is named '%s'"):format(id))
    end
    return open(page:format(id))
  end
  local pages = at_cursor()
  local ids = vim.tbl_keys(pages)
  table.sort(ids)
  if #ids == 0 then
    say.error('nothing is found in this line: name a rule, as in :KamRule cron-syntax')
  elseif #ids == 1 then
    open(pages[ids[1]])
  else
    vim.ui.select(ids, { prompt = 'Rule' }, function(choice)
      if choice then
        open(pages[choice])
      end
    end)
  end
end

--- The rules that begin with what is typed, those found in the buffer first.
function M.complete(lead)
  local list, seen = {}, {}
  local function add(id)
    if type(id) == 'string' and id:sub(1, #lead) == lead and not seen[id] then
      seen[id] = true
      list[#list + 1] = id
    end
  end
  for _, finding in ipairs(vim.diagnostic.get(0)) do
    if finding.source == 'kam-ls' then
      add(finding.code)
    end
  end
  for _, id in ipairs(rules()) do
    add(id)
  end
  return list
end

return M
