-- The manifest of a spec beside it, which follows what is typed: :KamRender.
local client_of = require('kam.client')
local cursor = require('kam.cursor')
local options = require('kam.options')
local version = require('kam.version')

local M = {}

local api = vim.api

for group, link in pairs({ KamRenderTitle = 'Title', KamRenderStale = 'WarningMsg' }) do
  api.nvim_set_hl(0, group, { link = link, default = true })
end

-- Views by the buffer of their spec: the buffer of the manifest, what the server last
-- said, and what is shown of it.
local views = {}

local function alive(view)
  return views[view.spec] == view and api.nvim_buf_is_valid(view.buf) and api.nvim_buf_is_valid(view.spec)
end

--- The name that a spec is shown by.
local function name_of(buf)
  return vim.fn.fnamemodify(api.nvim_buf_get_name(buf), ':t')
end

--- Says above the manifest what it is of, and why it is not the present one.
local function head(view)
  local title, group = (view.once and 'Job of ' or 'manifest of ') .. name_of(view.spec), 'KamRenderTitle'
  if view.mistake then
    title, group = (view.answered and 'stale: ' or 'not rendered: ') .. view.mistake, 'KamRenderStale'
  end
  local text = ('%%#%s# %s%%*%%<'):format(group, (title:gsub('%s+', ' '):gsub('%%', '%%%%')))
  for _, win in ipairs(vim.fn.win_findbuf(view.buf)) do
    api.nvim_win_call(win, function()
      vim.opt_local.winbar = text
    end)
  end
end

--- Replaces the lines that differ, so that folds, marks and views stay.
local function write(buf, new)
  local old = api.nvim_buf_get_lines(buf, 0, -1, false)
  local same, most = 0, math.min(#old, #new)
  while same < most and old[same + 1] == new[same + 1] do
    same = same + 1
  end
  local tail = 0
  while tail < most - same and old[#old - tail] == new[#new - tail] do
    tail = tail + 1
  end
  vim.bo[buf].modifiable = true
  api.nvim_buf_set_lines(buf, same, #old - tail, false, vim.list_slice(new, same + 1, #new - tail))
  vim.bo[buf].modifiable = false
  vim.bo[buf].modified = false
end

--- Shows in one of the two what the cursor is at in the other.
local function follow(view)
  if options.get().render.follow and view.answered and alive(view) then
    cursor.follow(view)
  end
end

--- Keeps what was last rendered and says why it is not what the spec says now.
local function stale(view, mistake)
  view.mistake = mistake
  if not view.answered then
    write(view.buf, { '# ' .. mistake:gsub('%s+', ' ') })
  end
  head(view)
end

local function take(view, client, answer)
  view.mistake, view.answered = nil, true
  view.map, view.encoding = answer.sourceMap, client.offset_encoding
  write(view.buf, vim.split(answer.manifest:gsub('\n$', ''), '\n', { plain = true }))
  head(view)
  follow(view)
end

--- Asks for the manifest of what the spec is now. An answer that is still to come from
--- before counts for nothing.
local function refresh(view)
  if not alive(view) then
    return
  end
  local client = client_of.of(view.spec)
  if not client then
    return stale(view, 'the server is not attached: see :KamRestart')
  end
  if view.cancel then
    view.cancel()
  end
  local asked = {}
  view.asked, view.tick = asked, api.nvim_buf_get_changedtick(view.spec)
  view.cancel = client_of.execute(client, view.spec, 'kam.render', { open = false, once = view.once }, function(mistake, answer)
    if not alive(view) or view.asked ~= asked then
      return
    end
    view.asked, view.cancel = nil, nil
    if mistake then
      stale(view, (mistake.message:gsub('^a spec with errors is not rendered: ', '')))
    else
      take(view, client, answer)
    end
  end)
end

local function close(view)
  if views[view.spec] ~= view then
    return
  end
  if view.cancel then
    view.cancel()
  end
  views[view.spec] = nil
  api.nvim_del_augroup_by_id(view.group)
  cursor.unmark(view)
  if api.nvim_buf_is_valid(view.buf) then
    api.nvim_buf_delete(view.buf, { force = true })
  end
end

--- What happens to a spec and to its manifest.
local function watch(view)
  local function on(events, buf, callback)
    api.nvim_create_autocmd(events, { group = view.group, [version.buffer] = buf, callback = callback })
  end
  local function again()
    refresh(view)
  end
  if vim.fn.has('nvim-0.10') == 1 then
    api.nvim_create_autocmd('LspNotify', {
      group = view.group,
      callback = function(event)
        local document = (event.data.params or {}).textDocument
        if event.data.method == 'textDocument/didChange' and document and document.uri == vim.uri_from_bufnr(view.spec) then
          refresh(view)
        end
      end,
    })
  else
    on({ 'TextChanged', 'TextChangedI', 'TextChangedP' }, view.spec, again)
  end
  on('LspAttach', view.spec, again)
  on('LspDetach', view.spec, function()
    if not alive(view) then
      return
    end
    view.asked = nil
    stale(view, 'the server is not attached: see :KamRestart')
  end)
  -- Other findings in the same text: the configuration has changed.
  on('DiagnosticChanged', view.spec, function()
    if not view.asked and view.tick == api.nvim_buf_get_changedtick(view.spec) then
      refresh(view)
    end
  end)
  on({ 'CursorMoved', 'CursorMovedI', 'BufEnter' }, view.spec, function()
    follow(view)
  end)
  on({ 'CursorMoved', 'BufEnter' }, view.buf, function()
    follow(view)
  end)
  on('BufFilePost', view.spec, function()
    head(view)
  end)
  on('BufWinEnter', view.buf, function()
    head(view)
  end)
  on({ 'BufDelete', 'BufWipeout' }, view.spec, function()
    vim.schedule(function()
      close(view)
    end)
  end)
  on('BufWipeout', view.buf, function()
    vim.schedule(function()
      close(view)
    end)
  end)
end

local splits = { right = 'rightbelow %svsplit', left = 'leftabove %svsplit', below = 'rightbelow %ssplit', above = 'leftabove %ssplit' }

--- Shows the manifest in a window of its own, and stays where the cursor is.
local function split(view)
  local set = options.get().render
  local origin = api.nvim_get_current_win()
  vim.cmd(splits[set.split]:format(set.size or ''))
  vim.cmd('setlocal noscrollbind nocursorbind nodiff nofoldenable nowrap')
  api.nvim_win_set_buf(0, view.buf)
  api.nvim_set_current_win(origin)
end

local count = 0

local function create(spec)
  local buf = api.nvim_create_buf(false, true)
  count = count + 1
  local view = { spec = spec, buf = buf, map = {}, group = api.nvim_create_augroup('kam_render_' .. count, {}) }
  views[spec] = view
  vim.bo[buf].bufhidden = 'wipe'
  api.nvim_buf_set_name(buf, ('kam://manifest/%d/%s'):format(count, name_of(spec)))
  vim.bo[buf].filetype = 'yaml'
  vim.bo[buf].modifiable = false
  local function map(keys, action, desc)
    vim.keymap.set('n', keys, function()
      action(view)
    end, { [version.buffer] = buf, nowait = true, desc = 'kam: ' .. desc })
  end
  map('q', close, 'Close the manifest')
  map('<CR>', cursor.go, 'Go to the attribute')
  watch(view)
  return view
end

--- Shows the manifest of a spec, or shows it anew.
--- @param once boolean|nil a Job to run once; nil for what the options say
function M.open(spec, once)
  for _, view in pairs(views) do
    if view.buf == spec then
      spec = view.spec -- asked for in the manifest
    end
  end
  if not client_of.served(spec) then
    return
  end
  local view = views[spec]
  if not (view and alive(view)) then
    view = create(spec)
  end
  if once == nil then
    once = options.get().render.once
  end
  view.once = once
  if #vim.fn.win_findbuf(view.buf) == 0 then
    split(view)
  end
  head(view)
  refresh(view)
end

--- What a code action of the server asks for.
function M.run(command)
  local uri, given = unpack(command.arguments or {})
  M.open(vim.uri_to_bufnr(uri), type(given) == 'table' and given.once or nil)
end

return M
