-- Neovim 0.11 and newer: `vim.lsp.enable('svelte_warden')` finds lsp/svelte_warden.lua, and nothing is done here.
-- Older ones have no such call: the server is started here, unless `vim.g.svelte_warden` is false.

if vim.fn.has('nvim-0.11') == 1 or vim.g.loaded_svelte_warden then
  return
end
vim.g.loaded_svelte_warden = true

local config = require('svelte_warden.config')

vim.api.nvim_create_autocmd('FileType', {
  desc = 'Start Svelte Warden',
  group = vim.api.nvim_create_augroup('svelte_warden', {}),
  pattern = config.filetypes,
  callback = function(event)
    local path = vim.api.nvim_buf_get_name(event.buf)
    if vim.g.svelte_warden == false or path == '' or vim.bo[event.buf].buftype ~= '' then
      return
    end
    local marker = vim.fs.find(config.root_markers, { path = vim.fs.dirname(path), upward = true })[1]
    vim.lsp.start({
      name = config.name,
      cmd = config.cmd,
      root_dir = marker and vim.fs.dirname(marker),
      settings = config.settings,
      on_attach = config.on_attach,
    })
  end,
})
