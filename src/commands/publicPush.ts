import { longWork } from "../editor/longWork.ts";
import type { HeldBack } from "../steps/heldBack.ts";
import { memberFork } from "../steps/memberFork.ts";
import { readPublicCommit } from "../steps/publicCommit.ts";
import { pushBranch, type PushBranchPorts } from "../steps/pushBranch.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { requireProject, type Desk } from "./desk.ts";
import { orReview } from "./orReview.ts";
import { releaseTicket } from "./publicGuard.ts";
import { secretsFor } from "./secrets.ts";

/** One commit on a branch of the member's public clone. */
export interface MadeBranch {
  readonly clone: string;
  readonly name: string;
  readonly commit: string;
}

/** Opens the commit in VS Code's diff editor and answers its message. */
export async function showMade(
  desk: Desk,
  { clone, commit }: MadeBranch,
  title: string,
): Promise<string> {
  const { base, files, message } = await readPublicCommit(desk.git(), { clone, commit });
  await desk.commits.show(
    title,
    clone,
    base,
    commit,
    files.map(({ path, oldPath, status }) => ({
      path,
      oldPath,
      isNew: status === "added",
      isGone: status === "deleted",
    })),
  );
  return message;
}

export interface PushWay {
  /** The project's branch that it is for. */
  readonly mainBranch: string;
  /** The review's step that it is, if it is one. */
  readonly step: HeldBack["step"];
  /** Looks once more after the yes. */
  readonly recheck?: (signal: AbortSignal) => Promise<void>;
}

/**
 * Shows the branch's commit as it will be public and pushes it to the member's fork on a yes.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function pushMade(
  desk: Desk,
  ticket: Ticket,
  { clone, name, commit }: MadeBranch,
  { mainBranch, step, recheck }: PushWay,
): Promise<{ readonly fork: RepositoryName; readonly isNew: boolean } | undefined> {
  const project = requireProject(ticket.repository);
  const gitHub = desk.gitHub();
  const { ask, records } = desk;
  const forbidden = ticket.privateFork === null ? [] : [ticket.privateFork];
  return longWork(`Pushing ${name}`, async (progress, signal) => {
    const fork = await memberFork(
      { repositories: gitHub.repositories, ask, progress, signal },
      project,
      gitHub.login,
    );
    if (fork === undefined) return undefined;
    const ports: PushBranchPorts = {
      ...{ git: desk.git(), ask, records, secrets: secretsFor(desk), progress, signal },
      // Of a backport the fix may be public without this machine, whose guard still holds it back.
      release: () => releaseTicket(desk, ticket),
      ...(recheck !== undefined && { recheck: () => recheck(signal) }),
    };
    const outcome = await orReview(desk, ticket, step, () =>
      pushBranch(ports, {
        ...{ ticket, publicClone: clone, branch: name, commit, mainBranch },
        upstream: gitHub.gitUrl(project.repository),
        memberFork: { name: fork, address: gitHub.gitUrl(fork) },
        forbidden: forbidden.map((repository) => gitHub.gitUrl(repository)),
      }),
    );
    return outcome === "declined" ? undefined : { fork, isNew: outcome === "pushed" };
  });
}
