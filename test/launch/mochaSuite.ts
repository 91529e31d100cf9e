import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asList, asNumber, asRecord } from "../../src/base/shape.ts";
import { Child } from "./child.ts";
import { countsVariable, type Counts } from "./counts.ts";
import { root } from "./folders.ts";

/**
 * Runs all tests below a folder of `test` with mocha in a process of its own.
 *
 * @param timeout of a single test, in milliseconds.
 * @throws when mocha could not run them to the end.
 */
export async function runMochaSuite(folder: string, timeout?: number): Promise<Counts> {
  const temporary = await mkdtemp(join(tmpdir(), "psrt-counts-"));
  const file = join(temporary, "counts.json");
  try {
    const child = new Child(
      process.execPath,
      [
        join(root, "node_modules", "mocha", "bin", "mocha.js"),
        ...["--reporter", join(import.meta.dirname, "countingReporter.ts")],
        ...(timeout === undefined ? [] : ["--timeout", String(timeout)]),
        `test/${folder}/**/*.test.ts`,
      ],
      {
        cwd: root,
        env: { [countsVariable]: file, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
        onLine: (line) => console.log(line),
      },
    );
    const code = await child.exited;
    const counts = await readCounts(file);
    if (counts === undefined || (code !== 0 && counts.failed === 0)) {
      throw new Error(`mocha ended with ${String(code)} before its end.`);
    }
    return counts;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function readCounts(file: string): Promise<Counts | undefined> {
  const text = await readFile(file, "utf8").catch(() => "null");
  const counts = asRecord(JSON.parse(text));
  const passed = asNumber(counts?.["passed"]);
  const failed = asNumber(counts?.["failed"]);
  if (passed === undefined || failed === undefined) return undefined;
  return { passed, failed, failures: asList(counts?.["failures"]).map(String) };
}
