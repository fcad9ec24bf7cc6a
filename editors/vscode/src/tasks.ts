/** The task `svelte-warden`: checks the workspace as a run in continuous integration would, in the terminal. */

import {
  CustomExecution,
  Task,
  type TaskProvider,
  TaskRevealKind,
  tasks,
  type WorkspaceFolder,
  window,
  workspace,
} from "vscode";
import type { Program } from "./discovery";
import type { Server } from "./server";
import { programOf } from "./state";
import { ProgramTerminal } from "./terminal";

export const TASK_TYPE = "svelte-warden";

export class CheckTasks implements TaskProvider {
  constructor(private readonly server: Server) {}

  provideTasks(): Task[] {
    const program = programOf(this.server.state);
    return program === undefined ? [] : (workspace.workspaceFolders ?? []).map((folder) => checkTask(program, folder));
  }

  resolveTask(task: Task): Task | undefined {
    const program = programOf(this.server.state);
    const folder = typeof task.scope === "object" ? task.scope : workspace.workspaceFolders?.[0];
    return program && folder && checkTask(program, folder, task);
  }
}

/** Check every folder of the workspace. The files need not be open; what is not saved is not looked at. */
export async function checkWorkspace(server: Server): Promise<void> {
  const program = programOf(server.state);
  if (program === undefined) {
    await window.showErrorMessage("Svelte Warden is not running.");
    return;
  }
  await workspace.saveAll(false);
  for (const folder of workspace.workspaceFolders ?? []) {
    await tasks.executeTask(checkTask(program, folder));
  }
}

function checkTask(program: Program, folder: WorkspaceFolder, as?: Task): Task {
  const run = () => new ProgramTerminal(program.command, [...program.prefix, "check"], folder.uri.fsPath);
  const execution = new CustomExecution(async () => run());
  const definition = as?.definition ?? { type: TASK_TYPE };
  const task = new Task(definition, folder, `check ${folder.name}`, TASK_TYPE, execution);
  // Without a problem matcher: the server lists the findings of the whole workspace already.
  task.presentationOptions = { reveal: TaskRevealKind.Always, clear: true };
  return task;
}
