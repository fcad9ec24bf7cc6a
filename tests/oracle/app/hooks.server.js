// Signs users in, then runs the hooks of the example. Whoever sends the cookie `user` is signed in, and everything that
// the example knows of users, which is listed in options.json, is what the cookie holds.

import { sequence } from '@sveltejs/kit/hooks';
import options from '../options.json';
import * as exported from './example-hooks.server';

export * from './example-hooks.server'; // for modules that import the hooks; what is exported below goes before it

// A copy: asking the module itself for something that it does not export is a warning of the bundler.
const example = { ...exported };

const filled = (members, secret) =>
  members.length ? Object.fromEntries(members.map((member) => [member, secret])) : secret;

const signIn = ({ event, resolve }) => {
  const secret = event.cookies.get('user');
  if (secret) {
    for (const [name, members] of Object.entries(options.locals)) event.locals[name] = filled(members, secret);
  }
  return resolve(event);
};

export const handle = example.handle ? sequence(signIn, example.handle) : signIn;
export const handleFetch = example.handleFetch;
export const init = example.init;

export const handleError = (input) => {
  const { error, event, kind, status } = input;
  const unexpected = kind ? kind === 'unknown' : status >= 500; // SvelteKit 3 says the kind, SvelteKit 2 the status
  const stage = `${event.request.method} ${event.url.pathname}`;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error?.message ?? error);
  const guest = !event.cookies.get('user');
  if (unexpected) console.error(`oracle ${JSON.stringify({ stage, message, guest })}`);
  return example.handleError?.(input);
};
