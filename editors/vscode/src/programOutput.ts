/** Runs `svelte-warden` for work beside the server. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Program } from "./discovery";

const run = promisify(execFile);

/** A page of a rule comes at once; what takes longer than this hangs, in milliseconds. */
const PATIENCE = 10_000;

/**
 * What the program prints.
 *
 * @throws Error if it cannot be started or ends with another status than 0.
 */
export async function outputOf(program: Program, ...programArguments: string[]): Promise<string> {
  const { stdout } = await run(program.command, [...program.prefix, ...programArguments], { timeout: PATIENCE });
  return stdout;
}
