/** Starts, stops and restarts the language server; one step after the other, however fast they are asked for. */

import { type Disposable, EventEmitter, type LogOutputChannel } from "vscode";
import { LanguageClient, type LanguageClientOptions, RevealOutputChannelOn, State } from "vscode-languageclient/node";
import { findServer, type Program, type Surroundings } from "./discovery";
import { readServerSettings, SECTION } from "./settings";
import type { ServerState } from "./state";

const ENDINGS = "{svelte,ts,mts,cts,js,mjs,cjs}";

/** Nothing is waited for longer than this when the server is to end, in milliseconds. */
const PATIENCE = 2000;

export class Server implements Disposable {
  private readonly changed = new EventEmitter<ServerState>();
  private client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private current: ServerState = { kind: "stopped" };

  /** Fires with the new state. */
  readonly onDidChangeState = this.changed.event;

  constructor(
    private readonly log: LogOutputChannel,
    private readonly surroundings: () => Surroundings,
  ) {}

  get state(): ServerState {
    return this.current;
  }

  /** Look for a server and start it, in the place of one that is running. */
  restart(): Promise<void> {
    return this.afterwards(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.afterwards(() => this.end());
  }

  /**
   * Run a command of the server.
   *
   * @returns The server's answer; undefined if no server is running.
   * @throws ResponseError if the server refuses.
   */
  async execute(command: string, ...commandArguments: unknown[]): Promise<unknown> {
    if (this.current.kind !== "running") {
      return undefined;
    }
    return this.client?.sendRequest("workspace/executeCommand", { command, arguments: commandArguments });
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  private afterwards(step: () => Promise<void>): Promise<void> {
    const done = this.queue.then(step);
    this.queue = done.catch((error: unknown) => this.log.error(String(error)));
    return done;
  }

  private async begin(): Promise<void> {
    const search = findServer(readServerSettings(), this.surroundings());
    const { program } = search;
    if (program === undefined) {
      this.log.error(`There is no svelte-warden. Looked for it at:\n${search.tried.join("\n")}`);
      this.become({ kind: "missing", search });
      return;
    }
    this.log.info(`Starting ${program.command} (${program.origin})`);
    this.become({ kind: "starting", program });
    const client = this.newClient(program);
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.error(`The server did not start: ${error}`);
      this.become({ kind: "failed", program, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  private newClient(program: Program): LanguageClient {
    const run = { command: program.command, args: [...program.prefix, "lsp"] };
    const client = new LanguageClient(SECTION, "Svelte Warden", { run, debug: run }, this.options());
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) {
        return;
      }
      if (newState === State.Running) {
        this.become({ kind: "running", program, version: client.initializeResult?.serverInfo?.version ?? "unknown" });
      } else if (newState === State.Starting) {
        this.become({ kind: "starting", program });
      } else if (this.current.kind === "running") {
        this.become({ kind: "failed", program, reason: "the server has ended" });
      }
    });
    return client;
  }

  private options(): LanguageClientOptions {
    return {
      // By language, and by pattern in case somebody else gave these files another language.
      documentSelector: [
        ...["svelte", "typescript", "javascript"].map((language) => ({ scheme: "file", language })),
        { scheme: "file", pattern: `**/*.${ENDINGS}` },
      ],
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never, // the status item tells of trouble
    };
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      await client.dispose(PATIENCE).catch((error: unknown) => this.log.warn(`The server did not end: ${error}`));
    }
    this.become({ kind: "stopped" });
  }

  private become(state: ServerState): void {
    this.current = state;
    this.changed.fire(state);
  }
}
