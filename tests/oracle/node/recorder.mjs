// What a run is observed by: errors by whichever way they come out, and what is written to the console.

const report = { errors: [], logs: [] };
let stage = 'start';

/** Say what happens from here on; errors are recorded with it. */
export function enter(name) {
  stage = name;
}

/** Record something that was thrown. */
export function caught(error) {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (!report.errors.some((known) => known.message === message && known.stage === stage && known.stack === stack)) {
    report.errors.push({ stage, message, stack });
  }
}

/** Run an action, record what it throws, and return what it returns. */
export async function attempt(name, action) {
  enter(name);
  try {
    return await action();
  } catch (error) {
    caught(error);
    return undefined;
  }
}

/** Let promise callbacks and what they lead to run. */
export async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Write the report as the only line on standard output, and end the process. */
export function finish() {
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
}

// Nothing is left to do and `finish` was not reached: the program itself broke down.
process.on('beforeExit', () => {
  process.stderr.write(JSON.stringify(report, null, 1));
  process.exit(1);
});
process.on('uncaughtException', caught);
process.on('unhandledRejection', caught);
for (const level of ['log', 'info', 'debug', 'warn', 'error']) {
  console[level] = (...values) => report.logs.push(values.map(String).join(' '));
}
