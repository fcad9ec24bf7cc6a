"""What the platform, Svelte, SvelteKit and known packages do when the program calls them."""
