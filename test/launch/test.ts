// `npm test`: all suites, or those named as arguments, and one line with the sum at the end.
import { HumanError, messageOf } from "../../src/base/errors.ts";
import { buildWithHostSuite } from "./build.ts";
import { failureLine, type Counts } from "./counts.ts";
import { prepareEditor, type Editor } from "./editor.ts";
import { runHostSuite } from "./hostSuite.ts";
import { runMochaSuite } from "./mochaSuite.ts";
import { requireProduct, requireSignIn } from "./product.ts";
import { prepareSurroundings } from "./surroundings.ts";

let prepared: Promise<Editor> | undefined;
const editor = (): Promise<Editor> => (prepared ??= prepareEditor());

const suites: Readonly<Record<string, () => Promise<Counts>>> = {
  unit: () => runMochaSuite("unit"),
  git: () => runMochaSuite("git"),
  sandbox: () => runMochaSuite("sandbox"),
  launch: () => runMochaSuite("launch", 120_000),
  host: async () => {
    await buildWithHostSuite();
    const surroundings = await prepareSurroundings({ bot: "off" });
    try {
      return await runHostSuite(await editor(), surroundings);
    } finally {
      await surroundings.close();
    }
  },
  ui: async () => {
    await editor();
    await requireProduct();
    await requireSignIn();
    return runMochaSuite("ui", 240_000);
  },
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites);
const lines: string[] = [];
const failures: string[] = [];
let passed = 0;
let failed = 0;

for (const name of names) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const counts = await runSuite(name);
  passed += counts.passed;
  failed += counts.failed;
  failures.push(...counts.failures.map((line) => `✘ ${name}: ${line}`));
  const seconds = Math.round((Date.now() - started) / 1000);
  lines.push(
    `${name.padEnd(8)} ${String(counts.passed)} passed, ${String(counts.failed)} failed, ${String(seconds)} s`,
  );
}

// Last, since a log that is cut loses its beginning.
console.log(
  `\n${[...lines, ...failures].join("\n")}\n${String(passed)} passed, ${String(failed)} failed`,
);
process.exit(failed === 0 ? 0 : 1);

/** A suite that could not run, or ran nothing, counts as one failure. */
async function runSuite(name: string): Promise<Counts> {
  const suite = suites[name];
  try {
    if (suite === undefined) throw new Error(`There is no suite "${name}".`);
    const counts = await suite();
    if (counts.passed + counts.failed === 0) throw new Error("It ran no test.");
    return counts;
  } catch (error) {
    const reason =
      error instanceof HumanError ? `${error.message} ${error.next}` : messageOf(error);
    console.log(`✘ The suite "${name}" could not run: ${reason}`);
    return { passed: 0, failed: 1, failures: [failureLine("could not run", reason)] };
  }
}
