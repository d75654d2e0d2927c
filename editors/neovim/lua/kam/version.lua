-- What Neovim this is.
local M = {}

M.oldest = '0.8'

--- What autocommands and mappings call the buffer that they are for.
M.buffer = vim.fn.has('nvim-0.12') == 1 and 'buf' or 'buffer'

--- Whether the plugin works in this Neovim.
function M.supported()
  return vim.fn.has('nvim-' .. M.oldest) == 1
end

--- This Neovim's version, as text.
function M.text()
  local v = vim.version()
  return ('%d.%d.%d'):format(v.major, v.minor, v.patch)
end

function M.refusal()
  return ('kam: needs Neovim %s or newer, this is %s'):format(M.oldest, M.text())
end

--- Says once that this Neovim is too old.
function M.refuse()
  vim.notify_once(M.refusal(), vim.log.levels.WARN)
end

return M
