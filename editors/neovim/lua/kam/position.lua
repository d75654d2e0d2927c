-- Columns of the server, which count in the client's encoding, and bytes.
local M = {}

local by_name = vim.fn.has('nvim-0.11') == 1 -- vim.str_byteindex() takes the encoding

--- The byte of a line that a character begins at; behind the end, that of the end.
function M.byte(line, character, encoding)
  if encoding == 'utf-8' then
    return math.min(character, #line)
  elseif by_name then
    return vim.str_byteindex(line, encoding, character, false)
  end
  local known, byte = pcall(vim.str_byteindex, line, character, encoding == 'utf-16')
  return known and byte or #line
end

--- The character that a byte of a line belongs to.
function M.character(line, byte, encoding)
  if encoding == 'utf-8' then
    return byte
  elseif by_name then
    return vim.str_utfindex(line, encoding, byte, false)
  end
  local utf32, utf16 = vim.str_utfindex(line, math.min(byte, #line))
  return encoding == 'utf-16' and utf16 or utf32
end

--- Whether a position of the server is before another, or the same.
function M.up_to(a, b)
  return a.line < b.line or a.line == b.line and a.character <= b.character
end

return M
