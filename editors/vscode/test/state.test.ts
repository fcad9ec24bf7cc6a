import assert from "node:assert/strict";
import { test } from "node:test";
import type { Program } from "../src/discovery";
import { describe, programOf, type ServerState } from "../src/state";

const PROGRAM: Program = { command: "/bin/svelte-warden", prefix: [], origin: "bundled" };
const MISSING: ServerState = { kind: "missing", search: { program: undefined, tried: [] } };

test("only trouble is shown as an error, and only a start as busy", () => {
  assert.equal(describe(MISSING).severity, "error");
  assert.equal(describe({ kind: "failed", program: PROGRAM, reason: "it ended" }).detail, "it ended");
  assert.ok(describe({ kind: "starting", program: PROGRAM }).busy);
  const running = describe({ kind: "running", program: PROGRAM, version: "1.2.3" });
  assert.deepEqual(running, {
    text: "Svelte Warden 1.2.3",
    detail: "part of the extension",
    severity: "information",
    busy: false,
  });
});

test("a program can be run as long as one was found", () => {
  assert.equal(programOf(MISSING), undefined);
  assert.equal(programOf({ kind: "stopped" }), undefined);
  assert.equal(programOf({ kind: "failed", program: PROGRAM, reason: "" }), PROGRAM);
});
