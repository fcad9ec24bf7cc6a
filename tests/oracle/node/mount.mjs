// Mounts the roots of a project in jsdom, fires every event somebody listens to, lets time pass, and unmounts:
// `node --conditions=browser mount.mjs ROOT…`, in the project's folder. ORACLE_TOOLS is the package.json jsdom is found from.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { attempt, caught, enter, finish, settle } from './recorder.mjs';
import { elapse, holdTimers } from './time.mjs';

const { JSDOM } = createRequire(process.env.ORACLE_TOOLS)('jsdom');
const OF_NODE = new Set(['console', 'process', 'performance', 'queueMicrotask', 'structuredClone', 'crypto', 'fetch']);
const OF_PAGE = new Set(['Event', 'CustomEvent', 'EventTarget', 'AbortController', 'AbortSignal', 'DOMException',
  'FormData', 'File', 'Blob', 'MessageEvent', 'navigator', 'localStorage', 'sessionStorage']);

const { window } = new JSDOM('<!doctype html><body></body>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
  if (OF_NODE.has(name) || (name in globalThis && !OF_PAGE.has(name))) continue;
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
}
holdTimers();
Object.assign(globalThis, {
  requestAnimationFrame: (callback) => setTimeout(() => callback(performance.now()), 16),
  cancelAnimationFrame: (frame) => clearTimeout(frame),
  matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }),
});
Object.assign(window, { requestAnimationFrame, cancelAnimationFrame, matchMedia });
Element.prototype.animate ??= () => ({ cancel() {}, finished: Promise.resolve(), currentTime: 0 });
window.addEventListener('error', (event) => caught(event.error));

// Svelte delegates most events to the root, so what is listened to is known from the calls alone.
const listened = new Set();
const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function addEventListener(type, ...rest) {
  listened.add(type);
  return listen.call(this, type, ...rest);
};

const { major } = await import('./loader.mjs');
const svelte = await import('svelte');

function mount(component) {
  const target = document.body.appendChild(document.createElement('div'));
  if (major >= 5) {
    const mounted = svelte.mount(component, { target });
    return () => svelte.unmount(mounted);
  }
  const created = new component({ target });
  return () => created.$destroy();
}

async function flush(stage) {
  if (major >= 5) await attempt(stage, () => svelte.flushSync());
  await settle();
}

function eventOf(type) {
  const options = { bubbles: true, cancelable: true };
  return type.startsWith('key') ? new window.KeyboardEvent(type, { ...options, key: 'Enter' }) : new window.Event(type, options);
}

function change(element) {
  if (element.type === 'checkbox') element.checked = !element.checked;
  else if (element.matches('input, textarea')) element.value = '1';
}

async function fireEverything() {
  for (const type of [...listened].filter((name) => name !== 'error')) {
    const elements = [...document.body.querySelectorAll('*')];
    if (type === 'input' || type === 'change') elements.forEach(change);
    for (const target of [...elements, document, window]) {
      enter(`${type} handler`);
      target.dispatchEvent(eventOf(type));
      await flush(`${type} handler`);
    }
  }
}

for (const root of process.argv.slice(2)) {
  const module = await attempt('import', () => import(pathToFileURL(root).href));
  await settle();
  // A module that is a root mounts its components itself, and may throw behind that.
  const unmount = root.endsWith('.svelte') && module && (await attempt('mount', () => mount(module.default)));
  await flush('mount');
  await elapse('timer');
  await fireEverything();
  await elapse('timer');
  await fireEverything(); // of what has come to light meanwhile
  if (unmount) await attempt('unmount', unmount);
  await flush('unmount');
  await elapse('timer after unmount');
}
finish();
