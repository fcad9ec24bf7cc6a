/** A terminal that shows what one run of a program prints, and nothing else. */

import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, type Pseudoterminal } from "vscode";

export class ProgramTerminal implements Pseudoterminal {
  private readonly writes = new EventEmitter<string>();
  private readonly closes = new EventEmitter<number>();
  private process: ChildProcess | undefined;

  readonly onDidWrite = this.writes.event;
  /** Fires with the status of the program. */
  readonly onDidClose = this.closes.event;

  constructor(
    private readonly command: string,
    private readonly programArguments: readonly string[],
    private readonly folder: string,
  ) {}

  open(): void {
    const environment = { ...process.env, FORCE_COLOR: "1" };
    const started = spawn(this.command, this.programArguments, { cwd: this.folder, env: environment });
    this.process = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => this.writes.fire(text.replaceAll("\n", "\r\n")));
    }
    started.on("error", (error) => this.end(`${error.message}\r\n`, 1));
    started.on("close", (status) => this.end("", status ?? 1));
  }

  close(): void {
    this.process?.kill();
  }

  private end(text: string, status: number): void {
    this.writes.fire(text);
    this.closes.fire(status);
  }
}
