-- What vim.lsp.config('kam_ls') builds on, from Neovim 0.11 on.
return require('kam.attach').config()
