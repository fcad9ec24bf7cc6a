/** The view *Context Tree*: who renders the file in the active editor, and who sets and reads contexts there. */

import {
  type Disposable,
  EventEmitter,
  Range,
  type TextDocument,
  type TextDocumentShowOptions,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Server } from "./server";
import { type NodeKind, readTree, TREE_COMMAND, type TreeNode } from "./treeAnswer";

export const VIEW = "svelteWarden.contextTree";

/** A tree is asked for when nobody has typed for so long, in milliseconds: it jumps about while a name is half there. */
const REST = 400;

const ENDING = /\.(svelte|[cm]?[jt]s)$/;

const ICONS: Readonly<Record<NodeKind, ThemeIcon>> = {
  route: new ThemeIcon("globe"),
  mount: new ThemeIcon("rocket"),
  component: new ThemeIcon("symbol-class"),
  provider: new ThemeIcon("key", new ThemeColor("charts.green")),
  reader: new ThemeIcon("eye"),
  "broken-reader": new ThemeIcon("error", new ThemeColor("list.errorForeground")),
  unknown: new ThemeIcon("question"),
};

export class ContextTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly view: TreeView<TreeNode>;
  private readonly subscriptions: Disposable[];
  private roots: readonly TreeNode[] = [];
  private document: TextDocument | undefined;
  private timer: NodeJS.Timeout | undefined;
  private question = 0;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly server: Server) {
    this.view = window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.view,
      this.changed,
      this.view.onDidChangeVisibility(() => this.refresh()),
      window.onDidChangeActiveTextEditor(() => this.refresh()),
      workspace.onDidChangeTextDocument(() => this.refreshSoon()),
      server.onDidChangeState(() => this.refresh()),
    ];
  }

  /** Ask for the tree of the active editor's file; of the last one if no editor is active. Nothing if nobody looks. */
  async refresh(): Promise<void> {
    clearTimeout(this.timer);
    const active = window.activeTextEditor?.document;
    if (active !== undefined && ENDING.test(active.uri.path)) {
      this.document = active;
    }
    if (!this.view.visible || this.document === undefined) {
      return;
    }
    const question = ++this.question;
    const roots = await this.ask(this.document.uri);
    if (question === this.question) {
      this.roots = roots ?? [];
      this.view.description = workspace.asRelativePath(this.document.uri);
      this.view.message = this.roots.length === 0 ? "No component renders this file, and it renders none." : "";
      this.changed.fire();
    }
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return [...(node?.children ?? this.roots)];
  }

  getTreeItem(node: TreeNode): TreeItem {
    const isHere = node.place?.uri === this.document?.uri.toString();
    const item = new TreeItem({ label: node.label, highlights: isHere ? [[0, node.label.length]] : [] });
    item.id = node.id;
    item.description = node.detail;
    item.tooltip = node.detail === "" ? node.label : `${node.label}: ${node.detail}`;
    item.iconPath = ICONS[node.kind];
    if (node.children.length > 0) {
      item.collapsibleState = TreeItemCollapsibleState.Expanded;
    }
    if (node.place !== undefined) {
      const { uri, start, end } = node.place;
      const selection = new Range(start.line, start.character, end.line, end.character);
      const options: TextDocumentShowOptions = { selection };
      item.command = { title: "Open", command: "vscode.open", arguments: [Uri.parse(uri), options] };
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), REST);
  }

  private async ask(uri: Uri): Promise<readonly TreeNode[] | undefined> {
    try {
      return readTree(await this.server.execute(TREE_COMMAND, uri.toString()));
    } catch {
      return undefined; // the client has logged why
    }
  }
}
