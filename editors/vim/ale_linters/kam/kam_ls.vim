" kam-ls in ALE.

" The folder of the configuration, or of the repository, or of the file.
function! ale_linters#kam#kam_ls#GetProjectRoot(buffer) abort
  let l:found = ale#path#FindNearestFile(a:buffer, '.kam-ls.yaml')
  if empty(l:found)
    let l:found = ale#path#FindNearestDirectory(a:buffer, '.git')
    return empty(l:found) ? expand('#' . a:buffer . ':p:h') : fnamemodify(l:found, ':h:h')
  endif
  return fnamemodify(l:found, ':h')
endfunction

call ale#linter#Define('kam', {
\   'name': 'kam_ls',
\   'lsp': 'stdio',
\   'executable': {-> g:kam_ls_program},
\   'command': '%e serve',
\   'language': {buffer -> getbufvar(buffer, '&filetype')},
\   'project_root': function('ale_linters#kam#kam_ls#GetProjectRoot'),
\   'lsp_config': {-> {'kam': g:kam_ls_settings}},
\})
