--- `:checkhealth svelte_warden`

local M = {}

local function check_editor()
  if vim.fn.has('nvim-0.11') == 1 then
    vim.health.ok("Neovim 0.11 or newer: `vim.lsp.enable('svelte_warden')` starts the server")
  elseif vim.fn.has('nvim-0.8') == 1 then
    vim.health.ok('Neovim 0.8 to 0.10: plugin/svelte_warden.lua starts the server')
  else
    vim.health.error('Neovim 0.8 or newer is needed')
  end
end

local function check_program()
  local program = require('svelte_warden.config').cmd[1]
  local path = vim.fn.exepath(program)
  if path == '' then
    vim.health.error(
      ('`%s` is not on the PATH'):format(program),
      { 'install it with Python 3.10 or newer, from a copy of its repository: `pip install ./svelte-warden`' }
    )
    return
  end
  local version = vim.trim(vim.fn.system({ path, '--version' }))
  if vim.v.shell_error == 0 then
    vim.health.ok(('%s at `%s`'):format(version, path))
  else
    vim.health.error(('`%s --version` fails: %s'):format(path, version))
  end
end

local function check_clients()
  local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)({ name = 'svelte_warden' })
  if #clients == 0 then
    vim.health.info('the server is not running; it is started with the first file of a project')
  end
  for _, client in ipairs(clients) do
    local root = client.config.root_dir or 'no folder'
    vim.health.ok(('running in %s, columns in %s'):format(root, client.offset_encoding))
  end
end

function M.check()
  vim.health.start('Svelte Warden')
  check_editor()
  check_program()
  check_clients()
end

return M
