-- The program as it is on the disk.
local M = {}

--- What the program prints when it is called with arguments in place of those that
--- serve; nil if that fails.
--- @return string[]|nil lines
local function output(cmd, ...)
  if type(cmd) ~= 'table' or vim.fn.executable(cmd[1]) == 0 then
    return nil
  end
  local started, lines = pcall(vim.fn.systemlist, { cmd[1], ... })
  return started and vim.v.shell_error == 0 and lines or nil
end

--- The version, as of 'kam-ls 1.2.0 go1.26 linux/amd64'; nil if that cannot be read.
function M.version(cmd)
  local lines = output(cmd, 'version')
  return lines and (lines[1] or ''):match('^kam%-ls (%S+)')
end

local known = {}

--- The IDs of all rules, none if the program does not say them.
function M.rules(cmd)
  local key = type(cmd) == 'table' and cmd[1] or ''
  if not known[key] then
    local ids = {}
    for _, line in ipairs(output(cmd, 'explain') or {}) do
      ids[#ids + 1] = line:match('^([%l%d-]+)%s+%l+%s%s+%u')
    end
    table.sort(ids)
    known[key] = ids
  end
  return known[key]
end

return M
