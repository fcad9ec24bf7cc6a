/** The settings that the extension itself reads; all others are the server's, which asks for them. */

import { type ConfigurationChangeEvent, workspace } from "vscode";

/** The section of the settings. It is the client's id too, by which vscode-languageclient finds `trace.server`. */
export const SECTION = "svelteWarden";

export type ImportStrategy = "fromEnvironment" | "useBundled";

/** Where the server is to be looked for. */
export interface ServerSettings {
  /** Paths of `svelte-warden`, as the user wrote them. */
  readonly path: readonly string[];
  /** Paths of a Python, as the user wrote them. */
  readonly interpreter: readonly string[];
  readonly importStrategy: ImportStrategy;
}

export function readServerSettings(): ServerSettings {
  const settings = workspace.getConfiguration(SECTION);
  return {
    path: strings(settings.get("path")),
    interpreter: strings(settings.get("interpreter")),
    importStrategy: settings.get("importStrategy") === "useBundled" ? "useBundled" : "fromEnvironment",
  };
}

/** Whether another server may have to be started after a change of the settings. */
export function concernsServer(change: ConfigurationChangeEvent): boolean {
  return ["path", "interpreter", "importStrategy"].some((name) => change.affectsConfiguration(`${SECTION}.${name}`));
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
