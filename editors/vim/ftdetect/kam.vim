" KAM Job workload specs, and configurations of kam-ls, are YAML or JSON of a kind
" of their own: yaml.kam and json.kam, so that what is for YAML and JSON still holds.
autocmd BufRead,BufNewFile *.kam.yaml,*.kam.yml,kam.yaml,kam.yml,*.kam-ls.yaml set filetype=yaml.kam
autocmd BufRead,BufNewFile *.kam.json,kam.json set filetype=json.kam
autocmd BufRead,BufNewFile *.[yY][aA][mM][lL],*.[yY][mM][lL] if s:marked() | set filetype=yaml.kam | endif

" Whether the first comment says that this is a spec.
function! s:marked() abort
  for l:number in range(1, line('$'))
    let l:line = trim(getline(l:number))
    if l:line =~# '^#'
      return l:line =~# '^#\+\s*kam-ls:\s\+spec\%(\s\|$\)'
    elseif l:line !=# '' && l:line !=# '---' && l:line !~# '^%'
      return 0
    endif
  endfor
  return 0
endfunction
