--- Pages of rules.

local scratch = require('svelte_warden.scratch')

local M = {}

--- Run the program that the server was started with; nil if it fails.
---@param client vim.lsp.Client
---@param arguments string[]
---@return string? output
local function run(client, arguments)
  local command = client.config.cmd
  local program = type(command) == 'table' and command[1] or 'svelte-warden'
  local output = vim.fn.system(vim.list_extend({ program }, arguments))
  return vim.v.shell_error == 0 and output or nil
end

--- The names of all rules.
---@param client vim.lsp.Client
---@return string[]
function M.names(client)
  local output = run(client, { 'rules', '--format', 'json' })
  local names = {}
  for _, rule in ipairs(output and vim.json.decode(output) or {}) do
    table.insert(names, rule.name)
  end
  return names
end

--- The rule of a finding in the cursor's line.
---@return string?
function M.under_cursor()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  for _, finding in ipairs(vim.diagnostic.get(0, { lnum = line })) do
    if finding.source == 'svelte-warden' then
      return tostring(finding.code)
    end
  end
end

--- Show the page of a rule, of the one in the cursor's line if none is named.
---@param client vim.lsp.Client
---@param name? string
function M.explain(client, name)
  name = name or M.under_cursor()
  if not name then
    vim.notify('There is no finding in this line; name a rule.', vim.log.levels.WARN)
    return
  end
  local page = run(client, { 'explain', name, '--no-color' })
  if page then
    scratch.open(name, vim.split(vim.trim(page), '\n'), 'markdown')
  else
    vim.notify(('There is no rule called %s.'):format(name), vim.log.levels.ERROR)
  end
end

return M
