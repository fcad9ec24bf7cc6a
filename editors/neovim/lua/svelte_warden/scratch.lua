--- Windows that show text which belongs to no file.

local M = {}

--- Open a window below with some lines in it; `q` closes it.
---@param title string name of the buffer; an older buffer of this name goes
---@param lines string[]
---@param filetype string
---@return integer buffer
function M.open(title, lines, filetype)
  local name = 'svelte-warden://' .. title
  local old = vim.fn.bufnr('^' .. vim.fn.escape(name, '[]*?') .. '$')
  if old ~= -1 then
    vim.api.nvim_buf_delete(old, { force = true })
  end
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(buffer, name)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].modifiable = false
  vim.cmd.split()
  vim.api.nvim_win_set_buf(0, buffer)
  vim.bo[buffer].filetype = filetype
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
  return buffer
end

return M
