/**
 * Makes the package that people install: the extension with a server in it that needs no Python.
 *
 *     npm run package -- [--out FILE] [--without-server]
 *
 * The server is built for the platform this runs on, and the package is marked with it. Without a server the package
 * fits every platform and relies on a server that is installed.
 */

import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";

const PYTHON = process.env.PYTHON ?? (process.platform === "win32" ? "python" : "python3");

const { values } = parseArgs({ options: { out: { type: "string" }, "without-server": { type: "boolean" } } });

/** End with the status of a program that fails. */
function run(command, ...programArguments) {
  const { status, error } = spawnSync(command, programArguments, { stdio: "inherit" });
  if (error !== undefined || status !== 0) {
    console.error(`${command} ${programArguments[0]}: ${error?.message ?? `ended with ${status}`}`);
    process.exit(1);
  }
}

const platform = values["without-server"] ? [] : ["--target", `${process.platform}-${process.arch}`];
rmSync("bundled", { recursive: true, force: true });
if (!values["without-server"]) {
  run(PYTHON, "scripts/build_server.py", "bundled/svelte-warden");
}
for (const path of ["LICENSE", "CHANGELOG.md", "server/svelte_warden/engine/svelte-warden.schema.json"]) {
  copyFileSync(`../../${path}`, basename(path));
}
// Images in README.md are those in the package.
const choices = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
const out = values.out === undefined ? [] : ["--out", values.out];
run(process.execPath, "node_modules/@vscode/vsce/vsce", "package", ...choices, ...platform, ...out);
