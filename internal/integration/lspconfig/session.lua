-- A session with the entry for nvim-lspconfig in the runtime path, as that plugin would
-- have it there, configured as its page says.

vim.cmd('filetype plugin on')
dofile('../page.lua')
vim.lsp.config('kam_ls', { settings = { kam = { rules = { ['cron-too-often'] = 'off' } } } })

local function await(what, holds)
  assert(vim.wait(30000, holds, 20), what .. ': not within 30 s')
end

local function findings()
  return vim.tbl_map(function(d) return d.message end, vim.diagnostic.get(0))
end

vim.cmd.edit('work.kam.yaml')
await('a finding', function() return #findings() > 0 end)
assert(findings()[1]:find('7 is not a day of week', 1, true), vim.inspect(findings()))

local client = vim.lsp.get_clients({ bufnr = 0 })[1]
assert(client.name == 'kam_ls', client.name)
assert(vim.fs.basename(client.root_dir) == 'w', client.root_dir)

local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
local hover = client:request_sync('textDocument/hover', params, 30000, 0)
assert(hover.result.contents.value:find('schedule', 1, true), vim.inspect(hover))

vim.cmd.edit('kam.json')
await('a finding in JSON', function() return #findings() > 0 end)

-- It is turned off, and only that.
vim.cmd.edit('beat.kam.yaml')
await('the other finding', function() return #findings() > 0 end)
assert(#findings() == 1 and findings()[1]:find('imag', 1, true), vim.inspect(findings()))

-- It is attached to what is no spec, and silent. The answer to a request comes behind
-- what there would be to say.
vim.cmd.edit('other.yaml')
await('the client', function() return #vim.lsp.get_clients({ bufnr = 0, name = 'kam_ls' }) == 1 end)
local symbols = client:request_sync('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() }, 30000, 0)
assert(vim.tbl_isempty(symbols.result or {}) and #findings() == 0, vim.inspect(findings()))

io.stdout:write('done\n')
vim.cmd('qall!')
