if vim.g.loaded_kam then
  return
end
vim.g.loaded_kam = true

if vim.fn.has('nvim-0.8') == 0 then
  return require('kam.version').refuse()
end

-- Nothing else is loaded before a YAML or JSON file is, or a command is given.
local filetypes = { 'yaml.kam', 'json.kam', 'yaml', 'json' }

vim.api.nvim_create_autocmd('FileType', {
  group = vim.api.nvim_create_augroup('kam', {}),
  pattern = filetypes,
  desc = 'kam: attach the server to specs and to configurations',
  callback = function(event)
    require('kam.attach').open(event.buf)
  end,
})

-- Loaded late, the plugin finds files that are open already. It looks at them when a
-- setup() that is called behind it has been.
if vim.v.vim_did_enter == 1 then
  vim.schedule(function()
    for _, buf in ipairs(vim.api.nvim_list_bufs()) do
      if vim.api.nvim_buf_is_loaded(buf) then
        require('kam.filetype').detect(buf)
        if vim.tbl_contains(filetypes, vim.bo[buf].filetype) then
          require('kam.attach').open(buf)
        end
      end
    end
  end)
end

local command = vim.api.nvim_create_user_command

command('KamRender', function(given)
  require('kam').render({ once = given.bang or nil })
end, { bang = true, bar = true, desc = 'Show the Kubernetes manifest of the spec; with !, a Job to run once' })

command('KamCron', function()
  require('kam').cron()
end, { bar = true, desc = 'Show what the schedules of the spec say, and their next runs' })

command('KamFixAll', function()
  require('kam').fix_all()
end, { bar = true, desc = 'Apply every fix that is safe' })

command('KamRule', function(given)
  require('kam').rule(given.args ~= '' and given.args or nil)
end, {
  nargs = '?',
  complete = function(lead)
    return require('kam.rule').complete(lead)
  end,
  desc = 'Open the page of a rule, or of the finding at the cursor',
})

command('KamInfo', function()
  require('kam').info()
end, { bar = true, desc = 'Show what there is to know of the server' })

command('KamRestart', function()
  require('kam').restart()
end, { bar = true, desc = 'Start the server anew' })
