/** Pages of rules: shown as rendered Markdown, and chosen from a list or by the finding under the cursor. */

import {
  type CancellationToken,
  commands,
  languages,
  type QuickPickItem,
  type TextDocumentContentProvider,
  Uri,
  window,
} from "vscode";
import type { Program } from "./discovery";
import { outputOf } from "./programOutput";
import type { Server } from "./server";
import { programOf } from "./state";

export const PAGE_SCHEME = "svelte-warden-rule";

const SOURCE = "svelte-warden";

/** A rule as `svelte-warden rules --format json` prints it. */
interface Rule {
  readonly name: string;
  readonly summary: string;
  readonly family: string;
}

/** The page of a rule is the document `svelte-warden-rule:NAME.md`. */
export class RulePages implements TextDocumentContentProvider {
  constructor(private readonly server: Server) {}

  async provideTextDocumentContent(uri: Uri, _token: CancellationToken): Promise<string> {
    const program = programOf(this.server.state);
    return program === undefined ? "" : outputOf(program, "explain", nameOf(uri), "--no-color");
  }
}

/** Show the page of a rule; of the one that the user chooses if none is named. */
export async function explainRule(server: Server, named?: unknown): Promise<void> {
  const program = programOf(server.state);
  if (program === undefined) {
    await window.showErrorMessage("Svelte Warden is not running.");
    return;
  }
  const name = typeof named === "string" ? named : await chooseRule(program);
  if (name !== undefined) {
    await commands.executeCommand("markdown.showPreview", Uri.from({ scheme: PAGE_SCHEME, path: `${name}.md` }));
  }
}

/** Let the user choose a rule; those of findings in the cursor's line come first. */
async function chooseRule(program: Program): Promise<string | undefined> {
  const here = rulesUnderCursor();
  const rules = readRules(await outputOf(program, "rules", "--format", "json"));
  const items: QuickPickItem[] = rules.map(({ name, family, summary }) => ({
    label: name,
    description: here.includes(name) ? `${family}, found here` : family,
    detail: summary,
  }));
  items.sort((one, other) => Number(here.includes(other.label)) - Number(here.includes(one.label)));
  const chosen = await window.showQuickPick(items, { title: "Explain a rule", matchOnDetail: true });
  return chosen?.label;
}

/** The rules of the findings in the line of the cursor. */
function rulesUnderCursor(): readonly string[] {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    return [];
  }
  const { line } = editor.selection.active;
  return languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === SOURCE && range.start.line <= line && line <= range.end.line)
    .map(({ code }) => String(typeof code === "object" ? code.value : code));
}

function readRules(output: string): readonly Rule[] {
  const rules: unknown = JSON.parse(output);
  return Array.isArray(rules) ? rules : [];
}

function nameOf(uri: Uri): string {
  return uri.path.replace(/\.md$/, "");
}
