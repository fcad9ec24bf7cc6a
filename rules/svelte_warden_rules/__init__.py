"""The rules that ship with Svelte Warden."""
