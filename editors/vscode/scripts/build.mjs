/** Bundles the extension into dist/extension.js. */

import { build } from "esbuild";

await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  target: "node20", // that of VS Code 1.91
  format: "cjs",
  external: ["vscode"],
  minify: true,
  legalComments: "eof",
  logLevel: "warning",
});
