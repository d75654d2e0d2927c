-- The options of setup(): their defaults, and what each takes.
local M = {}

local defaults = {
  cmd = { 'kam-ls', 'serve' },
  settings = {},
  filetypes = true,
  inlay_hints = true,
  code_lens = true,
  completion = false,
  keymaps = {},
  render = { split = 'right', once = false, follow = true },
  cron = { window = 'float' },
}

-- A check says whether it takes a value, and what is expected.

local function a(kind)
  return function(value)
    return type(value) == kind, 'a ' .. kind
  end
end

local function one_of(...)
  local values = { ... }
  return function(value)
    return vim.tbl_contains(values, value), "'" .. table.concat(values, "', '") .. "'"
  end
end

local function command(value)
  local expected = "a list of strings, as { 'kam-ls', 'serve' }"
  if type(value) ~= 'table' or #value == 0 or vim.tbl_count(value) ~= #value then
    return false, expected
  end
  for _, word in ipairs(value) do
    if type(word) ~= 'string' then
      return false, expected
    end
  end
  return true
end

local function settings(value)
  if type(value) == 'table' and value.kam ~= nil then
    return false, "what is in 'kam', without 'kam' around it"
  end
  return type(value) == 'table', 'a table'
end

local function size(value)
  return type(value) == 'number' and value >= 1 and value % 1 == 0, 'a number of columns or lines'
end

local function border(value)
  return type(value) == 'string' or type(value) == 'table', 'a string or a table, as nvim_open_win() takes'
end

-- A table in place of a check is a group of options.
local checks = {
  cmd = command,
  settings = settings,
  filetypes = a('boolean'),
  inlay_hints = a('boolean'),
  code_lens = a('boolean'),
  completion = a('boolean'),
  capabilities = a('table'),
  on_attach = a('function'),
  keymaps = {
    render = a('string'),
    cron = a('string'),
    fix_all = a('string'),
    rule = a('string'),
    info = a('string'),
  },
  render = { split = one_of('above', 'below', 'left', 'right'), size = size, once = a('boolean'), follow = a('boolean') },
  cron = { window = one_of('float', 'split'), border = border },
}

local function quoted(value)
  return type(value) == 'string' and "'" .. value .. "'" or 'a ' .. type(value)
end

--- What is wrong with values, nil if nothing is.
local function mistake(values, group, prefix)
  if type(values) ~= 'table' then
    return ('%s is %s: expected a table'):format(prefix == '' and 'what setup() is called with' or prefix:sub(1, -2), quoted(values))
  end
  local names = vim.tbl_keys(group)
  table.sort(names)
  for name, value in pairs(values) do
    local check = group[name]
    if check == nil then
      return ("unknown option '%s%s': expected '%s'"):format(prefix, name, table.concat(names, "', '"))
    elseif type(check) == 'table' then
      local inner = mistake(value, check, prefix .. name .. '.')
      if inner then
        return inner
      end
    else
      local fine, expected = check(value)
      if not fine then
        return ('%s%s is %s: expected %s'):format(prefix, name, quoted(value), expected)
      end
    end
  end
end

local values = vim.deepcopy(defaults)

--- Takes options, or none of them, and says then what is wrong.
--- @return string|nil
function M.set(given)
  given = given == nil and {} or given
  local wrong = mistake(given, checks, '')
  if wrong then
    return wrong
  end
  values = vim.tbl_deep_extend('force', vim.deepcopy(defaults), given)
end

--- The names of all options, those in groups with their group.
--- @return string[]
function M.names()
  local names = {}
  for name, check in pairs(checks) do
    names[#names + 1] = name
    for inner in pairs(type(check) == 'table' and check or {}) do
      names[#names + 1] = name .. '.' .. inner
    end
  end
  table.sort(names)
  return names
end

--- The options in force.
function M.get()
  return values
end

return M
