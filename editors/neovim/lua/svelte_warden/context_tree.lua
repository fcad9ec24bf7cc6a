--- The context tree: who renders a file, and who sets and reads contexts on the way.

local request = require('svelte_warden.request')
local scratch = require('svelte_warden.scratch')

local M = {}

local MARKS = {
  route = '/',
  mount = '>',
  component = ' ',
  provider = '+',
  reader = '-',
  ['broken-reader'] = '!',
  unknown = '?',
}

---@class svelte_warden.Node
---@field label string
---@field detail string
---@field kind string
---@field location? lsp.Location
---@field children svelte_warden.Node[]

--- Lay a tree out.
---@param nodes svelte_warden.Node[]
---@return string[] lines
---@return (lsp.Location|false)[] places of the lines, false for one that leads nowhere
function M.layout(nodes)
  local lines, places = {}, {}
  local function add(node, depth)
    local detail = node.detail ~= '' and ('  ' .. node.detail) or ''
    table.insert(lines, ('%s%s %s%s'):format(('  '):rep(depth), MARKS[node.kind] or '?', node.label, detail))
    table.insert(places, type(node.location) == 'table' and node.location or false)
    for _, child in ipairs(node.children or {}) do
      add(child, depth + 1)
    end
  end
  for _, node in ipairs(nodes) do
    add(node, 0)
  end
  return lines, places
end

--- Show the tree around the file of a buffer; `<CR>` goes to the place under the cursor.
---@param client vim.lsp.Client
---@param buffer integer
function M.show(client, buffer)
  local uri = vim.uri_from_bufnr(buffer)
  request.execute(client, 'svelte-warden.showContextTree', { uri }, buffer, function(tree)
    local lines, places = M.layout(tree and tree.roots or {})
    if #lines == 0 then
      vim.notify('No component renders this file, and it renders none.', vim.log.levels.INFO)
      return
    end
    local window = vim.api.nvim_get_current_win()
    local tree_buffer = scratch.open('context-tree', lines, 'svelte-warden-tree')
    vim.keymap.set('n', '<CR>', function()
      local place = places[vim.api.nvim_win_get_cursor(0)[1]]
      if place then
        if vim.api.nvim_win_is_valid(window) then
          vim.api.nvim_set_current_win(window)
        end
        M.go_to(place, client.offset_encoding)
      end
    end, { buffer = tree_buffer, desc = 'Go to this component' })
  end)
end

--- Put the cursor on a place in the current window.
---@param place lsp.Location
---@param encoding string of the place's columns
function M.go_to(place, encoding)
  if vim.fn.has('nvim-0.11') == 1 then
    vim.lsp.util.show_document(place, encoding, { focus = true })
  else
    vim.lsp.util.jump_to_location(place, encoding, false)
  end
end

return M
