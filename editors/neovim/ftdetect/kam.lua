if vim.fn.has('nvim-0.8') == 1 then
  require('kam.filetype').register()
end
