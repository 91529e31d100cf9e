import type { BenchWorld } from "./benchWorld.ts";
import { median, time, type Figures } from "./figures.ts";
import { landByHand, landByPlumbing, leaveByHand } from "./handbook.ts";

const ROUNDS = 9;
const HANDBOOK_AT_LEAST = 15;
const PLUMBING_AT_MOST = 1.5;

/** Numbers of public issues that nothing else uses. */
let issue = 200_000;

/** What one landing took from "fetch" to "commit ready", in milliseconds. */
interface Landed {
  readonly total: number;
  /** Of it, until the patch and the project were fetched. */
  readonly fetching: number;
}

/**
 * The fix of the private pull request on a public branch: by the product, by the handbook's
 * commands, and by bare plumbing that proves and checks nothing, in turn.
 */
export async function measureLanding(world: BenchWorld, figures: Figures): Promise<void> {
  const ours: Landed[] = [];
  const byHand: { readonly fetch: number; readonly commands: Map<string, number> }[] = [];
  const plumbing: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    await leaveByHand(world);
    const product = await landOnce(world);
    await world.mergeSomething();
    const { fetch, commands } = await landByHand(world, ++issue);
    const bare = await landByPlumbing(world, ++issue);
    // The first round only warms up.
    if (round === 0) continue;
    ours.push(product);
    byHand.push({ fetch, commands: new Map(Object.entries(commands)) });
    plumbing.push(bare);
  }
  const sums = byHand.map(({ commands }) => [...commands.values()].reduce((a, b) => a + b, 0));
  const [fetch, hand, bare] = [
    median(byHand.map((each) => each.fetch)),
    median(sums),
    median(plumbing),
  ];
  const total = median(ours.map((each) => each.total));
  const fetching = median(ours.map((each) => each.fetching));
  figures.line("the handbook's commands", time(hand));
  for (const name of byHand[0]?.commands.keys() ?? []) {
    figures.line(`  ${name}`, time(median(byHand.map(({ commands }) => commands.get(name) ?? 0))));
  }
  figures.line("git fetch upstream before them", time(fetch));
  figures.line("bare plumbing, all fetched", time(bare));
  figures.line("the landing, from “fetch” to “commit ready”", time(total));
  figures.line("  of it fetching", time(fetching));
  figures.faster("the landing beside fetch and handbook", fetch + hand, total, HANDBOOK_AT_LEAST);
  figures.faster("the same without any fetching", hand, total - fetching, HANDBOOK_AT_LEAST);
  figures.costs(
    "the landing after fetching beside the plumbing",
    bare,
    total - fetching,
    PLUMBING_AT_MOST,
  );
}

/** One landing by the product, after the project has moved on. */
export async function landOnce(world: BenchWorld): Promise<Landed & { readonly blocked: number }> {
  const { product, ticket, storage, publicClone } = world;
  await world.mergeSomething();
  issue += 1;
  const {
    total,
    fetching = 0,
    blocked,
  } = await product.do({
    ...{ kind: "land", ticket, storage, issue, publicClone: publicClone.folder },
  });
  return { total, fetching, blocked };
}

const GROWTH_ROUNDS = 7;

/** The same small patch on a repository ten times larger. */
export async function measureGrowth(
  small: BenchWorld,
  large: BenchWorld,
  figures: Figures,
): Promise<void> {
  const [before, after] = [new Array<number>(), new Array<number>()];
  for (let round = 0; round <= GROWTH_ROUNDS; round++) {
    const [first, second] = [await landOnce(small), await landOnce(large)];
    if (round === 0) continue;
    before.push(first.total);
    after.push(second.total);
  }
  const words = ({ size }: BenchWorld): string => `${size.files} files, ${size.commits} commits`;
  figures.line(`a landing with ${words(small)}`, time(median(before)));
  figures.line(`a landing with ${words(large)}`, time(median(after)));
  figures.line(
    "ten times larger costs",
    `${(median(after) / median(before)).toFixed(2)} times as much`,
  );
}
