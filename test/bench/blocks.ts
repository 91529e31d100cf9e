import type { BenchWorld } from "./benchWorld.ts";
import type { EditorWorld } from "./editorWorld.ts";
import { median, time, type Figures } from "./figures.ts";
import { landOnce } from "./landings.ts";
import { longestBlocksOfRefresh } from "./refreshing.ts";

const ROUNDS = 5;

/** In milliseconds. */
const BLOCK_BELOW = 50;

const MEGABYTES = 1;

/**
 * How long the event loop takes nothing else on: while tickets are read in the real extension host,
 * and while the steps run in a process of their own.
 */
export async function measureBlocks(
  editor: EditorWorld,
  world: BenchWorld,
  figures: Figures,
): Promise<void> {
  // What the product does itself comes every time; a turn of other programs does not.
  const judge = (what: string, blocks: readonly number[]): void => {
    const least = Math.min(...blocks);
    const found = `${time(least)} at best, median ${time(median(blocks))}`;
    figures.below(what, found, `${BLOCK_BELOW} ms at best`, least < BLOCK_BELOW);
  };
  judge("a refresh, in the extension host", await longestBlocksOfRefresh(editor));
  const [landing, gate] = [new Array<number>(), new Array<number>()];
  for (let round = 0; round <= ROUNDS; round++) {
    const landed = (await landOnce(world)).blocked;
    const searched = await world.product.do({
      ...{ kind: "gate", ticket: world.ticket, megabytes: MEGABYTES },
    });
    // The first time loads the code.
    if (round === 0) continue;
    landing.push(landed);
    gate.push(searched.blocked);
  }
  judge("a landing", landing);
  judge(`the gate over a change of ${MEGABYTES} MB`, gate);
}
