import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import example from './example.config.js';
import options from './options.json' with { type: 'json' };

export default {
  ...example,
  preprocess: vitePreprocess(),
  compilerOptions: { ...options.compilerOptions, ...example.compilerOptions },
  kit: { ...options.kit, ...example.kit, adapter: adapter({ precompress: false }) },
};
