import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand, runCommand } from "../editor/commands.ts";
import { choiceLabel } from "../editor/labels.ts";
import { isMeant } from "../editor/doubt.ts";
import { longWork } from "../editor/longWork.ts";
import { backportOf, keepBackport } from "../steps/backports.ts";
import type { GitHub } from "../steps/gitHub.ts";
import { isUnderWay, type Landing } from "../ticket/landing.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import type { PublicBranch } from "../ticket/record.ts";
import { fullName, parseRepositoryName, type RepositoryName } from "../ticket/repositoryName.ts";
import { reviewState, type ReviewState } from "../ticket/review.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { asNumber, asRecord } from "../base/shape.ts";
import { offerCutShortLandings } from "./cutShortLandings.ts";
import { requireFork, requireProject, ticketFor, type Desk } from "./desk.ts";
import { askCommitTitle } from "./landingQuestions.ts";
import { abort, chooseLanding, goOn, placeOf, start } from "./landingSession.ts";
import { requirePublicClone } from "./publicClone.ts";
import { publicIssueFor } from "./publicIssue.ts";
import { pushMade, showMade, type MadeBranch } from "./publicPush.ts";

/** From a private pull request to a public branch on GitHub. */
export function registerLanding(desk: Desk): vscode.Disposable[] {
  const { log } = desk;
  return [
    registerCommand("psrt.startLanding", log, async (row) => {
      const { ticket, landing } = await buildCommit(desk, row);
      await afterwards(desk, ticket, landing);
    }),
    registerCommand("psrt.continueLanding", log, async (row) => {
      const { ticket, slot } = await chooseLanding(desk, row, "Continue Landing");
      const keepsUntouched = asRecord(row)?.["keepsUntouched"] === true;
      await afterwards(desk, ticket, await goOn(desk, ticket, slot, keepsUntouched));
    }),
    registerCommand("psrt.abortLanding", log, async (row) => {
      const { ticket, slot } = await chooseLanding(desk, row, "Abort Landing");
      await abort(desk, ticket, slot);
    }),
    registerCommand("psrt.showPublicCommit", log, (row) => showPublicCommit(desk, row)),
    registerCommand("psrt.pushPublicBranch", log, async (row) => {
      await pushCommit(desk, row);
    }),
    registerCommand("psrt.openComparison", desk.log, (row) => comparePublicBranch(desk, row)),
    offerCutShortLandings(desk),
  ];
}

/** Pushes the ticket's public branch; false when the person said no. */
export async function pushCommit(desk: Desk, row: unknown): Promise<boolean> {
  const { ticket, branch } = await landed(desk, row, "Push Public Branch");
  await showCommit(desk, branch);
  return push(desk, ticket, branch);
}

/** Opens the public commit in VS Code's diff editor. */
export async function showPublicCommit(desk: Desk, row: unknown): Promise<void> {
  const { branch } = await landed(desk, row, "Show Public Commit");
  await showCommit(desk, branch);
}

/** Opens GitHub's comparison of the pushed branch. */
async function comparePublicBranch(desk: Desk, row: unknown): Promise<void> {
  const { ticket, branch } = await landed(desk, row, "Open Comparison on GitHub");
  await openComparison(desk, ticket, branch);
}

/**
 * Brings a private pull request to a public branch of the member's clone: begins its landing, or goes
 * on with the one that is under way.
 * @returns the landing once its commit is on its branch; undefined while it waits for the person.
 */
export async function buildCommit(
  desk: Desk,
  row: unknown,
): Promise<{ readonly ticket: Ticket; readonly landing: Landing | undefined }> {
  const title = "Start Landing";
  const ticket = await ticketFor(desk, row, title, ({ privateFork }) => privateFork !== null);
  const { landing: known } = await desk.records.read(ticket);
  if (isUnderWay(known)) return { ticket, landing: await goOn(desk, ticket, "main") };
  const fork = requireFork(ticket);
  const project = requireProject(ticket.repository);
  const gitHub = desk.gitHub();
  const publicClone = await requirePublicClone(desk, project);
  const pullRequest = await choosePullRequest(gitHub, fork, asNumber(asRecord(row)?.["pull"]));
  await requireReview(gitHub, fork, pullRequest);
  const { number: issue } = await publicIssueFor(desk, ticket);
  const message = await askCommitTitle(project, issue);
  const landing = await start(desk, ticket, {
    of: { kind: "main", pullRequest: pullRequest.number, head: pullRequest.head.sha },
    ...{ pullRequest, publicClone, branch: `gh-${issue}`, issue, message },
  });
  return { ticket, landing };
}

/** A landing on main goes on to its push, a backport to its line of the board. */
async function afterwards(desk: Desk, ticket: Ticket, landing: Landing | undefined): Promise<void> {
  if (landing?.commit === undefined) return;
  const backport = backportOf(landing);
  if (backport !== undefined) {
    await keepBackport(desk.records, ticket, backport);
    await runCommand("psrt.backport", { ticket, branch: backport.to });
    return;
  }
  const { publicClone: clone, branch: name, commit } = landing;
  await showCommit(desk, { clone, name, commit });
  const { publicBranch } = await desk.records.read(ticket);
  if (publicBranch?.commit === commit) await push(desk, ticket, publicBranch);
}

async function choosePullRequest(
  gitHub: GitHub,
  fork: RepositoryName,
  wanted: number | undefined,
): Promise<PullRequest> {
  const pulls = await longWork(`Reading the pull requests of ${fullName(fork)}`, (_, signal) =>
    gitHub.pulls.list(fork, signal),
  );
  const open = pulls.filter(({ state }) => state === "open");
  if (open.length === 0) {
    throw new HumanError(
      "The private fork has no open pull request.",
      "Open one there from the branch that holds the fix.",
    );
  }
  const known = open.find(({ number }) => number === wanted);
  if (known !== undefined) return known;
  const choice = await vscode.window.showQuickPick(
    open.map((pullRequest) => ({
      label: `#${pullRequest.number} ${choiceLabel(pullRequest.title)}`,
      description: pullRequest.draft ? "draft" : "",
      detail: choiceLabel(`${pullRequest.head.ref} · ${pullRequest.author ?? "unknown author"}`),
      pullRequest,
    })),
    { title: "Start Landing", placeHolder: "Private pull request" },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.pullRequest;
}

const DOUBTS: Readonly<Partial<Record<ReviewState, string>>> = {
  none: "was not approved by anybody",
  outdated: "has changed since it was approved",
  "changes-requested": "has a review that asks for changes",
};

async function readReview(
  { pulls }: GitHub,
  fork: RepositoryName,
  number: number,
  head: string,
): Promise<ReviewState | "untold"> {
  const reviews = await pulls.reviews(fork, number);
  return reviews === undefined ? "untold" : reviewState(reviews, head);
}

/** What nobody has approved as it is now is landed on an explicit yes only. */
async function requireReview(
  gitHub: GitHub,
  fork: RepositoryName,
  { number, head }: PullRequest,
): Promise<void> {
  const doubt = DOUBTS[await readReview(gitHub, fork, number, head.sha)];
  if (doubt === undefined) return;
  const goesOn = await isMeant({
    message: `Private pull request #${number} ${doubt}.`,
    detail: "What is landed becomes public. Look at its commits and ask for a review first.",
    yes: "Land It Anyway",
    no: "Don't land it",
  });
  if (!goesOn) throw new CancelledError();
}

async function landed(
  desk: Desk,
  row: unknown,
  title: string,
): Promise<{ ticket: Ticket; branch: PublicBranch }> {
  const ticket = await ticketFor(desk, row, title, () => true);
  const { publicBranch } = await desk.records.read(ticket);
  if (publicBranch === undefined) {
    throw new HumanError(
      `${ticket.ghsaId} has no public branch yet.`,
      "Use “Start Landing” first.",
    );
  }
  return { ticket, branch: publicBranch };
}

/** Before anything leaves: the private pull request is still what was reviewed. */
async function recheck(desk: Desk, ticket: Ticket, signal: AbortSignal): Promise<void> {
  const { landing, publicBranch } = await desk.records.read(ticket);
  const made = publicBranch && { ...publicBranch, kind: "main" as const };
  const of = landing === undefined ? made : isUnderWay(landing) ? landing.of : undefined;
  if (of === undefined) return;
  const { pulls } = desk.gitHub();
  const { requireUnchanged } = await import("../steps/landing.ts");
  await requireUnchanged({ pulls, signal }, placeOf(desk, ticket), of);
}

/** A reviewer may have found something after the landing was begun, which can be days ago. */
async function isObjectedTo(
  desk: Desk,
  { privateFork }: Ticket,
  { pullRequest, head }: PublicBranch,
): Promise<boolean> {
  if (privateFork === null) return false;
  const review = await readReview(desk.gitHub(), privateFork, pullRequest, head);
  return review === "changes-requested";
}

async function showCommit(desk: Desk, branch: MadeBranch): Promise<void> {
  await showMade(desk, branch, `${branch.name}: what will be public`);
}

async function push(desk: Desk, ticket: Ticket, branch: PublicBranch): Promise<boolean> {
  const { pullRequest: number } = branch;
  const wasObjectedTo = await isObjectedTo(desk, ticket, branch);
  if (wasObjectedTo) {
    const goesOn = await isMeant({
      message: `Private pull request #${number} ${DOUBTS["changes-requested"] ?? ""}.`,
      detail: "What is pushed is public at once. Read the review first.",
      yes: "Push It Anyway",
      no: "Don't push it",
    });
    if (!goesOn) throw new CancelledError();
  }
  const outcome = await pushMade(desk, ticket, branch, {
    ...{ mainBranch: requireProject(ticket.repository).mainBranch, step: "push" },
    recheck: async (signal) => {
      await recheck(desk, ticket, signal);
      if (wasObjectedTo || !(await isObjectedTo(desk, ticket, branch))) return;
      throw new HumanError(
        `A review of private pull request #${number} asks for changes since you were asked: nothing was pushed.`,
        "Read it. Then push again, or abort the landing.",
      );
    },
  });
  await desk.board.recordChanged(ticket);
  if (outcome === undefined) {
    void offerReview(ticket, branch);
    return false;
  }
  const done = outcome.isNew ? "is now on" : "was already on";
  void offerPull(ticket, { ...branch, pushedTo: fullName(outcome.fork) }, done);
  return true;
}

async function offerReview(ticket: Ticket, { name }: PublicBranch): Promise<void> {
  const button = "Review Going Public";
  const choice = await vscode.window.showInformationMessage(
    `${name} was not pushed. It stays in your public clone; “Push Public Branch” asks again.`,
    button,
  );
  if (choice === button) await runCommand("psrt.reviewGoingPublic", { ticket });
}

async function offerPull(ticket: Ticket, branch: PublicBranch, done: string): Promise<void> {
  const button = "Open Public Pull Request…";
  const choice = await vscode.window.showInformationMessage(
    `${branch.name} ${done} ${branch.pushedTo ?? ""}.`,
    button,
  );
  if (choice === button) await runCommand("psrt.openPublicPull", { ticket });
}

/** GitHub's page on which a pull request is opened from the pushed branch; nothing is filled in. */
async function openComparison(
  desk: Desk,
  ticket: Ticket,
  { name, pushedTo }: PublicBranch,
): Promise<void> {
  const { repository, mainBranch } = requireProject(ticket.repository);
  const fork = parseRepositoryName(pushedTo ?? "");
  if (!fork.valid) {
    throw new HumanError(`${name} has not been pushed.`, "Use “Push Public Branch” first.");
  }
  const { webUrl } = desk.gitHub().site;
  const range = `${mainBranch}...${fork.value.owner}:${name}`;
  const page = `${webUrl}/${fullName(repository)}/compare/${range}?expand=1`;
  await vscode.env.openExternal(vscode.Uri.parse(page, true));
}
