import { writeFileSync } from "node:fs";
import Mocha, { type Runner } from "mocha";
import { countsVariable, failureLine, type Counts } from "./counts.ts";

/** mocha's usual report on the terminal, and the counts in a file for the launcher. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    runner.on("fail", (test, error: unknown) => {
      failures.push(failureLine(test.fullTitle(), error));
    });
    runner.on("end", () => {
      const counts: Counts = {
        passed: this.stats.passes,
        failed: this.stats.failures + this.stats.pending,
        failures,
      };
      const file = process.env[countsVariable];
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    });
  }
}
