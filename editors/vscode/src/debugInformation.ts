/** What a report of a mistake should hold: versions, where the server was found, and what the server says of itself. */

import { type ExtensionContext, env, version, window, workspace } from "vscode";
import type { Server } from "./server";
import { readServerSettings } from "./settings";

export async function showDebugInformation(context: ExtensionContext, server: Server): Promise<void> {
  const information = {
    extension: context.extension.packageJSON.version,
    editor: `${env.appName} ${version}`,
    platform: `${process.platform} ${process.arch}`,
    remote: env.remoteName ?? "none",
    trusted: workspace.isTrusted,
    settings: readServerSettings(),
    state: server.state,
    server: await serverInformation(server),
  };
  const content = JSON.stringify(information, undefined, 2);
  await window.showTextDocument(await workspace.openTextDocument({ language: "json", content }));
}

async function serverInformation(server: Server): Promise<unknown> {
  try {
    return await server.execute("svelte-warden.debugInformation");
  } catch (error) {
    return String(error);
  }
}
