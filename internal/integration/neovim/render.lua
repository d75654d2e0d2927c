-- The manifest beside its spec.
local spec = [[
nightly:
  schedule: "0 3 * * *"
  # 🚀🚀 a comment
  containers:
    web:
      image: "nginx:1.27"
      env: {"🚀🚀": "😀", HOST: "example.com", PORT: "80"}
]]

local sound = spec:gsub('"🚀🚀": "😀"', 'A: "😀😀"')

--- Opens a spec and its manifest, and returns the manifest's buffer.
local function rendered(editor, command)
  editor:attached()
  editor:cmd(command or 'KamRender')
  return editor:wait('the manifest', [[
    for _, win in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
      local buf = vim.api.nvim_win_get_buf(win)
      if vim.api.nvim_buf_get_name(buf):find('^kam://') and vim.api.nvim_buf_line_count(buf) > 3 then
        return buf
      end
    end
  ]])
end

--- Waits until a buffer has a text.
local function has(editor, buf, text)
  editor:wait(text, [[
    local buf, text = ...
    return table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n'):find(text, 1, true) ~= nil
  ]], buf, text)
end

--- The texts that are highlighted in a buffer.
local function marked(editor, buf)
  return editor:lua([[
    local buf = ...
    local texts = {}
    local marks = vim.api.nvim_create_namespace('kam_render')
    for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buf, marks, 0, -1, { details = true })) do
      local line = vim.api.nvim_buf_get_lines(buf, mark[2], mark[2] + 1, false)[1]
      table.insert(texts, mark[4].end_col and line:sub(mark[3] + 1, mark[4].end_col) or vim.trim(line))
    end
    return texts
  ]], buf)
end

local function goto_text(editor, text)
  editor:lua([[
    vim.fn.cursor(1, 1)
    assert(vim.fn.search('\\V' .. ..., 'cW') > 0, ...)
    vim.cmd('doautocmd <nomodeline> CursorMoved')
  ]], text)
end

return {
  ['follows what is typed'] = function(t)
    local editor = t.start(t.write('nightly.kam.yaml', sound))
    local buf = rendered(editor)
    t.equal(editor:lua([[return {
      vim.bo[...].filetype, vim.bo[...].buftype, vim.bo[...].modifiable, vim.bo[...].modified, vim.bo[...].buflisted,
      vim.fn.expand('%:t'), #vim.api.nvim_list_wins(),
    }]], buf), { 'yaml', 'nofile', false, false, false, 'nightly.kam.yaml', 2 })
    t.contains(editor:lines(buf), 'kind: CronJob')
    t.contains(editor:lines(buf), 'image: nginx:1.27')
    editor:sees('manifest of nightly.kam.yaml')
    goto_text(editor, 'nginx')
    editor:type('f:lR8<Esc>')
    has(editor, buf, 'image: nginx:8.27')
    editor:cmd('undo')
    has(editor, buf, 'image: nginx:1.27')
    -- Word by word, in insert mode.
    goto_text(editor, 'schedule')
    editor:type('oreplicas: 77')
    has(editor, buf, 'parallelism: 77')
    editor:type('<Esc>')
    t.equal(editor:lua('return _G.said'), {})
  end,

  ['what has errors leaves the last manifest, and says why'] = function(t)
    local editor = t.start(t.write('nightly.kam.yaml', sound))
    local buf = rendered(editor)
    local before = editor:lines(buf)
    editor:cmd([[2s/0 3/61 3/]])
    editor:sees("stale: 61 is not a minute")
    t.equal(editor:lines(buf), before)
    editor:cmd([[2s/61 3/0 4/]])
    has(editor, buf, '0 4 * * *')
    editor:sees('manifest of nightly.kam.yaml')
    t.equal(editor:screen():find('stale', 1, true), nil)
    -- Nothing yet to show.
    editor:edit(t.write('bad.kam.yaml', sound .. '  "50%{1}": 1\n'))
    editor:attached(1)
    editor:cmd('KamRender')
    editor:sees("not rendered: unknown attribute '50%{1}'")
    editor:cmd('%delete')
    editor:lua([[vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(..., '\n'))]], sound)
    editor:sees('manifest of bad.kam.yaml')
  end,

  ['an answer that is overtaken counts for nothing'] = function(t)
    local editor = t.start(t.write('nightly.kam.yaml', sound))
    local buf = rendered(editor)
    editor:lua([[
      _G.asked, _G.given_up = {}, 0
      require('kam.client').execute = function(_, _, _, _, done)
        table.insert(_G.asked, done)
        return function() _G.given_up = _G.given_up + 1 end
      end
    ]])
    editor:cmd('KamRender | KamRender')
    t.equal(editor:lua('return { #_G.asked, _G.given_up }'), { 2, 1 })
    editor:lua([[
      _G.asked[2](nil, { manifest = 'new: 1\n', sourceMap = {} })
      _G.asked[1](nil, { manifest = 'old: 1\n', sourceMap = {} })
      _G.asked[1]({ message = 'old' })
    ]])
    t.equal(editor:lines(buf), { 'new: 1' })
    t.equal(editor:screen():find('stale', 1, true), nil)
  end,

  ['the configuration counts'] = function(t)
    t.write('.kam-ls.yaml', 'render:\n  namespace: one\n')
    local editor = t.start(t.write('nightly.kam.yaml', sound))
    local buf = rendered(editor)
    t.contains(editor:lines(buf), 'namespace: one')
    editor:cmd('split ' .. t.folder .. '/.kam-ls.yaml')
    editor:attached()
    editor:cmd('%s/one/two/')
    editor:cmd('write')
    has(editor, buf, 'namespace: two')
  end,

  ['the cursor is shown in the other, both ways'] = function(t)
    local editor = t.start(t.write('nightly.kam.yaml', sound))
    local buf = rendered(editor)
    local spec_buf = editor:lua('return vim.api.nvim_get_current_buf()')
    goto_text(editor, 'nginx')
    t.equal(marked(editor, buf), { 'image: nginx:1.27' })
    t.equal(marked(editor, spec_buf), { 'image' })
    -- Behind characters of two units in UTF-16 and four bytes.
    goto_text(editor, 'PORT')
    t.equal(marked(editor, spec_buf), { 'PORT' })
    t.equal(marked(editor, buf), { '- name: PORT', 'value: "80"' })
    goto_text(editor, 'example')
    t.equal(marked(editor, spec_buf), { 'HOST' })
    editor:cmd('wincmd w')
    goto_text(editor, 'schedule:')
    t.equal(marked(editor, spec_buf), { 'schedule' })
    goto_text(editor, 'name: PORT')
    t.equal(marked(editor, spec_buf), { 'PORT' })
    editor:type('<CR>')
    editor:wait('the spec', [[return vim.fn.expand('%:t') == 'nightly.kam.yaml' and vim.fn.expand('<cword>') == 'PORT']])
    -- A line that no attribute says.
    editor:cmd('wincmd w')
    goto_text(editor, 'kind: CronJob')
    t.equal(marked(editor, spec_buf), {})
    editor:type('<CR>')
    editor:hears('kam: no attribute says this line')
    -- The spec is in no window.
    editor:cmd('only')
    goto_text(editor, 'image:')
    editor:type('<CR>')
    editor:wait('the spec', [[return vim.fn.expand('%:t') == 'nightly.kam.yaml' and vim.fn.expand('<cword>') == 'image']])
    t.equal(editor:lua('return { #vim.api.nvim_list_wins(), vim.wo.winbar }'), { 2, '' })
  end,

  ['columns in UTF-16, where the client counts so'] = function(t)
    local init = t.write('init.lua', [[require('kam').setup({ capabilities = { general = { positionEncodings = { 'utf-16' } } } })]])
    local editor = t.start('-u', init, t.write('nightly.kam.yaml', sound))
    local buf = rendered(editor)
    t.equal(editor:lua([[return require('kam.client').of(0).offset_encoding]]), 'utf-16')
    goto_text(editor, 'PORT')
    t.equal(marked(editor, 1), { 'PORT' })
    t.equal(marked(editor, buf), { '- name: PORT', 'value: "80"' })
    editor:cmd('wincmd w')
    goto_text(editor, 'name: HOST')
    t.equal(marked(editor, 1), { 'HOST' })
  end,

  ['lines ended as on Windows'] = function(t)
    for _, given in ipairs({ { 'dos.kam.yaml', (sound:gsub('\n', '\r\n')) }, { 'mixed.kam.yaml', (sound:gsub('\n', '\r\n', 3)) } }) do
      local editor = t.start(t.write(given[1], given[2]))
      local buf = rendered(editor)
      goto_text(editor, 'PORT')
      t.equal(marked(editor, 1), { 'PORT' }, given[1])
      editor:cmd([[%s/nginx/apache/]])
      has(editor, buf, 'image: apache:1.27')
      editor:stop()
    end
  end,

  ['a Job to run once'] = function(t)
    local editor = t.start(t.write('nightly.kam.yaml', sound))
    local buf = rendered(editor, 'KamRender!')
    t.contains(editor:lines(buf), 'kind: Job')
    editor:sees('Job of nightly.kam.yaml')
    editor:cmd('KamRender')
    has(editor, buf, 'kind: CronJob')
    t.equal(editor:lua('return #vim.api.nvim_list_wins()'), 2)
  end,

  ['where the options say'] = function(t)
    for split, want in pairs({ right = { 1, 2 }, left = { 2, 1 }, below = { 1, 2 }, above = { 2, 1 } }) do
      local init = t.write('init.lua', ("require('kam').setup({ render = { split = '%s', size = 12, once = true, follow = false } })"):format(split))
      local editor = t.start('-u', init, t.write('nightly.kam.yaml', sound))
      local buf = rendered(editor)
      local got = editor:lua([[
        local win = vim.fn.bufwinid(...)
        return { vim.fn.winnr(), vim.fn.bufwinnr(...), vim.api.nvim_win_get_width(win), vim.api.nvim_win_get_height(win) }
      ]], buf)
      t.equal({ got[1], got[2] }, want, split)
      t.equal((split == 'right' or split == 'left') and got[3] or got[4], 12, split)
      has(editor, buf, 'kind: Job')
      goto_text(editor, 'nginx')
      t.equal(marked(editor, buf), {})
      editor:stop()
    end
  end,

  ['what a code action asks for is shown here'] = function(t)
    local editor = t.start(t.write('nightly.kam.yaml', sound))
    editor:attached()
    editor:lua([[vim.lsp.buf.code_action({ apply = true, filter = function(a) return a.title:find('manifest') end })]])
    editor:sees('manifest of nightly.kam.yaml')
  end,

  ['closes cleanly'] = function(t)
    local editor = t.start(t.write('nightly.kam.yaml', sound))
    local buf = rendered(editor)
    goto_text(editor, 'nginx')
    editor:cmd('wincmd w')
    editor:type('q')
    editor:wait('the end', [[return not vim.api.nvim_buf_is_valid(...)]], buf)
    t.equal(marked(editor, 1), {})
    t.equal(editor:lua('return { #vim.api.nvim_list_wins(), vim.wo.winbar }'), { 1, '' })
    -- By any other means, too; and again from the start.
    for _, command in ipairs({ 'close', 'bwipeout', 'edit ' .. t.write('other.txt', ''), 'bdelete' }) do
      local again = rendered(editor)
      editor:cmd('wincmd w')
      editor:cmd(command)
      editor:wait('the end', [[return not vim.api.nvim_buf_is_valid(...)]], again)
      t.equal(editor:lua('return vim.wo.winbar'), '', command)
      editor:cmd('silent! only')
      editor:edit(t.folder .. '/nightly.kam.yaml')
    end
  end,
}
