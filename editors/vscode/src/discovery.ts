/**
 * Which server is started: the first of
 *
 * 1. `svelteWarden.path`, then `svelteWarden.interpreter`;
 * 2. the virtual environment of a workspace folder;
 * 3. the `PATH`, where `uv tool install` and `pipx` put it;
 * 4. the server that is part of the extension.
 *
 * In a workspace that is not trusted only the last one counts, since the others are named or brought by the workspace.
 * Nothing is ever downloaded.
 */

import * as path from "node:path";
import type { ServerSettings } from "./settings";

export type Origin = "settings" | "workspace" | "PATH" | "bundled";

/** A way to run `svelte-warden`. */
export interface Program {
  readonly command: string;
  /** What stands before the arguments of `svelte-warden`: `-m svelte_warden` for a Python, otherwise nothing. */
  readonly prefix: readonly string[];
  readonly origin: Origin;
}

/** What the search depends on beside the settings. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly workspaceFolders: readonly string[];
  readonly extensionFolder: string;
  readonly trusted: boolean;
  /** Whether a path leads to a file that can be run. */
  isProgram(path: string): boolean;
}

export interface Search {
  readonly program: Program | undefined;
  /** The paths that were looked at, in this order; the last one is that of the program. */
  readonly tried: readonly string[];
}

export function findServer(settings: ServerSettings, surroundings: Surroundings): Search {
  const tried: string[] = [];
  for (const candidate of candidates(settings, surroundings)) {
    tried.push(candidate.command);
    if (surroundings.isProgram(candidate.command)) {
      return { program: candidate, tried };
    }
  }
  return { program: undefined, tried };
}

function* candidates(settings: ServerSettings, surroundings: Surroundings): Generator<Program> {
  const bundled = path.join(surroundings.extensionFolder, "bundled", "svelte-warden", programName(surroundings));
  if (surroundings.trusted) {
    yield* fromSettings(settings, surroundings);
    if (settings.importStrategy === "fromEnvironment") {
      yield* fromWorkspace(surroundings);
      yield* fromPath(surroundings);
    }
  }
  yield { command: bundled, prefix: [], origin: "bundled" };
}

function* fromSettings(settings: ServerSettings, surroundings: Surroundings): Generator<Program> {
  for (const written of settings.path) {
    for (const command of substituted(written, surroundings)) {
      yield { command, prefix: [], origin: "settings" };
    }
  }
  for (const written of settings.interpreter) {
    for (const command of substituted(written, surroundings)) {
      yield { command, prefix: ["-m", "svelte_warden"], origin: "settings" };
    }
  }
}

function* fromWorkspace(surroundings: Surroundings): Generator<Program> {
  const scripts = surroundings.platform === "win32" ? "Scripts" : "bin";
  for (const folder of surroundings.workspaceFolders) {
    for (const environment of [".venv", "venv"]) {
      const command = path.join(folder, environment, scripts, programName(surroundings));
      yield { command, prefix: [], origin: "workspace" };
    }
  }
}

function* fromPath(surroundings: Surroundings): Generator<Program> {
  const separator = surroundings.platform === "win32" ? ";" : ":";
  const folders = (surroundings.environment["PATH"] ?? surroundings.environment["Path"] ?? "").split(separator);
  // A relative entry leads somewhere else in every folder: not a place to start a program from.
  for (const folder of folders.filter((folder) => path.isAbsolute(folder))) {
    yield { command: path.join(folder, programName(surroundings)), prefix: [], origin: "PATH" };
  }
}

/** The paths that a setting stands for: one for each workspace folder if it speaks of them, otherwise one. */
function substituted(written: string, surroundings: Surroundings): readonly string[] {
  const known = written
    .replace(/^~(?=$|[/\\])/, () => surroundings.home)
    .replaceAll("${userHome}", () => surroundings.home)
    .replaceAll(/\$\{env:(\w+)\}/g, (_, name: string) => surroundings.environment[name] ?? "");
  const paths = known.includes("${workspaceFolder}")
    ? surroundings.workspaceFolders.map((folder) => known.replaceAll("${workspaceFolder}", () => folder))
    : [known];
  return paths.flatMap((found) =>
    path.isAbsolute(found) ? [found] : surroundings.workspaceFolders.map((folder) => path.join(folder, found)),
  );
}

function programName(surroundings: Surroundings): string {
  return surroundings.platform === "win32" ? "svelte-warden.exe" : "svelte-warden";
}
