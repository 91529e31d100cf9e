import type { Pull, Repository } from "../model.ts";
import type { SandboxState } from "../state.ts";
import { Bedevere } from "./bedevere.ts";
import { Checks } from "./checks.ts";
import { mergePull } from "./merge.ts";
import { pullsOf } from "./pulls.ts";
import { MissIslington } from "./missIslington.ts";

/** Where they are at work. */
const REPOSITORY = "python/cpython";

/**
 * The bots and checks of python/cpython: what they would be told of by webhooks they see when a
 * request comes in. Off unless a scenario or a test turns them on; what was there before stays as it
 * is.
 */
export class ProjectBots {
  readonly #state: SandboxState;
  readonly #bedevere: Bedevere;
  readonly #missIslington: MissIslington;
  readonly #checks: Checks;
  #enabled = false;
  #merger: string | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(state: SandboxState) {
    this.#state = state;
    this.#bedevere = new Bedevere(state);
    this.#missIslington = new MissIslington(state);
    this.#checks = new Checks(state);
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  turn(on: boolean): void {
    const repository = this.#state.repository(REPOSITORY);
    this.#enabled = on && repository !== undefined;
    if (repository === undefined || !on) return;
    this.#bedevere.begin(repository);
    this.#missIslington.begin(repository);
    this.#checks.begin(repository);
  }

  /** Checks of this name fail from now on, or pass again. */
  order(check: string, outcome: "success" | "failure"): void {
    this.#checks.order(check, outcome);
  }

  /** How long miss-islington takes for a backport, and a check for its run, in milliseconds. */
  pace({ backport, checks }: { backport?: number; checks?: number }): void {
    if (backport !== undefined) this.#missIslington.delay = backport;
    if (checks !== undefined) this.#checks.delay = checks;
  }

  /** Lets that person merge whatever is green and labelled, as nobody else is there in a demo. */
  letMerge(by: string): void {
    this.#merger = by;
  }

  /** As a core developer or release manager does on the pull request's page. */
  async merge(number: number, by: string): Promise<Pull> {
    const pull = await mergePull(this.#state, this.#state.mustHave(REPOSITORY), number, by);
    await this.catchUp();
    return pull;
  }

  async catchUp(): Promise<void> {
    this.#running = this.#running.then(() => this.#catchUp());
    await this.#running;
  }

  async #catchUp(): Promise<void> {
    const repository = this.#state.repository(REPOSITORY);
    if (!this.#enabled || repository === undefined) return;
    await this.#missIslington.catchUp(repository);
    await this.#bedevere.catchUp(repository);
    this.#checks.catchUp(repository);
    if (this.#merger !== undefined) await this.#mergeGreen(repository, this.#merger);
  }

  async #mergeGreen(repository: Repository, by: string): Promise<void> {
    for (const { number, state, draft, head, labels } of pullsOf(repository)) {
      const checks = repository.checks.filter(({ commit }) => commit === head.sha);
      const passed = checks.length > 0 && checks.every(({ outcome }) => outcome === "success");
      const isReady = state === "open" && !draft && labels.includes("type-security");
      if (isReady && passed) await mergePull(this.#state, repository, number, by);
    }
  }
}
