-- :checkhealth kam
local version = require('kam.version')

local M = {}

-- The functions have had other names before 0.10, and another place before 0.8.
local health = vim.health or require('health')
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local info = health.info or health.report_info
local warn = health.warn or health.report_warn
local fail = health.error or health.report_error

local function editor()
  start('Neovim')
  if not version.supported() then
    fail(version.refusal())
    return false
  end
  ok('Neovim ' .. version.text())
  for _, feature in ipairs({ { '0.10', 'inlay hints' }, { '0.11', "the option 'completion'" } }) do
    if vim.fn.has('nvim-' .. feature[1]) == 0 then
      info(('%s: not before Neovim %s'):format(feature[2], feature[1]))
    end
  end
  return true
end

local function program()
  start('Program')
  local cmd = require('kam.attach').resolved().cmd
  if type(cmd) ~= 'table' then
    return info('the server is started by a function')
  end
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    return fail(("there is no program '%s'"):format(cmd[1]), {
      'go install github.com/kam-ls/kam-ls/cmd/kam-ls@latest',
      "or name it: require('kam').setup({ cmd = { '/path/to/kam-ls', 'serve' } })",
    })
  end
  ok(path)
  local found = require('kam.program').version(cmd)
  if found then
    ok('version ' .. found)
  else
    warn(("'%s version' says no version: is this kam-ls?"):format(cmd[1]))
  end
end

local function server()
  start('Server')
  local client_of = require('kam.client')
  local clients = client_of.all()
  if #clients == 0 then
    info('not running: no spec is open')
  end
  for _, client in ipairs(clients) do
    local names = {}
    for buf in pairs(client.attached_buffers) do
      names[#names + 1] = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buf), ':~:.')
    end
    table.sort(names)
    ok(('client %d, root %s, attached to %s'):format(client.id, client.config.root_dir or 'none', table.concat(names, ', ')))
  end
end

local function configuration()
  start('Configuration')
  local project = require('kam.project')
  local uv = vim.uv or vim.loop
  local roots = {}
  for _, client in ipairs(require('kam.client').all()) do
    roots[client.config.root_dir or uv.cwd()] = true
  end
  if not next(roots) then
    roots[uv.cwd()] = true
  end
  for root in pairs(roots) do
    local _, file = project.find(root .. '/-')
    if file then
      ok(file)
    else
      info(('no .kam-ls.yaml for %s: the defaults count'):format(root))
    end
  end
end

function M.check()
  if editor() then
    program()
    server()
    configuration()
  end
end

return M
