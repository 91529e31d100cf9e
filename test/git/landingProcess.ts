/** A process that lands a pull request and is killed at a moment; see {@link Kill}. */
import { appendFileSync } from "node:fs";
import { Git, type Outcome, type RunOptions } from "../../src/git/git.ts";
import type { Records } from "../../src/steps/ports.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import { fileRecords, landOn } from "./landingOn.ts";
import { World } from "./world.ts";

/** When the process ends: once it has kept a stage, or while git runs a command. */
export type Kill =
  { readonly kept: string } | { readonly command: string; readonly withGit: boolean };

/** What the process is told, as JSON in its first argument. */
export interface Order {
  readonly root: string;
  readonly pull: PullRequest;
  readonly kill: Kill;
}

class DyingGit extends Git {
  readonly #kill: Kill;

  constructor(world: World, kill: Kill) {
    super({ environment: world.environment });
    this.#kill = kill;
  }

  override attempt(args: readonly string[], options: RunOptions): Promise<Outcome> {
    const running = super.attempt(args, options);
    const kill = this.#kill;
    if ("command" in kill && args.join(" ").startsWith(kill.command)) {
      setTimeout(() => die(kill.withGit), 4);
    }
    return running;
  }
}

function dyingRecords(records: Records, kill: Kill): Records {
  return {
    read: (ref) => records.read(ref),
    update: async (ref, change) => {
      await records.update(ref, change);
      const { landing } = await records.read(ref);
      if ("kept" in kill && landing?.stage === kill.kept) die(false);
    },
  };
}

/** The process leads a group of its own. */
function die(withGit: boolean): void {
  process.kill(withGit ? -process.pid : process.pid, "SIGKILL");
}

const { root, pull, kill } = JSON.parse(process.argv[2] ?? "") as Order;
const world = new World(root);
await landOn(world, pull, {
  git: new DyingGit(world, kill),
  records: dyingRecords(fileRecords(world), kill),
});
appendFileSync(1, "It came to its end.\n");
