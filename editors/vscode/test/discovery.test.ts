import assert from "node:assert/strict";
import { test } from "node:test";
import { findServer, type Surroundings } from "../src/discovery";
import type { ServerSettings } from "../src/settings";

const NOTHING_SET: ServerSettings = { path: [], interpreter: [], importStrategy: "fromEnvironment" };
const BUNDLED = "/extension/bundled/svelte-warden/svelte-warden";
const OF_WORKSPACE = "/shop/.venv/bin/svelte-warden";
const ON_PATH = "/usr/bin/svelte-warden";

function surroundings(programs: readonly string[], changes: Partial<Surroundings> = {}): Surroundings {
  return {
    platform: "linux",
    environment: { PATH: "bin:/usr/local/bin:/usr/bin", OPT: "/opt" },
    home: "/home/me",
    workspaceFolders: ["/shop"],
    extensionFolder: "/extension",
    trusted: true,
    isProgram: (path) => programs.includes(path),
    ...changes,
  };
}

function found(settings: Partial<ServerSettings>, around: Surroundings): string | undefined {
  return findServer({ ...NOTHING_SET, ...settings }, around).program?.command;
}

test("the workspace wins over the PATH, and both over the bundled server", () => {
  assert.equal(found({}, surroundings([BUNDLED])), BUNDLED);
  assert.equal(found({}, surroundings([BUNDLED, ON_PATH])), ON_PATH);
  assert.equal(found({}, surroundings([BUNDLED, ON_PATH, OF_WORKSPACE])), OF_WORKSPACE);
});

test("what the settings name wins over everything", () => {
  const around = surroundings([OF_WORKSPACE, "/opt/svelte-warden", "/opt/python"]);
  assert.equal(found({ path: ["/gone", "/opt/svelte-warden"] }, around), "/opt/svelte-warden");
  const { program } = findServer({ ...NOTHING_SET, interpreter: ["/opt/python"] }, around);
  assert.deepEqual(program, { command: "/opt/python", prefix: ["-m", "svelte_warden"], origin: "settings" });
});

test("a named path that is gone leads to the next place", () => {
  assert.equal(found({ path: ["/gone"] }, surroundings([BUNDLED])), BUNDLED);
});

test("useBundled passes the environment over and keeps to what is named", () => {
  const around = surroundings([OF_WORKSPACE, ON_PATH, BUNDLED, "/opt/svelte-warden"]);
  assert.equal(found({ importStrategy: "useBundled" }, around), BUNDLED);
  assert.equal(found({ importStrategy: "useBundled", path: ["/opt/svelte-warden"] }, around), "/opt/svelte-warden");
});

test("a workspace that is not trusted starts nothing but the bundled server", () => {
  const programs = [OF_WORKSPACE, ON_PATH, "/opt/svelte-warden"];
  const settings = { path: ["/opt/svelte-warden"] };
  assert.equal(found(settings, surroundings([...programs, BUNDLED], { trusted: false })), BUNDLED);
  assert.equal(found(settings, surroundings(programs, { trusted: false })), undefined);
});

test("places in settings may be written short", () => {
  const all = ["/home/me/a", "/home/me/b", "/shop/c", "/opt/d", "/shop/tools/e"];
  for (const [written, meant] of [
    ["~/a", "/home/me/a"],
    ["${userHome}/b", "/home/me/b"],
    ["${workspaceFolder}/c", "/shop/c"],
    ["${env:OPT}/d", "/opt/d"],
    ["tools/e", "/shop/tools/e"],
  ] as const) {
    assert.equal(found({ path: [written] }, surroundings(all)), meant);
  }
});

test("a relative entry of the PATH is passed over", () => {
  assert.equal(found({}, surroundings(["bin/svelte-warden"])), undefined);
});

test("a search that found nothing names the places", () => {
  const { tried } = findServer(NOTHING_SET, surroundings([]));
  assert.deepEqual(tried, [
    OF_WORKSPACE,
    "/shop/venv/bin/svelte-warden",
    "/usr/local/bin/svelte-warden",
    ON_PATH,
    BUNDLED,
  ]);
});

test("on Windows programs have an ending", () => {
  const { tried } = findServer(NOTHING_SET, surroundings([], { platform: "win32", environment: {} }));
  assert.ok(tried.every((path) => path.endsWith("svelte-warden.exe")));
  assert.ok(tried[0]?.includes("Scripts"));
});
