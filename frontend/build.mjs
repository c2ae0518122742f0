// Bundles frontend/ into bihuan/common/static/dist/. One tool (esbuild) and one plugin (Sass for Bootstrap's sources).
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { appIcon } from "./field/icon.mjs";
import { ICONS } from "./icons.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const out = path.join(root, "bihuan/common/static/dist");
const modules = path.join(root, "node_modules");
const watch = process.argv.includes("--watch");

const sassPlugin = {
  name: "sass",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, async (args) => {
      const result = await sass.compileAsync(args.path, {
        loadPaths: [modules],
        quietDeps: true,
        // Bootstrap 5.3 is written with @import and the old colour functions; our own partials use neither.
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      });
      return {
        contents: result.css,
        loader: "css",
        watchFiles: result.loadedUrls.map((url) => fileURLToPath(url)),
      };
    });
  },
};

// One sprite of the icons that are used, so that a page asks for one file and templates write only a name.
async function sprite() {
  const symbols = [];
  for (const [name, source] of Object.entries(ICONS)) {
    const own = path.join(here, "icons", `${source}.svg`);
    const file = existsSync(own) ? own : path.join(modules, "bootstrap-icons/icons", `${source}.svg`);
    const svg = await readFile(file, "utf8");
    const box = /viewBox="([^"]+)"/.exec(svg)[1];
    const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>[\s\S]*$/, "").trim();
    symbols.push(`<symbol id="${name}" viewBox="${box}">${body}</symbol>`);
  }
  await writeFile(
    path.join(out, "icons.svg"),
    `<!-- Bootstrap Icons, copyright The Bootstrap Authors, MIT licence. -->\n<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${symbols.join("")}</svg>\n`,
  );
}

// The picture by which a phone shows the application of inspectors, drawn here: no file of pixels is kept.
const APP_ICONS = [192, 512];
async function appIcons() {
  for (const size of APP_ICONS) await writeFile(path.join(out, `field-${size}.png`), appIcon(size));
}

// Old files go only when the new ones stand: a server may be reading them meanwhile.
async function sweep(outputs) {
  const made = ["icons.svg", ...APP_ICONS.map((size) => `field-${size}.png`)];
  const fresh = new Set([...outputs.map((file) => path.resolve(here, file)), ...made.map((file) => path.join(out, file))]);
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !fresh.has(file)) await rm(file);
  }
}

const options = {
  absWorkingDir: here,
  entryPoints: [
    { in: "js/app.js", out: "app" },
    { in: "js/charts.js", out: "charts" },
    { in: "css/app.scss", out: "app" },
    { in: "resident/resident.js", out: "resident" },
    { in: "resident/resident.scss", out: "resident" },
    { in: "field/field.scss", out: "field" },
  ],
  entryNames: "[name]",
  chunkNames: "chunks/[name]-[hash]",
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  legalComments: "linked",
  target: ["chrome87", "edge88", "firefox78", "safari15"],
  plugins: [sassPlugin],
  logLevel: "info",
};

// The page that checks a receipt can be saved as one file, so its script is one piece that asks for no other. What a phone
// keeps to work without signal is in one piece too: a version is there whole or not at all.
const pieces = [
  { in: "js/receipt.js", out: "receipt" }, { in: "field/field.js", out: "field" }, { in: "field/worker.js", out: "field-worker" },
];
const alone = { ...options, entryPoints: pieces, splitting: false, format: "iife" };

await mkdir(out, { recursive: true });
await sprite();
await appIcons();
if (watch) {
  for (const each of [options, alone]) await (await esbuild.context(each)).watch();
} else {
  const outputs = [];
  for (const each of [options, alone]) {
    const { metafile } = await esbuild.build({ ...each, metafile: true });
    outputs.push(...Object.keys(metafile.outputs));
  }
  await sweep(outputs);
}
