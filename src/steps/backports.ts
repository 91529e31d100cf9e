import { HumanError, throwIfCancelled } from "../base/errors.ts";
import type { Issues } from "../github/issues.ts";
import { backportPullRequest } from "../text/backport.ts";
import {
  backportLabels,
  backportState,
  lackedLabels,
  orderLabel,
  type BackportFacts,
  type BackportState,
} from "../ticket/backports.ts";
import type { Landing } from "../ticket/landing.ts";
import type { Project } from "../ticket/project.ts";
import type { BackportBranch } from "../ticket/record.ts";
import type { ReleaseBranch } from "../ticket/releaseBranches.ts";
import { fullName, parseRepositoryName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { addLabels, type Labelling, type MissingLabels } from "./labels.ts";
import { openPull, type OpenedPull, type OpenPullPorts } from "./openPull.ts";
import type { Ask, Plan, Records } from "./ports.ts";

/** One branch with where its backport stands. */
export interface BoardLine {
  readonly branch: ReleaseBranch;
  readonly state: BackportState;
}

/** All branches of the project that still get fixes. */
export function backportBoard(
  facts: BackportFacts,
  project: Project,
  now: Date,
): readonly BoardLine[] {
  const branches = facts.road?.releases.branches ?? [];
  return branches.map((branch) => ({ branch, state: backportState(facts, branch, project, now) }));
}

/** A commit that a backport can be picked from: on main, or on a newer release branch. */
export interface PickSource {
  readonly commit: string;
  /** Undefined for main. */
  readonly branch: string | undefined;
}

/**
 * What the backport to a branch can be picked from: the newest first. A release branch's own commit
 * often applies where main's conflicts.
 */
export function pickSources(
  { road }: BackportFacts,
  lines: readonly BoardLine[],
  to: string,
): readonly PickSource[] {
  const main = road?.publicPull.known === true ? road.publicPull.value?.mergeCommit : undefined;
  const newer = lines.slice(
    0,
    lines.findIndex(({ branch }) => branch.name === to),
  );
  return [
    ...(main === undefined || main === null ? [] : [{ commit: main, branch: undefined }]),
    ...newer.flatMap(({ branch, state }) => {
      const commit = state.kind === "pull" ? state.pull.mergeCommit : null;
      return commit === null ? [] : [{ commit, branch: branch.name }];
    }),
  ];
}

/**
 * Adds what labels the backports lack, to all of them on one yes.
 *
 * @returns undefined when the person said no; else what is missing still.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function labelBackports(
  ports: Parameters<typeof addLabels>[0],
  project: Project,
  lines: readonly BoardLine[],
): Promise<MissingLabels | undefined> {
  const wanted = lines.flatMap(({ state }): Labelling[] => {
    if (state.kind !== "pull") return [];
    const { number, title, author } = state.pull;
    const about = `${title} (${author ?? "unknown author"})`;
    return [{ number, what: "pull request", labels: backportLabels(project), about }];
  });
  return addLabels(ports, project.repository, wanted);
}

export interface OrderPorts {
  readonly issues: Pick<Issues, "get" | "addLabels" | "removeLabel">;
  readonly ask: Ask;
  readonly signal?: AbortSignal;
}

/**
 * Asks the backport bot for branches on a yes: by labels on the merged pull request. One that it
 * has given up is asked for again by taking the label off and setting it anew, as it asks itself.
 *
 * @returns undefined when the person said no; else the branches whose label could not be set.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function orderBackports(
  { issues, ask, signal }: OrderPorts,
  { repository }: Project,
  number: number,
  branches: readonly string[],
): Promise<MissingLabels | undefined> {
  const present = (await issues.get(repository, number, signal))?.labels ?? [];
  const wanted = branches.map(orderLabel);
  const again = wanted.filter((label) => lackedLabels({ labels: present }, [label]).length === 0);
  const plan: Plan = {
    title: `Ask the backport bot for ${branches.join(", ")}?`,
    note: "It opens a pull request for each in some minutes, or comments why it can't.",
    writes: [
      {
        target: `the labels of pull request #${number} of ${fullName(repository)}`,
        audience: "PUBLIC",
        text: [...again.map((label) => `- ${label}`), ...wanted.map((label) => `+ ${label}`)].join(
          "\n",
        ),
      },
    ],
    yes: "Ask the Bot",
  };
  if (!(await ask.confirm(plan, signal))) return undefined;
  for (const label of again) {
    throwIfCancelled(signal);
    await issues.removeLabel(repository, number, label);
  }
  throwIfCancelled(signal);
  const set = await issues.addLabels(repository, number, wanted);
  const missing = lackedLabels({ labels: set }, wanted);
  return missing.length === 0 ? [] : [{ number, what: "pull request", labels: missing }];
}

/** The branch that a landing has made; undefined where it is none of a backport, or not there yet. */
export function backportOf({
  of,
  publicClone,
  branch,
  commit,
}: Landing): BackportBranch | undefined {
  if (of.kind !== "backport" || commit === undefined) return undefined;
  return { to: of.branch, clone: publicClone, name: branch, commit };
}

/** Remembers one backport in place of an earlier one to the same branch. */
export async function keepBackport(
  records: Records,
  ticket: TicketRef,
  made: BackportBranch,
): Promise<void> {
  await records.update(ticket, ({ backportBranches = [] }) => {
    const before = backportBranches.find(({ to }) => to === made.to);
    if (before?.commit === made.commit && before.pushedTo !== undefined) return {};
    const others = backportBranches.filter(({ to }) => to !== made.to);
    return { backportBranches: [...others, made] };
  });
}

/**
 * Opens the pull request of a pushed backport on a yes, with cherry_picker's title and text and
 * both labels; takes up the one that there is.
 *
 * @param message of the backport's commit.
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function openBackportPull(
  ports: OpenPullPorts,
  project: Project,
  { to, name, commit, pushedTo }: BackportBranch,
  message: string,
): Promise<OpenedPull | undefined> {
  const fork = parseRepositoryName(pushedTo ?? "");
  if (!fork.valid) throw new HumanError(`${name} has not been pushed.`, "Push it first.");
  return openPull(ports, {
    ...{ ...backportPullRequest(message), repository: project.repository },
    ...{ fork: fork.value, branch: name, commit, base: to, labels: backportLabels(project) },
  });
}
