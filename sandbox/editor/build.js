// Bundles the page's scripts into sandbox/static/sandbox/built/ (ignored by git) and says how large they are.
// With --watch it builds again at every change.
import { gzipSync } from "node:zlib";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, "..", "static", "sandbox", "built");
const LIMIT_KB = 200;

const options = {
  entryPoints: [join(here, "page.js"), join(here, "editor.js"), join(here, "terminal.js")],
  outdir,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "eof",
  logLevel: "warning",
};

if (process.argv.includes("--watch")) {
  const context = await esbuild.context({ ...options, logLevel: "info" });
  await context.watch();
} else {
  await esbuild.build(options);
  let total = 0;
  for (const name of readdirSync(outdir).filter((file) => file.endsWith(".js")).sort()) {
    const bytes = gzipSync(readFileSync(join(outdir, name)), { level: 9 }).length;
    total += bytes;
    console.log(`${name}  ${(bytes / 1000).toFixed(1)} kB compressed`);
  }
  if (total > LIMIT_KB * 1000) {
    console.error(`The scripts have grown over ${LIMIT_KB} kB compressed (${(total / 1000).toFixed(1)} kB).`);
    process.exit(1);
  }
}
