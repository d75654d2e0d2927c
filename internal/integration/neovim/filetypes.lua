-- Which files are specs, and which the server is attached to.
local sound = 'schedule: "0 3 * * *"\ncontainers: {web: {image: "nginx:1.27"}}\n'

--- The filetype of a file that is opened, and whether the server comes.
local function opened(editor, path)
  editor:edit(path)
  return editor:lua([[return vim.bo.filetype]])
end

--- Waits for the server in a spec that is opened behind those that it must not come to:
--- who was to come has come by then.
local function settle(t, editor)
  editor:edit(t.write('last.kam.yaml', sound))
  editor:attached()
end

local function served(editor, path)
  return editor:lua([[return #require('kam.client').all(vim.fn.bufnr(...)) == 1]], path)
end

return {
  ['names'] = function(t)
    local editor = t.start()
    for name, want in pairs({
      ['a.kam.yaml'] = 'yaml.kam', ['b.kam.yml'] = 'yaml.kam', ['c.kam.json'] = 'json.kam', ['.kam.yaml'] = 'yaml.kam',
      ['kam.yaml'] = 'yaml.kam', ['kam.yml'] = 'yaml.kam', ['kam.json'] = 'json.kam',
      ['with space & [x].kam.yaml'] = 'yaml.kam',
      ['a.yaml'] = 'yaml', ['b.json'] = 'json', ['akam.yaml'] = 'yaml', ['a.kam.yaml.yaml'] = 'yaml', ['.kam-ls.yaml'] = 'yaml', ['base.kam-ls.yaml'] = 'yaml',
    }) do
      t.equal(opened(editor, t.write('names/' .. name, '')), want, name)
    end
    -- What there is for YAML is there for specs.
    editor:edit(t.folder .. '/names/a.kam.yaml')
    t.equal(editor:lua('return { vim.bo.commentstring, vim.b.current_syntax }'), { '# %s', 'yaml' })
  end,

  ['the first comment'] = function(t)
    local editor, count = t.start(), 0
    for text, want in pairs({
      ['# kam-ls: spec\n'] = true, ['#kam-ls:  spec of mine\n'] = true, ['## kam-ls: spec\r\nschedule: 1\r\n'] = true,
      ['\239\187\191# kam-ls: spec\n'] = true, ['\n\n%YAML 1.2\n---\n  # kam-ls: spec\n'] = true,
      ['# another\n# kam-ls: spec\n'] = false, ['a: 1\n# kam-ls: spec\n'] = false, ['# kam-ls: specs\n'] = false, ['# kam-ls: ignore-file\n'] = false,
      [''] = false, [('\n'):rep(3000)] = false, [('\n'):rep(3000) .. '# kam-ls: spec\n'] = true,
    }) do
      for _, extension in ipairs({ 'yaml', 'yml' }) do
        count = count + 1
        t.equal(opened(editor, t.write(('%d.%s'):format(count, extension), text)), want and 'yaml.kam' or 'yaml', vim.inspect(text:sub(-40)))
      end
    end
    t.equal(opened(editor, t.write('A.YAML', '# kam-ls: spec\n')), 'yaml.kam')
    t.equal(opened(editor, t.write('x.kam-ls.yaml', '# kam-ls: spec\n')), 'yaml')
    -- One that is written makes a spec of the file.
    editor:edit(t.write('later.yaml', sound))
    editor:type('O# kam-ls: spec<Esc>')
    editor:cmd('write')
    t.equal(editor:lua('return vim.bo.filetype'), 'yaml.kam')
    editor:attached()
  end,

  ['ordinary files have no server'] = function(t)
    local editor = t.start()
    local others = { t.write('a.yaml', sound), t.write('b.json', '{}'), t.write('.github/workflows/ci.yml', 'on: push\n') }
    for _, path in ipairs(others) do
      editor:edit(path)
    end
    editor:cmd('enew | setfiletype yaml')
    t.equal(editor:lua('return #require("kam.client").all()'), 0)
    settle(t, editor)
    for _, path in ipairs(others) do
      t.equal(served(editor, path), false, path)
    end
    editor:edit(others[1])
    for _, command in ipairs({ 'KamRender', 'KamCron', 'KamFixAll' }) do
      editor:enter(command)
      editor:hears('kam: the server is not attached to this buffer: it is no spec')
    end
  end,

  ['a configuration is served, and makes specs of other files'] = function(t)
    t.write('.kam-ls.yaml', 'files: ["jobs/*.yaml"]\nrules:\n  no-such-rule: off\n')
    local job, other, json = t.write('jobs/a.yaml', 'schedule: 1\n'), t.write('other/b.yaml', 'schedule: 1\n'), t.write('other/c.json', '{}')
    local editor = t.start(job)
    editor:attached(2)
    t.equal(editor:lua('return { vim.bo.filetype, require("kam.client").of(0).config.root_dir }'), { 'yaml', t.folder })
    for _, path in ipairs({ other, json }) do
      editor:edit(path)
      editor:attached(0)
    end
    editor:edit(t.folder .. '/.kam-ls.yaml')
    editor:attached(1)
    t.contains(editor:lua('return vim.diagnostic.get(0)[1].message'), 'no-such-rule')
    t.equal(editor:lua('return vim.bo.filetype'), 'yaml')
    t.equal(editor:lua('return #require("kam.client").all()'), 1, 'clients')
    -- Nothing is found in what is no spec.
    t.equal(editor:lua('return #vim.diagnostic.get(vim.fn.bufnr(...))', other), 0)
    editor:edit(other)
    editor:enter('KamCron')
    editor:hears('is not open, or no spec')
    editor:edit(t.write('shared/base.kam-ls.yaml', 'failOn: nonsense\n'))
    editor:attached(1)
  end,

  ['a configuration that is written later'] = function(t)
    local editor = t.start(t.write('jobs/a.yaml', 'schedule: 1\n'))
    editor:edit(t.folder .. '/.kam-ls.yaml')
    editor:attached(0)
    editor:type('ifiles: [jobs]<Esc>')
    editor:cmd('write')
    editor:edit(t.folder .. '/jobs/a.yaml')
    editor:attached(2)
  end,

  ['files that the settings name'] = function(t)
    local init = t.write('init.lua', [[require('kam').setup({ settings = { files = { 'jobs/*.yaml' } } })]])
    local editor = t.start('-u', init, t.write('jobs/a.yaml', 'schedule: 1\n'))
    editor:attached(2)
  end,

  ['roots'] = function(t)
    t.write('sub/.kam-ls.yaml', '')
    t.write('sub/inner/.git/HEAD', '')
    local editor = t.start()
    for name, want in pairs({ ['a.kam.yaml'] = '', ['x/y/a.kam.yaml'] = '', ['sub/a/a.kam.yaml'] = '/sub', ['sub/inner/deep/a.kam.yaml'] = '/sub/inner' }) do
      editor:edit(t.write(name, sound))
      editor:attached()
      t.equal(editor:lua('return require("kam.client").of(0).config.root_dir'), t.folder .. want, name)
    end
    t.equal(editor:lua('return #require("kam.client").all()'), 3, 'clients')
  end,

  ['single files share a server'] = function(t)
    local folder = vim.fn.tempname() -- below no repository
    vim.fn.mkdir(folder, 'p')
    local editor = t.start()
    for _, name in ipairs({ 'a', 'b' }) do
      local path = ('%s/%s.kam.yaml'):format(folder, name)
      vim.fn.writefile({ 'schedule: 1' }, path)
      editor:edit(path)
      editor:attached(2)
    end
    t.equal(editor:lua('return { #require("kam.client").all(), require("kam.client").of(0).config.root_dir == nil }'), { 1, true })
    vim.fn.delete(folder, 'rf')
  end,

  ['filetypes can be turned off'] = function(t)
    local editor = t.start('-u', t.write('init.lua', [[require('kam').setup({ filetypes = false })]]))
    t.equal(opened(editor, t.write('a.kam.yaml', sound)), 'yaml')
    t.equal(opened(editor, t.write('kam.json', '{}')), 'json')
    t.equal(opened(editor, t.write('b.yaml', '# kam-ls: spec\n')), 'yaml')
    -- Who says that it is a spec is believed.
    editor:edit(t.folder .. '/a.kam.yaml')
    editor:cmd('set filetype=yaml.kam')
    editor:attached(0)
    t.equal(served(editor, t.folder .. '/b.yaml'), false)
  end,

  ['a filetype that is set, whatever the name'] = function(t)
    local editor = t.start(t.write('notes.txt', 'schedule: 1\n'))
    editor:cmd('set filetype=yaml.kam')
    editor:attached(2)
    -- And taken back.
    editor:cmd('set filetype=text')
    editor:wait('the server to leave', [[return #require('kam.client').all(0) == 0 and #vim.diagnostic.get(0) == 0]])
    editor:cmd('set filetype=yaml')
    editor:cmd('set filetype=json.kam')
    editor:attached(1)
  end,

  ['a spec in JSON'] = function(t)
    local editor = t.start(t.write('a.kam.json', '{"schedule": "0 3 * * 7", "containers": {"web": {"image": "nginx:1.27"}}}'))
    editor:attached(1)
    t.equal(editor:lua('return vim.diagnostic.get(0)[1].code'), 'cron-syntax')
  end,
}
