/** The extension: its parts, and which command leads to which. */

import { commands, type ExtensionContext, tasks, window, workspace } from "vscode";
import { ContextTree, VIEW } from "./contextTree";
import { showDebugInformation } from "./debugInformation";
import { explainRule, PAGE_SCHEME, RulePages } from "./rules";
import { Server } from "./server";
import { concernsServer } from "./settings";
import type { ServerState } from "./state";
import { Status } from "./status";
import { currentSurroundings } from "./surroundings";
import { CheckTasks, checkWorkspace, TASK_TYPE } from "./tasks";

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("Svelte Warden", { log: true });
  const started = new Server(log, () => currentSurroundings(context.extensionPath));
  server = started;
  const status = new Status();
  const tree = new ContextTree(started);
  const commandTable: Readonly<Record<string, (argument?: unknown) => unknown>> = {
    restart: () => started.restart(),
    showLogs: () => log.show(),
    showContextTree: () => commands.executeCommand(`${VIEW}.focus`),
    refreshContextTree: () => tree.refresh(),
    explainRule: (rule) => explainRule(started, rule),
    checkWorkspace: () => checkWorkspace(started),
    debugInformation: () => showDebugInformation(context, started),
  };
  context.subscriptions.push(
    log,
    status,
    tree,
    started,
    started.onDidChangeState((state) => {
      status.show(state);
      void commands.executeCommand("setContext", "svelteWarden.running", state.kind === "running");
      void offerHelp(state);
    }),
    workspace.onDidChangeConfiguration((change) => concernsServer(change) && started.restart()),
    workspace.onDidGrantWorkspaceTrust(() => started.restart()),
    workspace.registerTextDocumentContentProvider(PAGE_SCHEME, new RulePages(started)),
    tasks.registerTaskProvider(TASK_TYPE, new CheckTasks(started)),
    ...Object.entries(commandTable).map(([name, run]) => commands.registerCommand(`svelteWarden.${name}`, run)),
  );
  await started.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** Tell somebody who has no server how to get one. */
async function offerHelp(state: ServerState): Promise<void> {
  if (state.kind !== "missing") {
    return;
  }
  const help = "How to get one";
  const logs = "Show Logs";
  const text = "Svelte Warden: this build of the extension has no server for your platform, and none was found.";
  const chosen = await window.showErrorMessage(text, help, logs);
  if (chosen === help) {
    await commands.executeCommand("workbench.action.openWalkthrough", "svelte-warden.svelte-warden#start", false);
  } else if (chosen === logs) {
    await commands.executeCommand("svelteWarden.showLogs");
  }
}
