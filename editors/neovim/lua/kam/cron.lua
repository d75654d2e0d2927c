-- What the schedules of a spec say, their next runs and their week: :KamCron.
local client_of = require('kam.client')
local options = require('kam.options')
local say = require('kam.say')

local M = {}

local days = { 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun' }

--- A week as a line for each day and a character for each hour, with the number of
--- runs in it: the picture that 'kam-ls cron' draws.
local function draw(week, add)
  local many = false
  add({ 'Runs by hour in the week of ' .. week.start, 'Title' })
  add({ '     00 03 06 09 12 15 18 21', 'Comment' })
  for day, hours in ipairs(week.runs) do
    local pieces = { { days[day] .. '  ' } }
    for _, n in ipairs(hours) do
      many = many or n > 9
      pieces[#pieces + 1] = n == 0 and { '·', 'NonText' } or { n > 9 and '#' or tostring(n), 'Number' }
    end
    add(unpack(pieces))
  end
  if many then
    add({ '     # is 10 or more', 'Comment' })
  end
end

local function describe(schedule, add)
  if schedule.workload ~= '' then
    add({ schedule.workload, 'Title' }, { '  ' .. schedule.schedule, 'String' })
  else
    add({ schedule.schedule, 'String' })
  end
  add({ schedule.description })
  for _, note in ipairs(schedule.notes) do
    add()
    add({ 'note: ', 'WarningMsg' }, { note })
  end
  -- Servers before 'runs' was there say the time alone.
  local runs = schedule.runs or schedule.next
  if #runs > 0 then
    add()
    add({ 'Next runs in ' .. schedule.timeZone, 'Title' })
    for _, run in ipairs(runs) do
      local time, distance = run:match('^(.-), (.*)$')
      add({ time or run }, { distance and '  ' .. distance or '', 'Comment' })
    end
  end
  if type(schedule.week) == 'table' then
    add()
    draw(schedule.week, add)
  end
end

--- The schedule that the cursor is at or behind, from 1.
local function nearest(schedules, row)
  local index = 1
  for i, schedule in ipairs(schedules) do
    if schedule.range.start.line <= row then
      index = i
    end
  end
  return index
end

--- @param index integer|nil the schedule to begin with, from 0; nil for that at the cursor
function M.show(buf, index)
  local row = vim.api.nvim_get_current_buf() == buf and vim.api.nvim_win_get_cursor(0)[1] - 1 or 0
  client_of.command(buf, 'kam.schedules', nil, function(schedules)
    if #schedules == 0 then
      return say.info('the spec has no schedule that Kubernetes takes')
    end
    local chosen = index and index + 1 or nearest(schedules, row)
    local lines, at = {}, 0
    local function add(...)
      local pieces = { ... }
      table.insert(pieces, 1, { ' ' })
      lines[#lines + 1] = pieces
    end
    for i, schedule in ipairs(schedules) do
      if i > 1 then
        add()
      end
      if i == chosen then
        at = #lines
      end
      describe(schedule, add)
    end
    local set = options.get().cron
    local win = require('kam.window').show(lines, { title = #schedules == 1 and 'schedule' or #schedules .. ' schedules', window = set.window, border = set.border, row = at })
    vim.api.nvim_win_call(win, function()
      vim.cmd('normal! zt')
    end)
  end)
end

--- What a lens or a code action of the server asks for.
function M.run(command)
  local uri, index = unpack(command.arguments or {})
  M.show(vim.uri_to_bufnr(uri), index)
end

return M
