import { fullNameOf, type Repository } from "../model.ts";
import type { SandboxState } from "../state.ts";
import { pullsOf } from "./pulls.ts";

/** Some of the jobs of CPython's workflow "Tests"; the last waits for the others. */
const JOBS = ["Docs / Docs", "Ubuntu / build and test", "Windows / build and test"];
const GATE = "All required checks pass";

const MINUTE_MS = 60_000;

/** GitHub Actions: each new head of an open pull request is checked for a while. */
export class Checks {
  delay = 20 * MINUTE_MS;
  readonly #state: SandboxState;
  /** When each head's checks began, in milliseconds. */
  readonly #begun = new Map<string, number>();
  readonly #failing = new Set<string>();

  constructor(state: SandboxState) {
    this.#state = state;
  }

  begin(repository: Repository): void {
    for (const { head } of pullsOf(repository)) this.#begun.set(head.sha, -Infinity);
  }

  order(name: string, outcome: "success" | "failure"): void {
    if (outcome === "failure") this.#failing.add(name);
    else this.#failing.delete(name);
    // A job that is run again has another outcome; what has not ended is not concerned.
    for (const [sha, begun] of this.#begun) {
      if (begun === Infinity) this.#begun.set(sha, this.#state.clock.now().getTime() - this.delay);
    }
  }

  catchUp(repository: Repository): void {
    const now = this.#state.clock.now().getTime();
    for (const { head, state } of pullsOf(repository)) {
      if (state !== "open") continue;
      const begun = this.#begun.get(head.sha);
      if (begun === undefined) {
        this.#begun.set(head.sha, now);
        this.#say(repository, head.sha, "pending");
      } else if (begun !== -Infinity && begun !== Infinity && now - begun >= this.delay) {
        this.#begun.set(head.sha, Infinity);
        this.#say(repository, head.sha, "done");
      }
    }
  }

  #say(repository: Repository, commit: string, how: "pending" | "done"): void {
    const failed = JOBS.some((name) => this.#failing.has(name));
    for (const name of [...JOBS, GATE]) {
      const fails = this.#failing.has(name) || (name === GATE && failed);
      const outcome = how === "pending" ? "pending" : fails ? "failure" : "success";
      this.#state.addCheck(fullNameOf(repository), { kind: "run", commit, name, outcome });
    }
  }
}
