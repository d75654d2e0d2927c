" Registers kam-ls with the language clients that there are. For ALE see
" ale_linters/kam, for coc.nvim coc-settings.json.

if exists('g:loaded_kam_ls')
  finish
endif
let g:loaded_kam_ls = 1

" The program, as a name on the path or as a file, and its settings: those of
" .kam-ls.yaml.
let g:kam_ls_program = get(g:, 'kam_ls_program', 'kam-ls')
let g:kam_ls_settings = get(g:, 'kam_ls_settings', {})

" coc.nvim takes the first part of a filetype for the language.
let g:coc_filetype_map = extend({'yaml.kam': 'kam-yaml', 'json.kam': 'kam-json'}, get(g:, 'coc_filetype_map', {}))

augroup kam_ls
  autocmd!
  " vim-lsp
  autocmd User lsp_setup call lsp#register_server({
        \ 'name': 'kam-ls',
        \ 'cmd': {_ -> [g:kam_ls_program, 'serve']},
        \ 'allowlist': ['yaml.kam', 'json.kam'],
        \ 'root_uri': {_ -> lsp#utils#path_to_uri(lsp#utils#find_nearest_parent_file_directory(lsp#utils#get_buffer_path(), ['.kam-ls.yaml', '.git/']))},
        \ 'workspace_config': {'kam': g:kam_ls_settings},
        \ })
  " yegappan/lsp
  autocmd User LspSetup call LspAddServer([#{
        \ name: 'kam-ls',
        \ filetype: ['yaml.kam', 'json.kam'],
        \ path: g:kam_ls_program,
        \ args: ['serve'],
        \ rootSearch: ['.kam-ls.yaml', '.git/'],
        \ workspaceConfig: #{kam: g:kam_ls_settings},
        \ }])
augroup END
