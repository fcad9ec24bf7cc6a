--- The commands of a buffer to which the server is attached.

local request = require('svelte_warden.request')

local M = {}

---@param client vim.lsp.Client
---@param buffer integer
function M.define(client, buffer)
  local function command(name, description, run, options)
    options = vim.tbl_extend('force', { desc = description }, options or {})
    vim.api.nvim_buf_create_user_command(buffer, 'LspSvelteWarden' .. name, run, options)
  end

  command('ContextTree', 'Show who renders this file, and who sets and reads contexts', function()
    require('svelte_warden.context_tree').show(client, buffer)
  end)

  command('Explain', 'Show the page of a rule', function(call)
    require('svelte_warden.rules').explain(client, call.fargs[1])
  end, {
    nargs = '?',
    complete = function(lead)
      return vim.tbl_filter(function(name)
        return vim.startswith(name, lead)
      end, require('svelte_warden.rules').names(client))
    end,
  })

  command('Restart', 'Forget everything that was found out and look at all files anew', function()
    request.execute(client, 'svelte-warden.restart', {}, buffer)
  end)

  command('DebugInformation', 'Show what a report of a mistake should hold', function()
    request.execute(client, 'svelte-warden.debugInformation', {}, buffer, function(information)
      require('svelte_warden.scratch').open('debug-information', vim.split(vim.inspect(information), '\n'), 'lua')
    end)
  end)
end

return M
