// Serves what adapter-node built, on a free port that is written to standard output: `node serve.mjs`, in the project's
// folder. Errors that nobody catches are written to standard error and, as no server should, survived.

import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const uncaught = (error) => console.error(`oracle ${JSON.stringify({ stage: 'after the answer', message: String(error) })}`);
process.on('uncaughtException', uncaught);
process.on('unhandledRejection', uncaught);

let handler;
const server = createServer((request, response) => handler(request, response));
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  process.env.ORIGIN = `http://127.0.0.1:${port}`;
  process.env.PROTOCOL_HEADER = 'x-forwarded-proto'; // SvelteKit 3 has no ORIGIN
  ({ handler } = await import(pathToFileURL(path.resolve('build/handler.js')).href));
  process.stdout.write(`${port}\n`);
});
