// Renders the roots of a project on the server: `node render.mjs ROOT…`, in the project's folder.

import { pathToFileURL } from 'node:url';
import { attempt, finish, settle } from './recorder.mjs';
import { major } from './loader.mjs';
import { elapse, holdTimers } from './time.mjs';

holdTimers();
for (const root of process.argv.slice(2)) {
  const module = await attempt('import', () => import(pathToFileURL(root).href));
  await settle();
  if (!module || !root.endsWith('.svelte')) continue;
  await attempt('render on the server', async () => {
    if (major < 5) return module.default.render();
    const { render } = await import('svelte/server');
    const result = render(module.default);
    return process.env.ORACLE_ASYNC ? await result : result.body;
  });
  await settle();
  await elapse('timer on the server');
}
finish();
