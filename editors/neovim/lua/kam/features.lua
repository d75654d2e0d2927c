-- What is turned on in a buffer that the server is attached to.
local options = require('kam.options')
local version = require('kam.version')

local M = {}

--- Lenses refresh by themselves from 0.12 on.
local function lenses(buf)
  if vim.fn.has('nvim-0.12') == 1 then
    return vim.lsp.codelens.enable(true, { bufnr = buf })
  end
  local function refresh()
    -- Before 0.10 it looks at the current buffer alone.
    if vim.fn.has('nvim-0.10') == 1 then
      vim.lsp.codelens.refresh({ bufnr = buf })
    elseif vim.api.nvim_get_current_buf() == buf then
      vim.lsp.codelens.refresh()
    end
  end
  local group = vim.api.nvim_create_augroup('kam_lenses_' .. buf, {})
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'TextChanged' }, { group = group, [version.buffer] = buf, callback = refresh })
  vim.api.nvim_create_autocmd({ 'LspDetach', 'BufWipeout' }, {
    group = group,
    [version.buffer] = buf,
    callback = function()
      vim.api.nvim_create_augroup('kam_lenses_' .. buf, {})
    end,
  })
  refresh()
end

local actions = { render = 'Manifest', cron = 'Schedules', fix_all = 'Apply safe fixes', rule = 'Page of the rule', info = 'Server' }

function M.enable(client, buf)
  local set = options.get()
  if set.inlay_hints and vim.lsp.inlay_hint and vim.fn.has('nvim-0.10') == 1 then
    vim.lsp.inlay_hint.enable(true, { bufnr = buf })
  end
  if set.code_lens then
    lenses(buf)
  end
  if set.completion and vim.fn.has('nvim-0.11') == 1 then
    vim.lsp.completion.enable(true, client.id, buf, { autotrigger = true })
  end
  for name, keys in pairs(set.keymaps) do
    vim.keymap.set('n', keys, function()
      require('kam')[name]()
    end, { [version.buffer] = buf, desc = 'kam: ' .. actions[name] })
  end
  if set.on_attach then
    set.on_attach(client, buf)
  end
end

return M
