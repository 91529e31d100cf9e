/**
 * `npm run test:real`: CPython as Debian ships it becomes the sandbox's python/cpython; each of its
 * security patches becomes a private pull request, is landed by the extension's own steps, and the
 * public branch is compared with what `git apply` or `patch -p1` makes of the same patch.
 */
import { HumanError, messageOf } from "../../src/base/errors.ts";
import type { NewsEntry } from "../../src/steps/newsEntry.ts";
import { say, whileSaying } from "../launch/say.ts";
import { Landing, type Landed } from "./landing.ts";
import { differences } from "./plainGit.ts";
import { RealWorld } from "./realWorld.ts";
import { securityPatches, type SecurityPatch } from "./securityPatches.ts";
import { debianSource } from "./sourcePackage.ts";

/** Fewer would not be the series that this test is about. */
const EXPECTED_PATCHES = 40;

const counts = { equal: 0, conflicts: 0, differ: 0, failed: 0 };

async function main(): Promise<void> {
  const { version, isWanted, source, patches } = await debianSource();
  const series = await securityPatches(patches);
  say(`python3.11 ${version}${isWanted ? "" : " (the wanted version is offered no more)"}`);
  say(`${series.length} security patches in debian/patches/series`);
  if (series.length < EXPECTED_PATCHES) throw new Error("Those are too few.");

  const world = await whileSaying("Making the sandbox's CPython of it", () =>
    RealWorld.create(source),
  );
  try {
    const before = await world.memberState();
    const landing = new Landing(world);
    for (const [index, patch] of series.entries()) {
      const outcome = await landAndCompare(world, landing, patch);
      console.log(`${String(index + 1).padStart(2)}/${series.length} ${patch.name}: ${outcome}`);
    }
    if ((await world.memberState()) !== before) {
      counts.failed++;
      console.error("The public clone's work tree, index, HEAD or configuration has changed.");
    }
    for (const violation of world.sandbox.violations) {
      counts.failed++;
      console.error(`Not as GitHub describes its API: ${violation}`);
    }
  } finally {
    await world.close();
  }
}

async function landAndCompare(
  world: RealWorld,
  landing: Landing,
  patch: SecurityPatch,
): Promise<string> {
  const [landed, mainTip] = [await tryToLand(landing, patch), world.main.tip];
  // Main moves on in any case, since later patches build on this one.
  const merged = await world.mergeToMain(patch);
  if (typeof landed === "string") {
    counts.failed++;
    return `did not land: ${landed}`;
  }
  const { applied, news, conflict } = landed;
  if (conflict) counts.conflicts++;
  const [ours, theirs] = await Promise.all([
    world.publicClone.files(applied.commit),
    world.main.repository.files(merged),
  ]);
  const different = differences(withoutNews(ours, news), theirs);
  const faults = [
    ...different.map((path) => `${path} differs`),
    ...(applied.base === mainTip ? [] : ["its parent is not main's newest commit"]),
    ...(await newsFault(world, landed)),
  ];
  if (faults.length > 0) {
    counts.differ++;
    return `DIFFERS: ${faults.join(", ")}`;
  }
  counts.equal++;
  const how = applied.route.from === "patch" ? "" : ` (by its head: ${applied.route.because})`;
  return `equal, ${applied.files.length} files${how}${conflict ? ", after a conflict" : ""}`;
}

/** The landed change, or why there is none. */
async function tryToLand(landing: Landing, patch: SecurityPatch): Promise<Landed | string> {
  try {
    return await landing.land(patch);
  } catch (error) {
    return error instanceof HumanError ? `${error.message} ${error.next}` : messageOf(error);
  }
}

function withoutNews(
  files: ReadonlyMap<string, string>,
  news: NewsEntry | "keep",
): ReadonlyMap<string, string> {
  return new Map([...files].filter(([path]) => news === "keep" || path !== news.path));
}

async function newsFault(world: RealWorld, { applied, news }: Landed): Promise<readonly string[]> {
  if (news === "keep") return [];
  const blob = `${applied.commit}:${news.path}`;
  const content = await world.publicClone.run("git", ["cat-file", "blob", blob]);
  return content === news.content ? [] : ["its news entry is not the one given"];
}

try {
  await main();
} catch (error) {
  counts.failed++;
  console.error(messageOf(error));
}
const { equal, conflicts, differ, failed } = counts;
console.log(
  `${equal} landed equal, ${conflicts} needed a conflict, ${differ} differ, ${failed} failed otherwise.`,
);
console.log(`${equal} passed, ${differ + failed} failed`);
process.exitCode = differ + failed === 0 ? 0 : 1;
