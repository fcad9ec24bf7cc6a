/** What the search for the server depends on, as it is now. */

import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { workspace } from "vscode";
import type { Surroundings } from "./discovery";

export function currentSurroundings(extensionFolder: string): Surroundings {
  const folders = workspace.workspaceFolders ?? [];
  return {
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    workspaceFolders: folders.filter((folder) => folder.uri.scheme === "file").map((folder) => folder.uri.fsPath),
    extensionFolder,
    trusted: workspace.isTrusted,
    isProgram,
  };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
