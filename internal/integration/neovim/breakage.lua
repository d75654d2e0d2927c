-- What goes wrong: no server, a server that dies, specs that come and go.
local sound = [[
schedule: "0 3 * * *"
containers:
  web:
    image: "nginx:1.27"
]]

--- A program that notes its process and serves.
local function noted(t)
  return t.write('init.lua', ([[require('kam').setup({ cmd = { 'sh', '-c', 'echo $$ > %s/server.pid; exec kam-ls serve' } })]]):format(vim.env.HOME))
end

--- Ends the server in a way that it cannot notice.
local function kill()
  assert(vim.uv.kill(tonumber(vim.fn.readfile(vim.env.HOME .. '/server.pid')[1]), 'sigkill') == 0)
end

local function rendered(editor)
  editor:attached()
  editor:cmd('KamRender')
  return editor:wait('the manifest', [[
    local buf = vim.fn.winbufnr(vim.fn.winnr('$'))
    return vim.api.nvim_buf_line_count(buf) > 3 and buf
  ]])
end

local function has(editor, buf, text)
  editor:wait(text, [[return table.concat(vim.api.nvim_buf_get_lines(..., 0, -1, false), '\n'):find(select(2, ...), 1, true) ~= nil]], buf, text)
end

return {
  ['no program'] = function(t)
    local editor = t.start('-u', t.write('init.lua', [[
      _G.early = {}
      local notify = vim.notify
      vim.notify = function(text, ...) table.insert(_G.early, text) return notify(text, ...) end
      require('kam').setup({ cmd = { 'no-such-program', 'serve' } })
    ]]), t.write('a.kam.yaml', sound))
    editor:edit(t.write('b.kam.yaml', sound))
    editor:edit(t.write('a.yaml', sound))
    editor:wait('the message', 'return #_G.early > 0')
    t.equal(editor:lua('return _G.early'), { "kam: there is no program 'no-such-program': install it or set 'cmd'; :checkhealth kam says more" })
    t.equal(editor:lua('return #require("kam.client").all()'), 0)
    editor:edit(t.folder .. '/b.kam.yaml')
    for command, says in pairs({ KamRender = 'the server is not attached', KamCron = 'the server is not attached', KamInfo = 'no server is running', KamRestart = 'there is nothing to restart' }) do
      editor:enter(command)
      editor:hears('kam: ' .. says)
    end
  end,

  ['a program that is none'] = function(t)
    local editor = t.start('-u', t.write('init.lua', [[require('kam').setup({ cmd = { 'false' } })]]), t.write('a.kam.yaml', sound))
    editor:wait('the end of the client', [[return #require("kam.client").all() == 0]])
    editor:enter('KamRender')
    editor:hears('kam: the server is not attached')
    editor:enter('checkhealth kam')
    editor:sees("'false version' says no version")
  end,

  ['the server is killed while a manifest is shown'] = function(t)
    local editor = t.start('-u', noted(t), t.write('a.kam.yaml', sound))
    local buf = rendered(editor)
    local before = editor:lines(buf)
    kill()
    editor:sees('stale: the server is not attached: see :KamRestart')
    t.equal(editor:lines(buf), before)
    editor:cmd('%s/nginx/apache/')
    editor:enter('KamCron')
    editor:hears('kam: the server is not attached')
    editor:cmd('KamRestart')
    has(editor, buf, 'image: apache')
    editor:sees('manifest of a.kam.yaml')
  end,

  ['the server hangs while a manifest is asked for'] = function(t)
    local editor = t.start('-u', noted(t), t.write('a.kam.yaml', sound))
    local buf = rendered(editor)
    local pid = tonumber(vim.fn.readfile(vim.env.HOME .. '/server.pid')[1])
    assert(vim.uv.kill(pid, 'sigstop') == 0)
    editor:cmd('%s/nginx/apache/')
    editor:cmd('KamRender')
    editor:cmd('KamRestart')
    has(editor, buf, 'image: apache')
    vim.uv.kill(pid, 'sigkill')
  end,

  ['restart keeps all buffers'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', 'schedule: 1\n'))
    editor:attached(2)
    editor:edit(t.write('b.kam.yaml', 'schedule: 1\n'))
    editor:attached(2)
    local before = editor:lua('return require("kam.client").of(0).id')
    editor:cmd('KamRestart')
    editor:wait('a new client', 'local c = require("kam.client").of(0) return c and c.id ~= ... and #vim.diagnostic.get(0) == 2', before)
    editor:edit(t.folder .. '/a.kam.yaml')
    editor:attached(2)
    editor:wait('the old one to end', 'return #require("kam.client").all() == 1')
  end,

  ['the spec is closed while its manifest is rendered'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', sound), t.write('b.kam.yaml', sound))
    for _, command in ipairs({ 'bdelete!', 'bwipeout!' }) do
      editor:edit(t.folder .. '/a.kam.yaml')
      local buf = rendered(editor)
      editor:cmd('%s/nginx/apache/')
      editor:cmd('KamRender | ' .. command)
      editor:wait('the end', [[return not vim.api.nvim_buf_is_valid(...)]], buf)
    end
    t.equal(editor:lua([[
      return vim.tbl_filter(function(a) return (a.group_name or ''):find('^kam_render') end, vim.api.nvim_get_autocmds({}))
    ]]), {}, 'what is left behind')
  end,

  ['the spec is read again'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', sound))
    local buf = rendered(editor)
    t.write('a.kam.yaml', (sound:gsub('nginx', 'apache')))
    editor:cmd('edit!')
    has(editor, buf, 'image: apache')
  end,

  ['the spec is renamed'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', sound))
    local buf = rendered(editor)
    editor:cmd('file ' .. t.folder .. '/b.kam.yaml')
    editor:attached()
    editor:sees('manifest of b.kam.yaml')
    editor:cmd('%s/nginx/apache/')
    has(editor, buf, 'image: apache')
    has(editor, buf, 'name: b')
    editor:cmd('write')
    editor:cmd('saveas ' .. t.folder .. '/c.kam.yaml')
    editor:attached()
    editor:cmd('%s/apache/caddy/')
    has(editor, buf, 'image: caddy')
    -- Into what is no spec.
    editor:cmd('%s/caddy/httpd/')
    editor:cmd('file ' .. t.folder .. '/d.txt')
    editor:cmd('set filetype=text')
    editor:sees('stale: the server is not attached')
    editor:cmd('KamInfo')
    editor:sees('settings')
  end,

  ['two specs, and each its own manifest'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', sound))
    local a = rendered(editor)
    editor:cmd('tabedit ' .. t.write('b.kam.yaml', (sound:gsub('nginx', 'apache'))))
    local b = rendered(editor)
    assert(a ~= b)
    editor:cmd('%s/apache/caddy/')
    has(editor, b, 'image: caddy')
    has(editor, a, 'image: nginx')
    editor:cmd('tabfirst')
    editor:cmd('%s/nginx/httpd/')
    has(editor, a, 'image: httpd')
    has(editor, b, 'image: caddy')
    editor:cmd('KamRender')
    t.equal(editor:lua('return #vim.api.nvim_list_wins()'), 4)
  end,

  ['a buffer without a name'] = function(t)
    local editor = t.start()
    editor:cmd('set filetype=yaml.kam')
    editor:lua([[vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'schedule: 1' })]])
    for _, command in ipairs({ 'KamRender', 'KamCron', 'KamFixAll' }) do
      editor:enter(command)
      editor:hears('kam: the server is not attached to this buffer: it is no spec, or has no name yet')
    end
    editor:cmd('write ' .. t.folder .. '/named.kam.yaml')
    editor:attached(2)
    editor:cmd('enew')
    editor:lua([[vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'schedule: 1' })]])
    editor:cmd('write ' .. t.folder .. '/other.kam.yaml')
    editor:attached(2)
    t.equal(editor:lua('return vim.bo.filetype'), 'yaml.kam')
  end,

  ['a very large spec'] = function(t)
    local containers = {}
    for i = 1, 4000 do
      containers[i] = ('  c%d:\n    image: "nginx:1.%d"\n    env: {A: "%d", B: "$(A)"}\n    command: [run]\n'):format(i, i, i)
    end
    local editor = t.start(t.write('a.kam.yaml', 'schedule: "0 3 * * *"\ncontainers:\n' .. table.concat(containers)))
    local buf = rendered(editor)
    editor:cmd([[$s/run/ran/]])
    has(editor, buf, '- ran')
    editor:cmd('normal! G')
    editor:type('gg')
    editor:type('500jj')
    editor:wait('the attribute', [[return #vim.api.nvim_buf_get_extmarks(..., vim.api.nvim_create_namespace('kam_render'), 0, -1, {}) > 0]], buf)
  end,

  ['the plugin is loaded late'] = function(t)
    local editor = t.start('--noplugin', t.write('a.kam.yaml', 'schedule: 1\n'))
    editor:cmd('packadd kam | runtime plugin/kam.lua ftdetect/kam.lua')
    editor:lua([[require('kam').setup({ settings = { rules = { ['wrong-type'] = 'off' } } })]])
    editor:attached(1)
    editor:wait('the setting', 'return #vim.diagnostic.get(0) == 1')
    t.equal(editor:lua('return vim.bo.filetype'), 'yaml.kam')
  end,
}
