-- Runs the tests of a file in Neovim: each in a Neovim of its own, which is typed into
-- and asked what it shows. Called as 'nvim --clean -l harness.lua FILE [PART OF A NAME]'.

-- How long something may take before it counts as missing, in milliseconds.
local patience = 20000

local Editor = {}
Editor.__index = Editor

--- Ends a Neovim that waits for somebody: what was requested of it fails then.
local function guard(channel)
  local pid = vim.fn.jobpid(channel)
  local timer = vim.uv.new_timer()
  timer:start(4 * patience, 0, function()
    vim.uv.kill(pid, 'sigkill')
  end)
  return timer
end

--- Runs Lua there and returns what it returns.
function Editor:lua(code, ...)
  return self:call('nvim_exec_lua', code, { ... })
end

function Editor:cmd(command)
  self:call('nvim_command', command)
end

--- Starts Neovim as users do: with their configuration and the installed packages.
local function start(args)
  local self = setmetatable({ says = {} }, Editor)
  self.channel = vim.fn.jobstart(vim.list_extend({ vim.v.progpath, '--embed', '--headless', '-n', '-i', 'NONE' }, args or {}), {
    rpc = true,
    on_stderr = function(_, data)
      table.insert(self.says, table.concat(data, '\n'))
    end,
  })
  assert(self.channel > 0, 'Neovim does not start')
  self.guard = guard(self.channel)
  self:lua('vim.o.columns, vim.o.lines, vim.o.more = 200, 40, false')
  -- What is said is kept, whoever shows it.
  self:lua([[
    _G.said = {}
    local notify = vim.notify
    vim.notify = function(text, ...) table.insert(_G.said, text) return notify(text, ...) end
    vim.deprecate = function(name) table.insert(_G.said, 'deprecated: ' .. name) end
  ]])
  return self
end

function Editor:call(...)
  return vim.rpcrequest(self.channel, ...)
end

--- Gives a command as people do: one that says an error is no error of the test.
function Editor:enter(command)
  self:type('<Esc>:' .. command .. '<CR>')
end

--- Types keys, as people do.
function Editor:type(keys)
  self:call('nvim_input', keys)
end

function Editor:edit(path)
  self:cmd('edit ' .. vim.fn.fnameescape(path))
end

--- Waits until Lua there returns something, and returns that.
function Editor:wait(what, code, ...)
  local value
  local args = { ... }
  local came = vim.wait(patience, function()
    if self:call('nvim_get_mode').blocking then
      return false
    end
    value = self:lua(code, unpack(args))
    return value ~= nil and value ~= vim.NIL and value ~= false
  end, 15)
  if not came then
    error(('%s: did not come; said: %s\n%s'):format(what, vim.inspect(self:lua('return _G.said')), self:screen()), 2)
  end
  return value
end

--- Waits until the server is attached to the current buffer and has said what it finds,
--- which is at least so much.
function Editor:attached(findings)
  self:wait('the server', 'return #require("kam.client").all(vim.api.nvim_get_current_buf()) == 1')
  if findings then
    self:wait(findings .. ' findings', 'return #vim.diagnostic.get(0) >= ...', findings)
  end
end

--- What is on the screen, as text.
function Editor:screen()
  return self:lua([[
    vim.cmd('redraw')
    local rows = {}
    for row = 1, vim.o.lines do
      local text = ''
      for column = 1, vim.o.columns do
        text = text .. vim.fn.screenstring(row, column)
      end
      rows[row] = text:gsub('%s+$', '')
    end
    return table.concat(rows, '\n')
  ]])
end

--- Waits until the screen shows a text.
function Editor:sees(text)
  local screen
  local came = vim.wait(patience, function()
    screen = self:screen()
    return screen:find(text, 1, true) ~= nil
  end, 15)
  if not came then
    error(("'%s' is not on the screen:\n%s"):format(text, screen), 2)
  end
  return screen
end

--- Waits until something with this text is said, and forgets all that was.
function Editor:hears(text)
  self:wait("'" .. text .. "'", [[
    for _, message in ipairs(_G.said) do
      if message:find(..., 1, true) then return true end
    end
  ]], text)
  local said = self:lua('local said = _G.said _G.said = {} return said')
  return said
end

--- The lines of a buffer, the current one if none is named.
function Editor:lines(buf)
  return self:call('nvim_buf_get_lines', buf or 0, 0, -1, false)
end

--- Ends Neovim, and holds it to have had no trouble.
function Editor:stop()
  if self.stopped then
    return
  end
  self.stopped = true
  -- An error that nobody has looked for is a failure, too.
  local errors = self:call('nvim_exec2', 'messages', { output = true }).output
  self.guard:stop()
  pcall(vim.rpcnotify, self.channel, 'nvim_command', 'qall!')
  if vim.fn.jobwait({ self.channel }, 5000)[1] == -1 then
    vim.fn.jobstop(self.channel)
    error('Neovim does not quit')
  end
  for _, sign in ipairs({ 'stack traceback', 'E5108', 'deprecated: ', 'Error executing', 'Error in ' }) do
    assert(not errors:find(sign, 1, true), errors)
    assert(not table.concat(self.says):find(sign, 1, true), table.concat(self.says))
  end
end

-- What the tests are called with.
local t = { has = vim.fn.has }

function t.start(...)
  local editor = start({ ... })
  t.editor = editor
  return editor
end

--- Writes a file of the test's folder, with the folders it is in, and returns its path.
function t.write(name, text)
  local path = t.folder .. '/' .. name
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  local file = assert(io.open(path, 'wb'))
  file:write(text)
  file:close()
  return path
end

function t.equal(got, want, what)
  if not vim.deep_equal(got, want) then
    error(('%s: got %s, want %s'):format(what or 'the value', vim.inspect(got), vim.inspect(want)), 2)
  end
end

--- Holds a text, or lines, to have something.
function t.contains(text, want)
  text = type(text) == 'table' and table.concat(text, '\n') or text
  if not tostring(text):find(want, 1, true) then
    error(('%s\nlacks: %s'):format(text, want), 2)
  end
end

local file = _G.arg[1]
local tests = dofile(file)
local names = vim.tbl_filter(function(name)
  return name:find(_G.arg[2] or '', 1, true) ~= nil
end, vim.tbl_keys(tests))
table.sort(names)
local failed = 0
for number, name in ipairs(names) do
  t.folder = ('%s/%s-%d'):format(vim.env.HOME, vim.fs.basename(file):gsub('%.lua$', ''), number)
  vim.fn.mkdir(t.folder .. '/.git', 'p') -- configurations are looked for no further up
  local began = vim.uv.hrtime()
  local fine, mistake = xpcall(tests[name], debug.traceback, t)
  if t.editor then
    if fine then
      fine, mistake = pcall(t.editor.stop, t.editor)
    else
      mistake = mistake .. '\nsaid: ' .. vim.inspect(t.editor.says)
      t.editor.guard:stop()
      pcall(vim.fn.jobstop, t.editor.channel)
    end
    t.editor = nil
  end
  failed = failed + (fine and 0 or 1)
  print(('%s %s (%d ms)%s'):format(fine and 'ok' or 'FAILED', name, (vim.uv.hrtime() - began) / 1e6, fine and '' or '\n' .. tostring(mistake)))
end
print(('%d passed, %d failed'):format(#names - failed, failed))
if failed > 0 or #names == 0 then
  os.exit(1)
end
