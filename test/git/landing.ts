import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  abortLanding,
  continueLanding,
  startLanding,
  type Aborted,
  type LandingOutcome,
  type LandingPlace,
  type LandingPorts,
  type LandingSlot,
  type LandingWish,
} from "../../src/steps/landing.ts";
import { secretsOf } from "../../src/embargo/secrets.ts";
import type { SecretsOf } from "../../src/steps/gatherSecrets.ts";
import type { LandingQuestions, PrivatePulls } from "../../src/steps/landingPorts.ts";
import type { Landing, LandingNews } from "../../src/ticket/landing.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import type { World } from "./world.ts";

export const news = {
  kind: "entry",
  path: "Misc/NEWS.d/next/Security/2026-11-23-10-00-00.gh-issue-140001.abcDEF.rst",
  content: "Fix :mod:`spam`.\n",
  replaces: [],
} as const satisfies LandingNews;

/** What the advisory alone tells; nothing of it is unread. */
export const advisorySecrets: SecretsOf = (ticket) =>
  Promise.resolve({ secrets: secretsOf(ticket), unread: [] });

/** A person who answers each question the same way. */
export const answers: LandingQuestions = {
  authorship: (_kept, own) => Promise.resolve({ author: own, coAuthors: [] }),
  news: () => Promise.resolve(news),
  accept: () => Promise.resolve(true),
};

const noPulls: PrivatePulls = {
  patch: () => Promise.reject(new Error("There is no private pull request")),
  get: () => Promise.resolve(undefined),
};

/** @param patch what GitHub answers for `.patch`, where it isn't what git makes. */
export function pullsOf(world: World, pullRequest: PullRequest, patch?: Uint8Array): PrivatePulls {
  return {
    patch: () => Promise.resolve(patch ?? world.patchOf(pullRequest)),
    get: () => Promise.resolve(world.nowOf(pullRequest)),
  };
}

/** @param pullRequest what there is in the private fork; nothing when left out. */
export function portsOf(
  world: World,
  pullRequest?: PullRequest,
  ports: Partial<LandingPorts> = {},
): LandingPorts {
  return {
    git: world.door(),
    pulls: pullRequest === undefined ? noPulls : pullsOf(world, pullRequest),
    records: world.records,
    secrets: advisorySecrets,
    storage: world.storage,
    clock: { now: () => new Date("2026-11-23T10:00:00Z") },
    questions: answers,
    ...ports,
  };
}

export function placeOf(world: World, place: Partial<LandingPlace> = {}): LandingPlace {
  return {
    ticket: world.ticket,
    project: world.project,
    fork: {
      name: { owner: "python", repo: "cpython-ghsa-2222-3333-4444" },
      address: world.fork,
    },
    upstream: world.upstream,
    ...place,
  };
}

export function wishOf(
  world: World,
  pullRequest: PullRequest,
  wish: Partial<LandingWish> = {},
): LandingWish {
  return {
    of: { kind: "main", pullRequest: pullRequest.number, head: pullRequest.head.sha },
    pullRequest,
    publicClone: world.publicClone,
    branch: "gh-140001",
    issue: 140001,
    message: "gh-140001: Fix spam",
    news,
    ...wish,
  };
}

/** Lands a pull request of the world with good defaults, to its end. */
export async function land(
  world: World,
  pullRequest: PullRequest,
  input: Partial<LandingWish> & Partial<LandingPlace> = {},
  ports: Partial<LandingPorts> = {},
): Promise<Landed> {
  const { ticket, project, fork, upstream, ...wish } = input;
  const outcome = await startLanding(
    portsOf(world, pullRequest, ports),
    placeOf(world, {
      ...(ticket !== undefined && { ticket }),
      ...(project !== undefined && { project }),
      ...(fork !== undefined && { fork }),
      ...(upstream !== undefined && { upstream }),
    }),
    wishOf(world, pullRequest, wish),
  );
  // It counts as pushed, so that the next one can be started.
  world.record.current = { ...world.record.current, landing: undefined };
  return landed(outcome);
}

/** A landing at its end, with what it then has. */
export type Landed = Landing & Required<Pick<Landing, "base" | "commit" | "route">>;

export function landed(outcome: LandingOutcome): Landed {
  const { base, commit, route } = outcome.landing;
  if (
    outcome.at !== "publish" ||
    base === undefined ||
    commit === undefined ||
    route === undefined
  ) {
    throw new Error(`The landing stopped at ${outcome.at}`);
  }
  return { ...outcome.landing, base, commit, route };
}

/** What landings that are under way have on the disk. */
export function foldersOf({ storage }: World): readonly string[] {
  const folder = join(storage, "landings");
  return existsSync(folder) ? readdirSync(folder) : [];
}

export function giveUp(world: World, slot: LandingSlot = "main"): Promise<Aborted> {
  const { records, storage } = world;
  return abortLanding({ git: world.door(), records, storage }, { ticket: world.ticket }, slot);
}

export function goOn(
  world: World,
  pullRequest?: PullRequest,
  ports: Partial<LandingPorts> = {},
  slot: LandingSlot = "main",
): Promise<LandingOutcome> {
  return continueLanding(portsOf(world, pullRequest, ports), placeOf(world), slot);
}
