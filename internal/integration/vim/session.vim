" A session of Vim with ALE and editors/vim, in a folder that holds specs/, all of
" which are specs, and others/, none of which is. What goes wrong is written to the
" file 'wrong', when all is over. This is Vim's configuration, which comes before
" what is installed.

set nocompatible hidden noswapfile shortmess+=A
filetype plugin indent on
syntax on
let g:ale_linters_ignore = {'yaml': ['yamllint', 'swaglint', 'spectral'], 'json': ['jsonlint', 'jq', 'spectral']}
let g:ale_hover_to_preview = 1
source ../page.vim
let g:kam_ls_settings = {'rules': {'cron-too-often': 'error'}}
let g:coc_filetype_map = {'x': 'y'}

function! s:wait(what, Holds) abort
  let l:start = reltime()
  while !a:Holds()
    if reltimefloat(reltime(l:start)) > 30
      throw a:what . ': not within 30 s'
    endif
    sleep 20m
  endwhile
endfunction

function! s:findings() abort
  return map(copy(getloclist(0)), 'v:val.text')
endfunction

function! s:filetypes() abort
  ALEDisable
  for l:file in glob('specs/*', 0, 1) + glob('specs/.k*', 0, 1)
    execute 'edit' fnameescape(l:file)
    call assert_equal(l:file =~# 'json$' ? 'json.kam' : 'yaml.kam', &filetype, l:file)
    bwipeout
  endfor
  for l:file in glob('others/*', 0, 1)
    execute 'edit' fnameescape(l:file)
    call assert_equal(l:file =~# 'json$' ? 'json' : 'yaml', &filetype, l:file)
    bwipeout
  endfor
  ALEEnable
endfunction

function! s:ale() abort
  edit work.kam.yaml
  call assert_equal('yaml', get(b:, 'current_syntax', ''))
  call s:wait('a finding', {-> match(s:findings(), '7 is not a day of week') >= 0})

  ALEHover
  call s:wait('hover', {-> match(s:preview(), 'schedule') >= 0})
  pclose

  call cursor(1, 19)
  call feedkeys("1\<CR>", 't') " the first action
  ALECodeAction
  call s:wait('the fix', {-> getline(1) ==# 'schedule: "0 3 * * 0"'})
  ALELint " as it does by itself when one types
  call s:wait('no findings', {-> empty(s:findings())})

  setlocal completeopt=menu
  " No key may follow: it would cut the completion short.
  call feedkeys("ggorep\<C-x>\<C-o>", 'tx')
  call assert_match('^replicas', getline(2))
  bwipeout!

  edit kam.json
  call s:wait('a finding in JSON', {-> match(s:findings(), 'expected 5 fields, found 4') >= 0})
  bwipeout
endfunction

function! s:settings() abort
  call assert_equal({'yaml.kam': 'kam-yaml', 'json.kam': 'kam-json', 'x': 'y'}, g:coc_filetype_map)
  edit beat.kam.yaml
  call s:wait('an error', {-> match(map(copy(getloclist(0)), 'v:val.type . v:val.text'), '^E.*every minute') >= 0})
  bwipeout
endfunction

function! s:preview() abort
  for l:window in range(1, winnr('$'))
    if getwinvar(l:window, '&previewwindow')
      return getbufline(winbufnr(l:window), 1, '$')
    endif
  endfor
  return []
endfunction

function! s:run() abort
  for l:test in ['filetypes', 'ale', 'settings']
    try
      call call('s:' . l:test, [])
    catch
      call add(v:errors, l:test . ': ' . v:exception . ' at ' . v:throwpoint)
    endtry
  endfor
  call writefile(v:errors + ['done'], 'wrong')
  qall!
endfunction

autocmd VimEnter * ++once ++nested call s:run()
