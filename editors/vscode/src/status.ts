/** The status item beside the language of an editor: which server is running, or what is wrong. */

import { type Disposable, LanguageStatusSeverity, languages } from "vscode";
import { describe, type ServerState } from "./state";

export class Status implements Disposable {
  private readonly item = languages.createLanguageStatusItem("svelteWarden.status", [
    { language: "svelte" },
    { pattern: "**/*.svelte" },
  ]);

  constructor() {
    this.item.name = "Svelte Warden";
  }

  show(state: ServerState): void {
    const { text, detail, severity, busy } = describe(state);
    this.item.text = text;
    this.item.detail = detail;
    this.item.busy = busy;
    this.item.severity = severity === "error" ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    this.item.command =
      severity === "error"
        ? { title: "Restart", command: "svelteWarden.restart" }
        : { title: "Logs", command: "svelteWarden.showLogs" };
  }

  dispose(): void {
    this.item.dispose();
  }
}
