-- Messages, which all begin with the plugin's name.
local M = {}

for level, name in pairs({ INFO = 'info', WARN = 'warn', ERROR = 'error' }) do
  M[name] = function(text)
    vim.notify('kam: ' .. text, vim.log.levels[level])
  end
end

--- An error that is said once in a session, when what is under way is done: said by an
--- autocommand, it would make that fail.
function M.once(text)
  vim.schedule(function()
    vim.notify_once('kam: ' .. text, vim.log.levels.ERROR)
  end)
end

return M
