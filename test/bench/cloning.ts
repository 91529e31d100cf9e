import { rm } from "node:fs/promises";
import { join } from "node:path";
import { say } from "../launch/say.ts";
import { PlainGit } from "../real/plainGit.ts";
import type { BenchWorld } from "./benchWorld.ts";
import { median, time, timed, type Figures } from "./figures.ts";

const ROUNDS = 3;
const AT_LEAST = 60;

/** A working private clone beside `git clone` of the same address, in turn. */
export async function measureCloning(world: BenchWorld, figures: Figures): Promise<void> {
  const [ours, theirs] = [new Array<number>(), new Array<number>()];
  const [target, other] = [join(world.folder, "private", "clone"), join(world.folder, "plain")];
  for (let round = 0; round <= ROUNDS; round++) {
    const { total } = await world.product.do({
      ...{ kind: "clone", ticket: world.ticket, target },
      publicClone: world.publicClone.folder,
    });
    await requireWorking(target);
    await rm(target, { recursive: true });
    // The first round only warms up.
    if (round === 0) continue;
    say(`  round ${round} of ${ROUNDS}`);
    ours.push(total);
    const args = ["clone", "--quiet", world.forkUrl, other];
    theirs.push(await timed(() => new PlainGit(world.folder).git(args, world.credentials)));
    await requireWorking(other);
    await rm(other, { recursive: true });
  }
  figures.line("git clone", `${time(median(theirs))} (${theirs.map(time).join(", ")})`);
  figures.line("Clone Private Fork", `${time(median(ours))} (${ours.map(time).join(", ")})`);
  figures.faster("Clone Private Fork", median(theirs), median(ours), AT_LEAST);
}

async function requireWorking(folder: string): Promise<void> {
  const clone = new PlainGit(folder);
  const status = await clone.git(["status", "--porcelain", "--branch"]);
  if (status !== "## main...origin/main")
    throw new Error(`${folder} is not a clean clone: ${status}`);
}
