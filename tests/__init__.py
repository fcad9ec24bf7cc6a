"""The tests of Svelte Warden."""
