---@brief
---
--- Svelte Warden finds mistakes that show with the second click or the second visitor.
--- It is the second server on a Svelte file, beside `svelte`.
---
--- `vim.lsp.enable('svelte_warden')` starts it; see `:help svelte-warden`.

---@type vim.lsp.Config
return require('svelte_warden.config')
