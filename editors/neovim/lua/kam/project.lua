-- Where a project begins. The server looks for its configuration in the same way.
local uv = vim.uv or vim.loop

local M = {}

local configuration = '.kam-ls.yaml'

--- Whether a path is that of a configuration: .kam-ls.yaml, or one that such may
--- extend, as base.kam-ls.yaml.
function M.is_configuration(path)
  return path:sub(-#configuration) == configuration
end

--- The folder that a file's project begins in and its configuration; nil for none.
--- @return string|nil root
--- @return string|nil configuration
function M.find(path)
  if path:find('^%a[%w+.-]+://') then
    return nil -- no file
  end
  for folder in vim.fs.parents(vim.fs.normalize(path)) do
    local file = folder .. '/' .. configuration
    local stat = uv.fs_stat(file)
    if stat and stat.type == 'file' then
      return folder, file
    end
    if uv.fs_stat(folder .. '/.git') then
      return folder
    end
  end
end

return M
