-- Options, health and help.
local sound = 'nightly:\n  schedule: "0 3 13 * 5"\n  containers: {web: {image: "nginx:1.27"}}\nhourly:\n  schedule: "*/2 * * * *"\n  containers: {web: {image: "nginx:1.27"}}\n'

return {
  ['options that are wrong'] = function(t)
    local editor = t.start()
    for given, want in pairs({
      ['{ inlay_hint = true }'] = "kam: unknown option 'inlay_hint': expected 'capabilities', 'cmd', 'code_lens', 'completion', 'cron', 'filetypes', 'inlay_hints', 'keymaps', 'on_attach', 'render', 'settings'",
      ['{ render = { where = "up" } }'] = "kam: unknown option 'render.where': expected 'follow', 'once', 'size', 'split'",
      ['{ render = { split = "up" } }'] = "kam: render.split is 'up': expected 'above', 'below', 'left', 'right'",
      ['{ render = { size = 0.5 } }'] = 'kam: render.size is a number: expected a number of columns or lines',
      ['{ render = 5 }'] = 'kam: render is a number: expected a table',
      ['{ cmd = "kam-ls serve" }'] = "kam: cmd is 'kam-ls serve': expected a list of strings, as { 'kam-ls', 'serve' }",
      ['{ cmd = {} }'] = 'kam: cmd is a table: expected a list of strings',
      ['{ code_lens = 1 }'] = 'kam: code_lens is a number: expected a boolean',
      ['{ settings = { kam = {} } }'] = "kam: settings is a table: expected what is in 'kam', without 'kam' around it",
      ['{ keymaps = { shout = "x" } }'] = "kam: unknown option 'keymaps.shout': expected 'cron', 'fix_all', 'info', 'render', 'rule'",
      ['{ "x" }'] = "kam: unknown option '1'",
      ['"x"'] = "kam: what setup() is called with is 'x': expected a table",
      ['false'] = 'kam: what setup() is called with is a boolean: expected a table',
    }) do
      local fine, mistake = unpack(editor:lua(('return { pcall(function() require("kam").setup(%s) end) }'):format(given)))
      t.equal(fine, false, given)
      t.contains(mistake, want)
    end
    -- What was wrong changed nothing; nothing, and no options, are fine.
    t.equal(editor:lua('require("kam").setup() require("kam").setup({}) return require("kam.options").get().cmd'), { 'kam-ls', 'serve' })
  end,

  ['a mistake in the configuration of Neovim says where it is'] = function(t)
    local editor = t.start('-u', t.write('init.lua', "require('kam').setup({\n  hints = true,\n})\n"), t.write('a.kam.yaml', sound))
    local messages = editor:call('nvim_exec2', 'messages', { output = true }).output
    t.contains(messages .. table.concat(editor.says), "init.lua:1: kam: unknown option 'hints'")
    editor:cmd('messages clear')
    editor.says = {}
    editor:attached()
  end,

  ['schedules'] = function(t)
    local editor = t.start('-u', t.write('init.lua', [[require('kam').setup({ settings = { cron = { timeZone = 'Europe/Berlin' } } })]]), t.write('a.kam.yaml', sound))
    editor:attached()
    editor:cmd('KamCron')
    local screen = editor:sees('2 schedules')
    for _, text in ipairs({ 'nightly  0 3 13 * 5', 'note: ', 'Next runs in Europe/Berlin', 'Runs by hour in the week of ', '00 03 06 09 12 15 18 21', 'Mon  ' }) do
      t.contains(screen, text)
    end
    local lines = editor:lines()
    t.equal(editor:lua('return { vim.bo.modifiable, vim.fn.line(".") }'), { false, 1 })
    local runs = 0
    for _, line in ipairs(lines) do
      runs = runs + (line:match('^ %u%l%l %d%d%d%d%-%d%d%-%d%d %d%d:%d%d CES?T  in %w') and 1 or 0)
    end
    t.equal(runs, 6, table.concat(lines, '\n'))
    t.contains(lines, '# is 10 or more')
    editor:type('<Esc>')
    editor:wait('the end', 'return #vim.api.nvim_list_wins() == 1')
    -- That at the cursor comes first.
    editor:type('G')
    editor:cmd('KamCron')
    editor:wait('the other schedule', [[return vim.api.nvim_get_current_line():find('hourly', 1, true)]])
    editor:type('q')
    editor:cmd('%s/\\*/x/')
    editor:cmd('%s/0 3 13/0 3 99/')
    editor:enter('KamCron')
    editor:hears('kam: the spec has no schedule that Kubernetes takes')
  end,

  ['schedules in a split'] = function(t)
    local editor = t.start('-u', t.write('init.lua', [[require('kam').setup({ cron = { window = 'split' } })]]), t.write('a.kam.yaml', sound))
    editor:attached()
    editor:cmd('KamCron')
    editor:sees('Next runs in UTC')
    t.equal(editor:lua([[return vim.api.nvim_win_get_config(0).relative]]), '')
    editor:type('q')
    editor:wait('the end', 'return #vim.api.nvim_list_wins() == 1')
  end,

  ['health'] = function(t)
    t.write('.kam-ls.yaml', '')
    local editor = t.start(t.write('a.kam.yaml', sound))
    editor:attached()
    editor:cmd('checkhealth kam')
    local text = table.concat(editor:lines(), '\n')
    for _, want in ipairs({ 'OK Neovim 0.', '/bin/kam-ls', 'OK version (devel)', 'attached to ', 'a.kam.yaml', 'OK ' .. t.folder .. '/.kam-ls.yaml' }) do
      t.contains(text, want)
    end
    t.equal(text:find('ERROR', 1, true), nil, text)
    t.equal(text:find('WARNING', 1, true), nil, text)
  end,

  ['health without a program'] = function(t)
    local editor = t.start('-u', t.write('init.lua', [[require('kam').setup({ cmd = { 'no-such-program' } })]]))
    editor:cmd('checkhealth kam')
    local text = table.concat(editor:lines(), '\n')
    t.contains(text, "ERROR there is no program 'no-such-program'")
    t.contains(text, 'not running: no spec is open')
  end,

  ['help'] = function(t)
    local editor = t.start()
    editor:cmd('helptags ALL')
    local subjects = { 'kam', 'kam.txt', 'kam-options', 'kam-neovim-versions', ':KamRender', ':KamCron', ':KamFixAll', ':KamRule', ':KamInfo', ':KamRestart' }
    -- Every option has its own.
    local defaults = editor:lua([[return require('kam.options').names()]])
    assert(#defaults > 10, vim.inspect(defaults))
    for _, name in ipairs(defaults) do
      subjects[#subjects + 1] = 'kam.' .. name
    end
    for _, subject in ipairs(subjects) do
      editor:cmd('help ' .. subject)
      t.equal(editor:lua([[return vim.fn.expand('%:t')]]), 'kam.txt', subject)
      t.contains(editor:lua('return vim.api.nvim_get_current_line()'), '*' .. subject .. '*')
    end
  end,

  ['as its README has it installed'] = function(t)
    local blocks = {}
    local plugin = vim.env.HOME .. '/.local/share/nvim/site/pack/kam/start/kam'
    for block in table.concat(vim.fn.readfile(plugin .. '/README.md'), '\n'):gmatch('```lua\n(.-)```') do
      assert(loadstring(block) or loadstring('return ' .. block), block)
      blocks[#blocks + 1] = block
    end
    assert(#blocks > 4, #blocks)
    -- Without the package that the tests install, and with what managers of plugins do.
    local repository = t.folder .. '/repository'
    vim.fn.mkdir(repository .. '/editors', 'p')
    assert(vim.uv.fs_symlink(plugin, repository .. '/editors/neovim'))
    local managers = ([[
      vim.opt.packpath = { vim.env.VIMRUNTIME }
      vim.pack = { add = function(_, given) given.load({ path = '%s' }) end }
      package.loaded['lazy.core.loader'] = {
        packadd = function(folder)
          vim.cmd.source(folder .. '/plugin/kam.lua')
          vim.cmd('augroup filetypedetect | source ' .. folder .. '/ftdetect/kam.lua | augroup END')
        end,
      }
    ]]):format(repository)
    local found = {}
    for _, block in ipairs(blocks) do
      local text
      if block:find('vim.pack.add', 1, true) then
        found.pack, text = true, block
      elseif block:find('lazy.core.loader', 1, true) then
        found.lazy, text = true, ([[
          vim.go.loadplugins = false
          vim.cmd.source(vim.env.VIMRUNTIME .. '/filetype.lua')
          local plugin = %s
          plugin.dir = '%s'
          plugin.config(plugin)
          plugin.build(plugin)
        ]]):format(block, repository)
      elseif block:find('root_markers', 1, true) and t.has('nvim-0.11') == 1 then
        found.alone, text = true, block
      end
      if text then
        local editor = t.start('-u', t.write('init.lua', managers .. text), t.write('a.kam.yaml', 'schedule: 1\n'))
        editor:wait('the findings', [[return #vim.diagnostic.get(0) == 2 and vim.lsp.get_clients()[1].name == 'kam_ls']])
        if not block:find('root_markers', 1, true) then
          editor:cmd('KamInfo')
          editor:sees(t.folder)
          t.contains(editor:lua([[return vim.api.nvim_get_runtime_file('plugin/kam.lua', true)]]), repository)
        end
        editor:stop()
      end
    end
    t.equal(found, { pack = true, lazy = true, alone = t.has('nvim-0.11') == 1 or nil })
  end,

  ['Neovim has a way of its own'] = function(t)
    if t.has('nvim-0.11') == 0 then
      return
    end
    local init = t.write('init.lua', [[vim.lsp.config('kam_ls', { settings = { kam = { cron = { timeZone = 'Asia/Tokyo' } } } })]])
    local editor = t.start('-u', init, t.write('a.kam.yaml', sound))
    editor:attached()
    t.equal(editor:lua([[return vim.lsp.is_enabled('kam_ls')]]), true)
    editor:cmd('KamCron')
    editor:sees('Next runs in Asia/Tokyo')
  end,
}
