--- How the server is started, for every version of Neovim.

return {
  name = 'svelte_warden',
  cmd = { 'svelte-warden', 'lsp' },
  filetypes = { 'svelte', 'typescript', 'javascript' },
  root_markers = { 'svelte.config.js', 'package.json', '.git' },
  settings = { svelteWarden = vim.empty_dict() },
  on_attach = function(client, buffer)
    require('svelte_warden.commands').define(client, buffer)
  end,
}
