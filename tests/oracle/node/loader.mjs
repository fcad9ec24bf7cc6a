// Loads the Svelte files of a project, compiled by the project's own Svelte, without a bundler.
// The variables ORACLE_SIDE (`server` or `browser`) and ORACLE_ASYNC say how.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const server = process.env.ORACLE_SIDE === 'server';
const require = createRequire(path.join(process.cwd(), 'package.json'));
const compiler = require('svelte/compiler');
export const major = Number(compiler.VERSION.split('.')[0]);

const project = pathToFileURL(path.join(process.cwd(), 'package.json')).href;
const ENDINGS = ['', '.ts', '.js', '.svelte.ts', '.svelte.js', '/index.ts', '/index.js'];
const TYPED_SCRIPT = /(<script\b[^>]*\blang=["']ts["'][^>]*>)([\s\S]*?)(?=<\/script>)/g;

/** Find the file that a bundler would take for an import of the project; `undefined` if it is none of the project's. */
function projectFile(specifier, importer) {
  const library = /^[$#]lib(?=\/|$)/;
  if (!library.test(specifier) && !specifier.startsWith('.')) return undefined;
  const base = library.test(specifier)
    ? path.join(process.cwd(), specifier.replace(library, 'src/lib'))
    : path.resolve(path.dirname(fileURLToPath(importer)), specifier);
  const candidates = [...ENDINGS.map((ending) => base + ending), base.replace(/\.js$/, '.ts')];
  return candidates.find((file) => existsSync(file) && statSync(file).isFile());
}

function compileComponent(filename, source) {
  if (major >= 5) return compiler.compile(source, options(filename));
  const untyped = source.replace(TYPED_SCRIPT, (_, tag, script) => tag + stripTypeScriptTypes(script));
  return compiler.compile(untyped, { filename, dev: true, generate: server ? 'ssr' : 'dom' });
}

function options(filename) {
  const experimental = process.env.ORACLE_ASYNC ? { async: true } : {};
  return { filename, dev: true, generate: server ? 'server' : 'client', experimental };
}

registerHooks({
  resolve(specifier, context, next) {
    const file = context.parentURL?.startsWith('file:') && projectFile(specifier, context.parentURL);
    if (file) return { url: pathToFileURL(file).href, shortCircuit: true };
    // What stands beside this file means the project's Svelte too.
    const ours = context.parentURL?.startsWith(import.meta.url.replace(/[^/]*$/, ''));
    return next(specifier, ours && specifier.startsWith('svelte') ? { ...context, parentURL: project } : context);
  },
  load(url, context, next) {
    const file = url.startsWith('file:') ? fileURLToPath(url) : '';
    if (!/\.svelte(\.(js|ts))?$/.test(file)) return next(url, context);
    const source = readFileSync(file, 'utf8');
    const script = file.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
    const { js } = file.endsWith('.svelte') ? compileComponent(file, source) : compiler.compileModule(script, options(file));
    return { format: 'module', source: js.code, shortCircuit: true };
  },
});
