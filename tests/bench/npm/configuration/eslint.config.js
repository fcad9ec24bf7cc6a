import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default [
	...svelte.configs.recommended,
	{ files: ['**/*.ts'], languageOptions: { parser: ts.parser } },
	{ files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } }
];
