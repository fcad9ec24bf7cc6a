import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import options from './options.json' with { type: 'json' };

const { compilerOptions, kit } = options;
const plugin = sveltekit({ ...kit, compilerOptions, adapter: adapter({ precompress: false }) });
export default { plugins: [plugin], logLevel: 'warn' };
