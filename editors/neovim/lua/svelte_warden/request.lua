--- Asking the server, in the way of this version of Neovim.

local M = {}

--- Run a command of the server.
---@param client vim.lsp.Client
---@param command string such as `svelte-warden.restart`
---@param arguments any[]
---@param buffer integer
---@param callback? fun(result: any) called with the answer; what goes wrong is told to the user
function M.execute(client, command, arguments, buffer, callback)
  local parameters = { command = command, arguments = arguments }
  local function handle(problem, result)
    if problem then
      vim.notify(('%s: %s'):format(command, problem.message), vim.log.levels.ERROR)
    elseif callback then
      callback(result ~= vim.NIL and result or nil)
    end
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', parameters, handle, buffer)
  else
    client.request('workspace/executeCommand', parameters, handle, buffer)
  end
end

return M
