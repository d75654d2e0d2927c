-- The plugin as Lua sees it: options, and what the commands do. See :help kam.
local version = require('kam.version')

local M = {}

--- Sets options. What is not set is the default, whatever was set before.
--- @param given table|nil see :help kam-options
function M.setup(given)
  if not version.supported() then
    return version.refuse()
  end
  local mistake = require('kam.options').set(given)
  if mistake then
    error('kam: ' .. mistake, 2)
  end
  if package.loaded['kam.attach'] then
    require('kam.attach').reconfigure()
  end
end

--- The buffer that is meant: the current one, unless another is named.
local function buffer(given)
  local buf = given and given.buf or 0
  return buf == 0 and vim.api.nvim_get_current_buf() or buf
end

--- Shows the manifest of a spec beside it.
--- @param given table|nil { buf, once }
function M.render(given)
  require('kam.render').open(buffer(given), given and given.once)
end

--- Shows the schedules of a spec.
--- @param given table|nil { buf, index }: the schedule to begin with, from 0
function M.cron(given)
  require('kam.cron').show(buffer(given), given and given.index)
end

--- Applies every safe fix of a spec.
--- @param given table|nil { buf }
function M.fix_all(given)
  require('kam.client').command(buffer(given), 'kam.fixAll', nil, function(answer)
    local what = ({ [0] = 'there is nothing to fix that is safe', 'one edit' })[answer.edits] or answer.edits .. ' edits'
    require('kam.say').info(what)
  end)
end

--- Opens the page of a rule; without an ID, that of the finding at the cursor.
--- @param id string|nil
function M.rule(id)
  require('kam.rule').open(id)
end

--- Shows what there is to know of the server.
function M.info()
  require('kam.info').show()
end

--- Starts the server anew, for all that it is attached to.
function M.restart()
  require('kam.attach').restart()
end

return M
