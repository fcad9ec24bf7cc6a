import assert from "node:assert/strict";
import { test } from "node:test";
import { readTree } from "../src/treeAnswer";

const RANGE = { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } };

test("a tree is read with its places", () => {
  const reader = { label: "Badge", detail: "reads cart", kind: "reader", location: null, children: [] };
  const root = {
    label: "/",
    detail: "",
    kind: "route",
    location: { uri: "file:///a", range: RANGE },
    children: [reader],
  };
  assert.deepEqual(readTree({ uri: "file:///a", roots: [root] }), [
    {
      id: "//#0",
      label: "/",
      detail: "",
      kind: "route",
      place: { uri: "file:///a", ...RANGE },
      children: [
        { id: "//#0/Badge#0", label: "Badge", detail: "reads cart", kind: "reader", place: undefined, children: [] },
      ],
    },
  ]);
});

test("siblings of one name have different ids", () => {
  const card = { label: "Card", detail: "", kind: "component", location: null, children: [] };
  const ids = readTree({ roots: [card, card] })?.map(({ id }) => id);
  assert.equal(new Set(ids).size, 2);
});

test("no tree and answers of another shape are survived", () => {
  assert.equal(readTree(null), undefined);
  assert.equal(readTree({ roots: 3 }), undefined);
  assert.deepEqual(readTree({ roots: [null, {}, { label: 1 }] }), []);
  const [node] = readTree({ roots: [{ label: "x", kind: "new", location: { uri: "file:///a", range: {} } }] }) ?? [];
  assert.equal(node?.kind, "unknown");
  assert.equal(node?.place, undefined);
});
