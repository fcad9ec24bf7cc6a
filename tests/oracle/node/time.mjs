// Time that passes when it is told to, so that timers of hours cost nothing.

import { mock } from 'node:test';
import { attempt, settle } from './recorder.mjs';

const SECONDS = 5;

/** Hold all timers that are started from here on. */
export function holdTimers() {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
}

/** Let some seconds pass, and what waits for them happen. */
export async function elapse(stage) {
  for (let second = 0; second < SECONDS; second += 1) {
    await attempt(stage, () => mock.timers.tick(1000));
    await settle();
  }
}
