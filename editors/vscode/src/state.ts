/** The life of the server as the user sees it. */

import type { Origin, Program, Search } from "./discovery";

export type ServerState =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting"; readonly program: Program }
  | { readonly kind: "running"; readonly program: Program; readonly version: string }
  | { readonly kind: "failed"; readonly program: Program; readonly reason: string }
  | { readonly kind: "missing"; readonly search: Search };

/** The program that can be run now, for work beside the server. */
export function programOf(state: ServerState): Program | undefined {
  return state.kind === "stopped" || state.kind === "missing" ? undefined : state.program;
}

const ORIGINS: Readonly<Record<Origin, string>> = {
  settings: "named in the settings",
  workspace: "of this workspace",
  PATH: "found on the PATH",
  bundled: "part of the extension",
};

/** What the item shows. */
export interface Shown {
  readonly text: string;
  readonly detail: string;
  readonly severity: "information" | "error";
  readonly busy: boolean;
}

export function describe(state: ServerState): Shown {
  switch (state.kind) {
    case "stopped":
      return { text: "Svelte Warden", detail: "stopped", severity: "information", busy: false };
    case "starting":
      return { text: "Svelte Warden", detail: "starting", severity: "information", busy: true };
    case "running":
      return {
        text: `Svelte Warden ${state.version}`,
        detail: ORIGINS[state.program.origin],
        severity: "information",
        busy: false,
      };
    case "failed":
      return { text: "Svelte Warden", detail: state.reason, severity: "error", busy: false };
    case "missing":
      return { text: "Svelte Warden", detail: "there is no server", severity: "error", busy: false };
  }
}
