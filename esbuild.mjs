// Bundles the extension host code, the webview code and, on `--tests`, the suite that runs inside
// the extension host. `--watch` prints the begin/end lines that .vscode/tasks.json waits for.
import { context } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";

const watch = process.argv.includes("--watch");
const tests = process.argv.includes("--tests");

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  minify: !watch,
  sourcemap: watch,
  metafile: true,
  logLevel: "silent",
  legalComments: "none",
};

/**
 * What the host code loads on demand (`await import("./mimeNode.ts")`) is a bundle of its own beside
 * it, so that activation reads nothing of it.
 */
/** "../base/errors.ts" as the bundle beside: "./errors.cjs". @param {string} path */
const bundleOf = (path) => path.replace(/^.*\/(\w+)\.ts$/, "./$1.cjs");

const onDemand = {
  name: "on-demand",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    // Errors are told apart by their classes, which all bundles have to share.
    build.onResolve(
      { filter: /\/(?:errors|gitError|gitHubError|heldBack|unlandable)\.ts$/ },
      ({ kind, path }) =>
        kind === "import-statement" ? { path: bundleOf(path), external: true } : undefined,
    );
    build.onResolve({ filter: /\/\w+\.ts$/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: bundleOf(path), external: true } : undefined,
    );
  },
};

/** The other form of it hides its parts from the bundler. */
const alias = { "jsonc-parser": "jsonc-parser/lib/esm/main.js" };

/** @type {import("esbuild").BuildOptions} */
const host = {
  ...common,
  entryPoints: {
    extension: "src/extension.ts",
    backportBoard: "src/commands/backportBoard.ts",
    checkAccess: "src/steps/checkAccess.ts",
    errors: "src/base/errors.ts",
    exportTicket: "src/steps/exportTicket.ts",
    gitError: "src/git/gitError.ts",
    gitHubError: "src/github/gitHubError.ts",
    heldBack: "src/steps/heldBack.ts",
    jsonEdits: "src/steps/jsonEdits.ts",
    gate: "src/embargo/gate.ts",
    landing: "src/steps/landing.ts",
    letters: "src/steps/letters.ts",
    mimeNode: "src/text/mimeNode.ts",
    localChecks: "src/steps/localChecks.ts",
    octokit: "src/github/octokit.ts",
    purgeTicket: "src/steps/purgeTicket.ts",
    reportActivity: "src/steps/reportActivity.ts",
    reportRoster: "src/steps/reportRoster.ts",
    reviewRows: "src/form/reviewRows.ts",
    simpleGit: "src/git/simpleGit.ts",
    unlandable: "src/steps/unlandable.ts",
  },
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  alias,
  supported: { "dynamic-import": false },
  plugins: [onDemand],
};

/** @type {import("esbuild").BuildOptions} */
const webview = {
  ...common,
  entryPoints: {
    ...{ formStyle: "media/form.css", cwe: "media/cwe.json" },
    ...{ review: "media/review.ts", reviewStyle: "media/review.css" },
  },
  loader: { ".json": "copy" },
  outdir: "dist/media",
  platform: "browser",
  target: "es2022",
  format: "iife",
};

/**
 * The form's first paint, what is read after it, and what both have: modules, with names that the
 * page can tell the browser before it has read any of them.
 *
 * @type {import("esbuild").BuildOptions}
 */
const form = {
  ...common,
  entryPoints: { form: "media/form.ts" },
  chunkNames: "[name]",
  outdir: "dist/media",
  platform: "browser",
  target: "es2022",
  format: "esm",
  splitting: true,
};

/** @type {import("esbuild").BuildOptions} */
const hostSuite = {
  ...common,
  minify: false,
  sourcemap: "inline",
  entryPoints: ["test/host/*.ts"],
  outdir: "out/host",
  outExtension: { ".js": ".cjs" },
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode", "mocha"],
  alias,
};

/** Prints what VS Code's problem matcher reads, in the form of its esbuild matcher. */
const problemLines = {
  name: "problem-lines",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onStart(() => console.log("[watch] build started"));
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log("[watch] build finished");
    });
  },
};

/** Leaves out of Unicode's look-alikes what the gate leaves out, too. */
const latinLookAlikes = {
  name: "latin-look-alikes",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /unhomoglyph[/\\]data\.json$/ }, async ({ path }) => {
      const all = Object.entries(JSON.parse(await readFile(path, "utf8")));
      const latin = all.filter(([, like]) => /^[ -~]{1,2}$/.test(String(like)));
      return { contents: JSON.stringify(Object.fromEntries(latin)), loader: "json" };
    });
  },
};

const contexts = await Promise.all(
  [
    ["host", host],
    ["webview", webview],
    ["form", form],
    ...(tests ? [["host-suite", hostSuite]] : []),
  ].map(async ([name, options]) => ({
    name,
    context: await context({
      ...options,
      plugins: [problemLines, latinLookAlikes, ...(options.plugins ?? [])],
    }),
  })),
);

if (watch) {
  await Promise.all(contexts.map(({ context }) => context.watch()));
} else {
  await mkdir("out", { recursive: true });
  for (const { name, context } of contexts) {
    try {
      const { metafile } = await context.rebuild();
      await writeFile(`out/meta-${name}.json`, JSON.stringify(metafile));
    } catch {
      // The problem lines above have said what is wrong.
      process.exitCode = 1;
    } finally {
      await context.dispose();
    }
  }
}
