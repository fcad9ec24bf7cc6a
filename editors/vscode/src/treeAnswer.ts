/**
 * The answer of the server's command `svelte-warden.showContextTree`.
 *
 * It may come from another version of the server, so nothing in it is taken for granted: what has no shape that can be
 * shown is left out.
 */

export const TREE_COMMAND = "svelte-warden.showContextTree";

const KINDS = ["route", "mount", "component", "provider", "reader", "broken-reader", "unknown"] as const;

export type NodeKind = (typeof KINDS)[number];

/** A place in the protocol's terms: lines and UTF-16 columns from 0, the end exclusive. */
export interface Place {
  readonly uri: string;
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface TreeNode {
  /** Differs from that of every other node of the tree, and stays when the tree is asked for again. */
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: NodeKind;
  readonly place: Place | undefined;
  readonly children: readonly TreeNode[];
}

/** Read an answer; undefined if there is no tree. */
export function readTree(answer: unknown): readonly TreeNode[] | undefined {
  return isRecord(answer) && Array.isArray(answer["roots"]) ? readNodes(answer["roots"], "") : undefined;
}

function readNodes(values: readonly unknown[], parent: string): readonly TreeNode[] {
  const seen = new Map<string, number>();
  return values.filter(isRecord).flatMap((value) => {
    const label = value["label"];
    if (typeof label !== "string") {
      return [];
    }
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    const id = `${parent}/${label}#${count}`;
    const detail = value["detail"];
    const children = value["children"];
    return [
      {
        id,
        label,
        detail: typeof detail === "string" ? detail : "",
        kind: KINDS.find((kind) => kind === value["kind"]) ?? "unknown",
        place: readPlace(value["location"]),
        children: Array.isArray(children) ? readNodes(children, id) : [],
      },
    ];
  });
}

function readPlace(value: unknown): Place | undefined {
  if (!isRecord(value) || typeof value["uri"] !== "string" || !isRecord(value["range"])) {
    return undefined;
  }
  const start = readPosition(value["range"]["start"]);
  const end = readPosition(value["range"]["end"]);
  return start && end && { uri: value["uri"], start, end };
}

function readPosition(value: unknown): Position | undefined {
  if (!isRecord(value) || typeof value["line"] !== "number" || typeof value["character"] !== "number") {
    return undefined;
  }
  return { line: value["line"], character: value["character"] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
