import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Git } from "../../src/git/git.ts";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import { environment, git } from "./git.ts";
import { line, median, milliseconds, ratio, timed } from "./measure.ts";
import { memoryRecords, ticket, type Place } from "./place.ts";

/** A working private clone, with a public clone at hand, beside `git clone` of the same address. */
export async function benchClone(place: Place): Promise<void> {
  const { root, fork, upstream, publicClone } = place;
  const plain = join(root, "plain");
  const target = join(root, "private", "clone");
  const theirs = await timed(() => git(root, "clone", "--quiet", fork, plain));
  await rm(plain, { recursive: true });
  const door = new Git({ environment });
  const ours = await median(
    3,
    async () => {
      const input = { ticket, fork, upstream, branch: "main", target, publicClone };
      const { how } = await clonePrivateFork({ git: door, records: memoryRecords() }, input);
      if (how !== "hard-linked") throw new Error(`It was cloned ${how}`);
    },
    () => rm(target, { recursive: true }),
  );
  line(
    "private clone | git clone",
    milliseconds(ours),
    milliseconds(theirs),
    ratio(theirs / ours, "at least 60x"),
  );
}
