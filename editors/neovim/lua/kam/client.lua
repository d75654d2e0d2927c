-- Clients of Neovim, as each version has them.
local say = require('kam.say')

local M = {}

M.name = 'kam_ls'

-- The functions of clients became methods in 0.11.
local has_methods = vim.fn.has('nvim-0.11') == 1

local function call(client, method, ...)
  if has_methods then
    return client[method](client, ...)
  end
  return client[method](...)
end

--- The clients of the server; with a buffer, those that are attached to it.
function M.all(buf)
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)({ name = M.name, bufnr = buf })
end

--- The client that is attached to a buffer, nil if none is.
function M.of(buf)
  return M.all(buf)[1]
end

function M.stop(client)
  call(client, 'stop', true)
end

--- Requests something of the server.
--- @param done fun(mistake: table|nil, result: any)
--- @return function cancel
function M.request(client, buf, method, params, done)
  local sent, id = call(client, 'request', method, params, function(mistake, result)
    done(mistake, result)
  end, buf)
  if not sent then
    done({ message = 'the server has stopped: see :KamRestart' })
  end
  return function()
    if sent then
      pcall(call, client, 'cancel_request', id)
    end
  end
end

--- Has the server carry out a command for a buffer's document.
--- @return function cancel
function M.execute(client, buf, command, given, done)
  local arguments = { vim.uri_from_bufnr(buf), given }
  return M.request(client, buf, 'workspace/executeCommand', { command = command, arguments = arguments }, done)
end

--- The same for commands of the user: it says what is wrong.
--- @param done fun(result: any)
function M.command(buf, command, given, done)
  local client = M.served(buf)
  if client then
    M.execute(client, buf, command, given, function(mistake, result)
      if mistake then
        return say.error(mistake.message)
      end
      done(result, client)
    end)
  end
end

--- The client of a buffer, or a message.
function M.served(buf)
  local client = M.of(buf)
  if not client then
    say.error('the server is not attached to this buffer: it is no spec, or ' .. (
      vim.api.nvim_buf_get_name(buf) == '' and 'has no name yet' or ':checkhealth kam says why'))
  end
  return client
end

return M
