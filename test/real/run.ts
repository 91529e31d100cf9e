/**
 * `npm run test:real`: CPython as Debian ships it becomes the sandbox's python/cpython. Each of its
 * security patches becomes a private pull request and goes through the whole landing session, to a
 * public branch that is compared with what `git apply` or `patch -p1` makes of the same patch. Then it
 * is backported by hand to a release branch that lacks the patches before it, and compared with
 * what plain `git cherry-pick` makes.
 */
import { join } from "node:path";
import { HumanError, messageOf } from "../../src/base/errors.ts";
import { isSameProof, type Landing as Landed } from "../../src/ticket/landing.ts";
import { say, whileSaying } from "../launch/say.ts";
import { Landing, type Result } from "./landing.ts";
import { PlainBackports } from "./plainBackports.ts";
import { differences } from "./plainGit.ts";
import { RealWorld } from "./realWorld.ts";
import { securityPatches, type SecurityPatch } from "./securityPatches.ts";
import { debianSource } from "./sourcePackage.ts";

/** Fewer would not be the series that this test is about. */
const EXPECTED_PATCHES = 40;

interface Counts {
  equal: number;
  proven: number;
  accepted: number;
  conflicts: number;
  lifted: number;
  differ: number;
  failed: number;
}

const none = (): Counts => ({
  ...{ equal: 0, proven: 0, accepted: 0, conflicts: 0, lifted: 0, differ: 0, failed: 0 },
});
const landings = none();
const backports = none();

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
    const { repository, tip } = world.main;
    const plain = await PlainBackports.create(repository, tip, join(world.folder, "backports"));
    const before = await world.memberState();
    const landing = new Landing(world);
    for (const [index, patch] of series.entries()) {
      const outcome = await landAndBackport(world, landing, plain, patch);
      console.log(`${String(index + 1).padStart(2)}/${series.length} ${patch.name}: ${outcome}`);
    }
    if ((await world.memberState()) !== before) {
      landings.failed++;
      console.error("The public clone's work tree, index, HEAD or configuration has changed.");
    }
    for (const violation of world.sandbox.violations) {
      landings.failed++;
      console.error(`Not as GitHub describes its API: ${violation}`);
    }
  } finally {
    await world.close();
  }
}

async function landAndBackport(
  world: RealWorld,
  landing: Landing,
  plain: PlainBackports,
  patch: SecurityPatch,
): Promise<string> {
  const mainTip = world.main.tip;
  // Main moves on in any case, since later patches build on this one.
  let merged: string | undefined;
  const merge = async (): Promise<string> => (merged ??= await world.mergeToMain(patch));
  const landed = await attempt(landings, () =>
    // Resolved as git apply or patch did it.
    landing.land(patch, async (path) => world.main.repository.blob(`${await merge()}:${path}`)),
  );
  const commit = await merge();
  if (typeof landed === "string") return landed;
  const forward = await judge(landings, landed, async () => [
    ...(await treeFaults(world, landed.landing, commit)),
    ...(landed.landing.base === mainTip ? [] : ["its parent is not main's newest commit"]),
    ...(await newsFault(world, landed.landing)),
  ]);
  const picked = await plain.pick(commit);
  const backported = await attempt(backports, () =>
    landing.backport(landed.ticket, commit, (path) => Promise.resolve(picked.conflicts.get(path))),
  );
  if (typeof backported === "string") return `${forward}; backport ${backported}`;
  const back = await judge(backports, backported, async () => {
    const tree = await world.publicClone.git(["rev-parse", `${backported.landing.commit}^{tree}`]);
    return [
      ...(tree === picked.tree ? [] : ["not what git cherry-pick makes"]),
      ...(backported.landing.base === plain.tip ? [] : ["its parent is not the branch's newest"]),
    ];
  });
  return `${forward}; backport ${back}`;
}

async function attempt(counts: Counts, work: () => Promise<Result>): Promise<Result | string> {
  try {
    return await work();
  } catch (error) {
    counts.failed++;
    return `FAILED: ${error instanceof HumanError ? `${error.message} ${error.next}` : messageOf(error)}`;
  }
}

async function judge(
  counts: Counts,
  { landing, resolved, lifted }: Result,
  look: () => Promise<readonly string[]>,
): Promise<string> {
  const { route, proof } = landing;
  const { same = [], different = [], onlyPublic = [] } = proof ?? {};
  const files = same.length + different.length + onlyPublic.length;
  if (resolved.length > 0) counts.conflicts++;
  counts.lifted += lifted;
  const faults = await look();
  if (faults.length > 0) {
    counts.differ++;
    return `DIFFERS: ${faults.join(", ")}`;
  }
  counts.equal++;
  const isSame = proof !== undefined && isSameProof(proof);
  if (isSame) counts.proven++;
  else counts.accepted++;
  const how = route?.from === "head" ? ` by its head (${route.because})` : "";
  return [
    `equal, ${files} files beside the news${how}`,
    ...(resolved.length > 0 ? [`${resolved.length} resolved`] : []),
    ...(isSame ? [] : ["difference accepted"]),
    ...(lifted > 0 ? [`${lifted} findings justified`] : []),
  ].join(", ");
}

async function treeFaults(
  world: RealWorld,
  { commit = "", news }: Landed,
  merged: string,
): Promise<readonly string[]> {
  const [ours, theirs] = await Promise.all([
    world.publicClone.files(commit),
    world.main.repository.files(merged),
  ]);
  const isNews = (path: string): boolean =>
    news?.kind === "entry" && (path === news.path || news.replaces.includes(path));
  return differences(ours, theirs)
    .filter((path) => !isNews(path))
    .map((path) => `${path} differs`);
}

async function newsFault(
  world: RealWorld,
  { commit = "", news }: Landed,
): Promise<readonly string[]> {
  if (news?.kind !== "entry") return [];
  const blob = `${commit}:${news.path}`;
  const content = await world.publicClone.run("git", ["cat-file", "blob", blob]);
  return content === news.content ? [] : ["its news entry is not the one given"];
}

try {
  await main();
} catch (error) {
  landings.failed++;
  console.error(messageOf(error));
}
for (const [what, counts] of Object.entries({ landings, backports })) {
  const { equal, proven, accepted, conflicts, lifted, differ, failed } = counts;
  console.log(
    `${what}: ${equal} equal (${proven} proven the same, ${accepted} with an accepted difference), ${conflicts} with conflicts resolved, ${lifted} findings of the gate justified, ${differ} differ, ${failed} failed otherwise.`,
  );
}
const passed = landings.equal + backports.equal;
const failed = landings.differ + landings.failed + backports.differ + backports.failed;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
