-- What the server gives, as somebody sees it who writes a spec.
local spec = [[
nightly:
  schedule: "0 3 * * 7"
  containers:
    web:
      image: "nginx:1.27"
      comand: [run]
]]

local sound = [[
schedule: "*/15 9-17 * * 1-5"
containers:
  web:
    image: "nginx:1.27"
]]

--- The row, from 0, and the column that a text begins at in the current buffer.
local function goto_text(editor, text)
  editor:lua([[vim.fn.cursor(1, 1) assert(vim.fn.search('\\V' .. ..., 'cW') > 0, ...)]], text)
end

return {
  ['diagnostics have their rule and its page'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', spec))
    editor:attached(2)
    local found = editor:lua([[
      local list = {}
      for _, d in ipairs(vim.diagnostic.get(0)) do
        list[d.code] = { d.lnum, d.col, d.user_data.lsp.codeDescription.href, d.source }
      end
      return list
    ]])
    local page = 'https://github.com/kam-ls/kam-ls/blob/main/docs/rules/%s.md'
    t.equal(found, {
      ['cron-syntax'] = { 1, 12, page:format('cron-syntax'), 'kam-ls' },
      ['unknown-attribute'] = { 5, 6, page:format('unknown-attribute'), 'kam-ls' },
    })
    editor:cmd('lua vim.diagnostic.config({ virtual_text = true })')
    editor:sees('7 is not a day of week')
  end,

  ['hover says what a value is'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', sound))
    editor:attached()
    goto_text(editor, '9-17')
    editor:cmd('lua vim.lsp.buf.hover()')
    editor:sees('every 15 minutes from 09:00 to 17:45')
  end,

  ['completion is accepted'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', sound .. '    '))
    editor:attached()
    editor:cmd('set completeopt=menuone,noselect')
    editor:type('GAcomm<C-x><C-o>')
    editor:sees('command')
    editor:wait('the menu', [[return vim.fn.pumvisible() == 1]])
    editor:type('<C-n><C-y>')
    editor:wait('the attribute', [[return vim.api.nvim_get_current_line():find('^    command:')]])
    editor:type('<Esc>')
  end,

  ['completion comes as one types, where that is wanted'] = function(t)
    local editor = t.start('-u', t.write('init.lua', [[require('kam').setup({ completion = true })]]), t.write('a.kam.yaml', 'nightly:\n  schedule: "0 3 * * *"\n  containers:\n    web:\n      image: "nginx:1.27"\n      '))
    editor:attached()
    editor:cmd('set completeopt=menuone,noselect')
    if t.has('nvim-0.11') == 1 then
      editor:type('GAenv: {A: "1", B: "$')
      editor:wait('the menu', [[return vim.fn.pumvisible() == 1]])
      editor:type('<C-n><C-y>')
      editor:wait('the variable', [[return vim.api.nvim_get_current_line():find('$(A)', 1, true)]])
      editor:type('<Esc>')
    end
  end,

  ['a code action is applied'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', spec))
    editor:attached(2)
    goto_text(editor, 'comand')
    editor:lua([[vim.lsp.buf.code_action({ apply = true, filter = function(a) return a.title == "Rename 'comand' to 'command'" end })]])
    editor:wait('the fix', [[return vim.fn.search('command: .run.', 'n') > 0]])
    editor:wait('fewer findings', [[return #vim.diagnostic.get(0) == 1]])
  end,

  ['every safe fix is applied, and that there is none is said'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', spec))
    editor:attached(2)
    editor:cmd('KamFixAll')
    editor:hears('kam: 2 edits')
    editor:wait('no findings', [[return #vim.diagnostic.get(0) == 0]])
    t.contains(editor:lines(), 'schedule: "0 3 * * 0"')
    editor:cmd('KamFixAll')
    editor:hears('kam: there is nothing to fix that is safe')
  end,

  ['a schedule is read behind it and above it'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', sound))
    editor:attached()
    editor:type('G')
    local screen = editor:sees('every 15 minutes from 09:00 to 17:45, Monday to Friday; next ')
    t.contains(screen, '"*/15 9-17 * * 1-5" every 15 minutes from 09:00 to 17:45, Monday to Friday')
    -- Both follow an edit.
    editor:type('gg02f*i1,<Esc>')
    editor:cmd([[%s/"[^"]*"/"0 5 * * *"/]])
    editor:sees('at 05:00 every day; next ')
    editor:sees('"0 5 * * *" at 05:00 every day')
  end,

  ['hints and lenses can be turned off'] = function(t)
    local editor = t.start('-u', t.write('init.lua', [[require('kam').setup({ inlay_hints = false, code_lens = false })]]), t.write('a.kam.yaml', sound))
    editor:attached()
    editor:cmd('KamCron') -- what would be shown is there when this is answered
    editor:sees('Next runs in UTC')
    editor:type('q')
    editor:wait('the window to close', [[return #vim.api.nvim_list_wins() == 1]])
    t.equal(editor:screen():find('"*/15 9-17 * * 1-5" every', 1, true), nil)
    t.equal(editor:screen():find('; next', 1, true), nil)
  end,

  ['a lens shows the schedule here'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', sound))
    editor:attached()
    editor:sees('; next ')
    editor:cmd('lua vim.lsp.codelens.run()')
    editor:sees('Runs by hour in the week of')
    t.equal(editor:lua('return _G.said'), {})
  end,

  ['settings, keys and on_attach count'] = function(t)
    local init = t.write('init.lua', [[
      require('kam').setup({
        settings = { rules = { ['cron-syntax'] = 'off' }, cron = { timeZone = 'Europe/Berlin', previewCount = 5 } },
        keymaps = { cron = ',c', fix_all = ',f' },
        on_attach = function(client, buf) vim.b[buf].on_attach = client.name end,
      })
    ]])
    local editor = t.start('-u', init, t.write('a.kam.yaml', spec))
    editor:attached(1)
    editor:wait('the settings', [[local all = vim.diagnostic.get(0) return #all == 1 and all[1].code == 'unknown-attribute']])
    t.equal(editor:lua('return vim.b.on_attach'), 'kam_ls')
    editor:type(',f')
    editor:hears('kam: one edit')
    editor:cmd('%s/7/0/')
    editor:type(',c')
    editor:sees('Next runs in Europe/Berlin')
    editor:type('q')
    -- New options take effect at once.
    editor:cmd([[lua require('kam').setup({ settings = { cron = { timeZone = 'Asia/Tokyo' } } })]])
    editor:attached()
    editor:cmd('KamCron')
    editor:sees('Next runs in Asia/Tokyo')
  end,

  ['the page of a rule is opened'] = function(t)
    local editor = t.start(t.write('a.kam.yaml', spec))
    editor:attached(2)
    editor:lua([[vim.ui.open = function(url) _G.opened = url end]])
    goto_text(editor, 'comand')
    editor:cmd('KamRule')
    t.equal(editor:lua('return _G.opened'), 'https://github.com/kam-ls/kam-ls/blob/main/docs/rules/unknown-attribute.md')
    editor:cmd('KamRule image-tag')
    t.equal(editor:lua('return _G.opened'), 'https://github.com/kam-ls/kam-ls/blob/main/docs/rules/image-tag.md')
    editor:enter('KamRule no-such-rule')
    editor:hears("kam: no rule is named 'no-such-rule'")
    editor:type('gg')
    editor:enter('KamRule')
    editor:hears('kam: nothing is found in this line')
    local all = editor:lua([[return vim.fn.getcompletion('KamRule ', 'cmdline')]])
    t.equal({ all[1], all[2] }, { 'cron-syntax', 'unknown-attribute' }, 'what is found comes first')
    assert(#all > 50 and vim.tbl_contains(all, 'image-tag'), vim.inspect(all))
    t.equal(editor:lua([[return vim.fn.getcompletion('KamRule cron-d', 'cmdline')]]), { 'cron-day-or', 'cron-dst' })
  end,

  ['what there is to know of the server'] = function(t)
    t.write('.kam-ls.yaml', 'failOn: warning\n')
    local editor = t.start('-u', t.write('init.lua', [[require('kam').setup({ settings = { cron = { previewCount = 7 } } })]]), t.write('a.kam.yaml', sound))
    editor:attached()
    editor:cmd('KamInfo')
    local screen = editor:sees('kam-ls (devel), go')
    for _, text in ipairs({ '/kam-ls serve', 'root           ' .. t.folder, t.folder .. '/.kam-ls.yaml', 'a.kam.yaml (yaml.kam)', 'previewCount = 7', 'documents      1 open' }) do
      t.contains(screen, text)
    end
  end,
}
