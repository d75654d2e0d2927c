-- Which buffers the server is attached to, and with what configuration.
local client_of = require('kam.client')
local filetype = require('kam.filetype')
local options = require('kam.options')
local project = require('kam.project')
local say = require('kam.say')

local M = {}

-- Neovim attaches by itself from 0.11 on; see lsp/kam_ls.lua.
local native = vim.fn.has('nvim-0.11') == 1

local filetypes = { 'yaml.kam', 'json.kam', 'yaml', 'json' }

-- As which language the server knows each buffer.
local languages = {}

-- Clients that are being stopped, which are not used again.
local leaving = {}

-- How often there were new options: clients that have older ones are started anew.
local generation = 0

--- Whether a buffer is for the server: specs and configurations are, and others where
--- a configuration or a setting may make specs of them.
--- @return boolean
--- @return string|nil root
local function serves(buf)
  local path = vim.api.nvim_buf_get_name(buf)
  -- Buffers without a name have all the same URI.
  if path == '' or vim.bo[buf].buftype ~= '' or not vim.tbl_contains(filetypes, vim.bo[buf].filetype) then
    return false
  end
  local root, configuration = project.find(path)
  local files = options.get().settings.files
  local named = configuration ~= nil or type(files) == 'table' and #files > 0
  return named or filetype.is_spec(vim.bo[buf].filetype) or project.is_configuration(path), root
end

local function reuse(client, config)
  return client.name == config.name and client.config.root_dir == config.root_dir and not leaving[client.id]
end

--- What this client can do: what Neovim can, lenses in versions that do not say so,
--- and the pages of rules, which :KamRule opens.
local function capabilities()
  return vim.tbl_deep_extend('force', vim.lsp.protocol.make_client_capabilities(), {
    textDocument = {
      codeLens = { dynamicRegistration = false },
      publishDiagnostics = { codeDescriptionSupport = true },
    },
  }, options.get().capabilities or {})
end

--- The configuration of the client, as vim.lsp.config() takes it.
function M.config()
  local set = options.get()
  local settings = next(set.settings) and set.settings or nil
  local show = function(name)
    return function(command)
      require('kam.' .. name).run(command)
    end
  end
  return {
    name = client_of.name,
    generation = generation,
    cmd = set.cmd,
    filetypes = filetypes,
    settings = settings and { kam = settings },
    capabilities = capabilities(),
    before_init = function(params, config)
      -- The server asks for the settings, but its first findings are to heed them, too.
      params.initializationOptions = (config.settings or {}).kam
      -- Findings are sent by the server. Neovim would ask for those of visible buffers
      -- alone, and 0.12 does not ask again when the configuration changes.
      params.capabilities.textDocument.diagnostic = nil
    end,
    -- What it sent when its buffers were taken from it is not left behind.
    on_exit = function(_, _, id)
      vim.schedule(function()
        vim.diagnostic.reset(vim.lsp.diagnostic.get_namespace(id))
      end)
    end,
    get_language_id = function(buf, language)
      languages[buf] = language
      return language
    end,
    root_dir = function(buf, on_dir)
      local served, root = serves(buf)
      if served then
        on_dir(root)
      end
    end,
    reuse_client = reuse,
    -- What lenses and code actions ask for is shown here.
    commands = { ['kam.cronPreview'] = show('cron'), ['kam.render'] = show('render') },
  }
end

--- The configuration in force, with what the user made of it.
function M.resolved()
  return native and vim.deepcopy(vim.lsp.config[client_of.name]) or M.config()
end

--- Whether the program is there; if not, that is said, once.
local function found(cmd)
  if type(cmd) ~= 'table' or vim.fn.executable(cmd[1]) == 1 then
    return true
  end
  say.once(("there is no program '%s': install it or set 'cmd'; :checkhealth kam says more"):format(cmd[1]))
  return false
end

--- Attaches the server to a buffer, if it is for the server.
local function attach(buf)
  local config = M.resolved()
  if not serves(buf) or not found(config.cmd) then
    return
  end
  local function start(root)
    config.root_dir = root
    vim.api.nvim_buf_call(buf, function()
      vim.lsp.start(config, { bufnr = buf, reuse_client = config.reuse_client })
    end)
  end
  if type(config.root_dir) == 'function' then
    config.root_dir(buf, start)
  else
    start(config.root_dir)
  end
end

--- Detaches the server and reports whether it was attached.
local function detach(buf)
  local client = client_of.of(buf)
  if client then
    vim.lsp.buf_detach_client(buf, client.id)
  end
  return client ~= nil
end

local begun = false

--- What is done once, when the first buffer comes that may be for the server.
local function begin()
  begun = true
  local group = vim.api.nvim_create_augroup('kam_attach', {})
  local function on(event, callback, pattern)
    vim.api.nvim_create_autocmd(event, { group = group, pattern = pattern, callback = callback })
  end
  on('LspAttach', function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= client_of.name then
      return
    elseif client.config.generation ~= generation then
      vim.schedule(M.restart) -- it was still starting when the options changed
    else
      require('kam.features').enable(client, event.buf)
    end
  end)
  -- Before 0.11 nobody else detaches it from what is another language now.
  on('FileType', function(event)
    if languages[event.buf] and not vim.tbl_contains(filetypes, event.match) then
      detach(event.buf)
    end
  end)
  -- The server knows a document by its name, and is told of a new one.
  local renamed = {}
  on('BufFilePre', function(event)
    renamed[event.buf] = detach(event.buf)
  end)
  on('BufFilePost', function(event)
    filetype.detect(event.buf)
    if renamed[event.buf] or filetype.is_spec(vim.bo[event.buf].filetype) then
      attach(event.buf)
    end
    renamed[event.buf] = nil
  end)
  -- What is written may have become a spec, or have a name since.
  on('BufWritePost', function(event)
    filetype.detect(event.buf)
    if filetype.is_spec(vim.bo[event.buf].filetype) and not languages[event.buf] then
      attach(event.buf)
    end
  end)
  -- A new configuration may make specs of what is open.
  on('BufWritePost', function()
    for _, buf in ipairs(vim.api.nvim_list_bufs()) do
      if vim.api.nvim_buf_is_loaded(buf) and not client_of.of(buf) then
        attach(buf)
      end
    end
  end, '*.kam-ls.yaml')
  if native then
    vim.lsp.enable(client_of.name)
  end
end

--- Looks at a buffer whose filetype is one of the server's.
function M.open(buf)
  local first = not begun
  if first then
    begin()
  end
  local changed = languages[buf] and languages[buf] ~= vim.bo[buf].filetype and detach(buf)
  if first or changed or not native then
    attach(buf)
  elseif serves(buf) then
    found(M.resolved().cmd) -- Neovim would say nothing
  end
end

--- Starts the server anew, for all buffers that it is attached to.
function M.restart()
  local buffers = {}
  for _, client in ipairs(client_of.all()) do
    leaving[client.id] = true
    for buf in pairs(client.attached_buffers) do
      buffers[buf] = true
      vim.lsp.buf_detach_client(buf, client.id)
    end
    client_of.stop(client)
  end
  -- One that has died left its buffers behind.
  for buf in pairs(languages) do
    buffers[buf] = true
  end
  local count = 0
  for buf in pairs(buffers) do
    if vim.api.nvim_buf_is_loaded(buf) then
      attach(buf)
      count = count + 1
    end
  end
  if count == 0 then
    say.info('there is nothing to restart: the server is attached to no buffer')
  end
end

--- Takes new options.
function M.reconfigure()
  generation = generation + 1
  if native then
    vim.lsp.config(client_of.name, {}) -- it is put together again
  end
  if #client_of.all() > 0 then
    M.restart()
  end
end

return M
