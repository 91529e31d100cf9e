import { setTimeout as wait } from "node:timers/promises";
import { HumanError } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import type { Repository } from "../github/repositories.ts";
import type { Project } from "../ticket/project.ts";
import { fullName, sameRepository, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Ask, Plan } from "./ports.ts";

export interface MemberForkPorts {
  readonly repositories: {
    get(name: RepositoryName, signal?: AbortSignal): Promise<Repository | undefined>;
    fork(name: RepositoryName, signal?: AbortSignal): Promise<Repository>;
  };
  readonly ask: Ask;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** GitHub makes forks in the background; how often and how long we look, in milliseconds. */
const LOOK_EVERY = 2_000;
const LOOK_FOR = 120_000;

/**
 * The signed-in person's own public fork of the project, made on a yes when there is none.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function memberFork(
  ports: MemberForkPorts,
  project: Project,
  login: string,
): Promise<RepositoryName | undefined> {
  const { repositories, ask, progress = silentProgress, signal } = ports;
  const upstream = project.repository;
  const usual = { owner: login, repo: upstream.repo };
  progress.report(`Looking for ${fullName(usual)}`);
  const found = await repositories.get(usual, signal);
  if (found !== undefined && isForkOf(found, upstream)) return requirePublic(found);

  const plan: Plan = {
    title: `Fork ${fullName(upstream)} into your account?`,
    writes: [
      {
        target: `a new repository of ${login}`,
        audience: "PUBLIC",
        text: `A fork of ${fullName(upstream)} with its main branch, as it is public already.`,
      },
    ],
    yes: "Fork",
  };
  const yes = await ask.confirm(plan, signal);
  if (!yes) return undefined;
  const { name } = await repositories.fork(upstream, signal);
  progress.report(`GitHub is making ${fullName(name)}`);
  for (let waited = 0; waited < LOOK_FOR; waited += LOOK_EVERY) {
    const fork = await repositories.get(name, signal);
    if (fork !== undefined) return requirePublic(fork);
    await wait(LOOK_EVERY, undefined, signal === undefined ? {} : { signal });
  }
  throw new HumanError(
    `GitHub has not made ${fullName(name)} yet.`,
    "It goes on in the background: try again in some minutes.",
  );
}

function isForkOf({ parent }: Repository, upstream: RepositoryName): boolean {
  return parent !== null && sameRepository(parent, upstream);
}

function requirePublic({ name, isPrivate }: Repository): RepositoryName {
  if (!isPrivate) return name;
  throw new HumanError(
    `${fullName(name)} is private, so it can't carry a public pull request.`,
    "Make it public on GitHub, or delete it and fork the project again.",
  );
}
