-- The attribute at the cursor, in a spec and in its manifest.
--
-- A view has both buffers, spec and buf; the map of the manifest's lines as the server
-- has it; and the encoding in which that counts columns.
local position = require('kam.position')
local say = require('kam.say')

local M = {}

local api = vim.api
local marks = api.nvim_create_namespace('kam_render')

api.nvim_set_hl(0, 'KamRenderMatch', { link = 'Visual', default = true })

--- Highlights nothing any more.
function M.unmark(view)
  for _, buf in ipairs({ view.buf, view.spec }) do
    if api.nvim_buf_is_valid(buf) then
      api.nvim_buf_clear_namespace(buf, marks, 0, -1)
    end
  end
end

--- Highlights an attribute: its key in the spec, and its lines in the manifest.
--- @return integer[] rows of the manifest
local function mark(view, attribute)
  M.unmark(view)
  if not attribute then
    return {}
  end
  local range, rows = attribute.range, {}
  local line = api.nvim_buf_get_lines(view.spec, range.start.line, range.start.line + 1, false)[1]
  -- Text that was typed since may have taken the line away.
  if line then
    local last = range['end'].line == range.start.line and position.byte(line, range['end'].character, view.encoding) or #line
    local first = math.min(position.byte(line, range.start.character, view.encoding), last)
    api.nvim_buf_set_extmark(view.spec, marks, range.start.line, first, { end_col = last, hl_group = 'KamRenderMatch' })
  end
  for _, other in ipairs(view.map) do
    local start = other.range.start
    if start.line == range.start.line and start.character == range.start.character and other.line < api.nvim_buf_line_count(view.buf) then
      rows[#rows + 1] = other.line
      api.nvim_buf_set_extmark(view.buf, marks, other.line, 0, { line_hl_group = 'KamRenderMatch' })
    end
  end
  return rows
end

--- Brings a row into sight where its buffer is shown.
local function reveal(buf, row)
  if row >= api.nvim_buf_line_count(buf) then
    return -- the text was changed since
  end
  for _, win in ipairs(vim.fn.win_findbuf(buf)) do
    if win ~= api.nvim_get_current_win() and (row + 1 < vim.fn.line('w0', win) or row + 1 > vim.fn.line('w$', win)) then
      api.nvim_win_set_cursor(win, { row + 1, 0 })
      api.nvim_win_call(win, function()
        vim.cmd('normal! zz')
      end)
    end
  end
end

--- The attribute at the cursor in the spec: the innermost whose key or value it is in.
local function at_cursor(view)
  local cursor = api.nvim_win_get_cursor(0)
  local line = api.nvim_get_current_line()
  local indent = #line:match('^%s*')
  local here = { line = cursor[1] - 1, character = position.character(line, math.max(cursor[2], indent), view.encoding) }
  local found
  for _, entry in ipairs(view.map) do
    local scope = entry.scope or entry.range
    if position.up_to(scope.start, here) and position.up_to(here, scope['end']) and (not found or position.up_to(found.range.start, scope.start)) then
      found = entry
    end
  end
  return found
end

--- The attribute that the manifest's line at the cursor comes from.
local function behind_cursor(view)
  local row = api.nvim_win_get_cursor(0)[1] - 1
  for _, entry in ipairs(view.map) do
    if entry.line == row then
      return entry
    end
  end
end

--- Shows in one of the two what the cursor is at in the other.
function M.follow(view)
  local current = api.nvim_get_current_buf()
  if current == view.spec then
    local rows = mark(view, at_cursor(view))
    if rows[1] then
      reveal(view.buf, rows[1])
    end
  elseif current == view.buf then
    local attribute = behind_cursor(view)
    mark(view, attribute)
    if attribute then
      reveal(view.spec, attribute.range.start.line)
    end
  end
end

--- Goes to the attribute that the line at the cursor comes from.
function M.go(view)
  local attribute = behind_cursor(view)
  if not attribute then
    return say.info('no attribute says this line')
  end
  local win = vim.fn.win_findbuf(view.spec)[1]
  if win then
    api.nvim_set_current_win(win)
  else
    vim.cmd('leftabove vsplit')
    api.nvim_win_set_buf(0, view.spec)
  end
  local start = attribute.range.start
  local line = api.nvim_buf_get_lines(view.spec, start.line, start.line + 1, false)[1]
  if line then
    vim.cmd("normal! m'")
    api.nvim_win_set_cursor(0, { start.line + 1, position.byte(line, start.character, view.encoding) })
  end
end

return M
