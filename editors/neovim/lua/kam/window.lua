-- Windows that show something and are closed again.
local version = require('kam.version')

local M = {}

local api = vim.api
local marks = api.nvim_create_namespace('kam_window')

--- The border of floats: the user's, for all or for ours.
local function border(given)
  if given == nil and not (vim.fn.exists('+winborder') == 1 and vim.o.winborder ~= '') then
    return 'rounded'
  end
  return given
end

-- How many columns are read with ease.
local widest = 100

local function float(buf, width, height, given)
  local config = {
    relative = 'editor',
    width = math.max(width, 1),
    height = math.max(math.min(height, vim.o.lines - 5), 1),
    style = 'minimal',
    border = border(given.border),
  }
  config.row = math.max(math.floor((vim.o.lines - config.height) / 2) - 2, 0)
  config.col = math.max(math.floor((vim.o.columns - config.width) / 2) - 1, 0)
  if vim.fn.has('nvim-0.9') == 1 then
    config.title, config.title_pos = ' ' .. given.title .. ' ', 'center'
  end
  return api.nvim_open_win(buf, true, config)
end

--- Shows lines until q or <Esc> is pressed.
--- @param lines { [1]: string, [2]: string|nil }[][] pieces of text with their highlight groups
--- @param given { title: string, window: string, border: any, row: integer|nil } row, from 0, is where the cursor is
function M.show(lines, given)
  local buf = api.nvim_create_buf(false, true)
  local texts, groups, width = {}, {}, 1
  for row, pieces in ipairs(lines) do
    local text = ''
    for _, piece in ipairs(pieces) do
      if piece[2] then
        groups[#groups + 1] = { row - 1, #text, #text + #piece[1], piece[2] }
      end
      text = text .. piece[1]
    end
    texts[row] = text
    width = math.max(width, vim.fn.strdisplaywidth(text) + 1)
  end
  api.nvim_buf_set_lines(buf, 0, -1, false, texts)
  for _, g in ipairs(groups) do
    api.nvim_buf_set_extmark(buf, marks, g[1], g[2], { end_col = g[3], hl_group = g[4] })
  end
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].modifiable = false
  local win
  if given.window == 'split' then
    vim.cmd('botright ' .. math.min(#texts, math.max(math.floor(vim.o.lines / 2), 1)) .. 'split')
    win = api.nvim_get_current_win()
    api.nvim_win_set_buf(win, buf)
    vim.cmd('setlocal nonumber norelativenumber nospell nolist signcolumn=no winfixheight')
  else
    -- A line that is too long is wrapped between words, and takes its place.
    local wide, height = math.min(width, widest, vim.o.columns - 4), 0
    for _, text in ipairs(texts) do
      local columns = vim.fn.strdisplaywidth(text)
      height = height + (columns <= wide and 1 or math.ceil(columns / math.max(wide - 10, 1)))
    end
    win = float(buf, wide, height, given)
  end
  vim.cmd('setlocal wrap linebreak breakindent')
  vim.bo[buf].filetype = 'kaminfo'
  api.nvim_win_set_cursor(win, { (given.row or 0) + 1, 0 })
  for _, keys in ipairs({ 'q', '<Esc>' }) do
    vim.keymap.set('n', keys, '<Cmd>close<CR>', { [version.buffer] = buf, nowait = true, desc = 'kam: Close' })
  end
  return win
end

return M
