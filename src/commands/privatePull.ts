import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { asNumber, asRecord, asString } from "../base/shape.ts";
import { registerCommand, runCommand } from "../editor/commands.ts";
import { EMBARGOED_ENDING } from "../editor/contributions.ts";
import type { Remark } from "../editor/decisionDocuments.ts";
import { choiceLabel, noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { editPrivatePull } from "../steps/editPrivatePull.ts";
import {
  listFixBranches,
  lookAtFix,
  type FixBranch,
  type FixChange,
} from "../steps/fixBranches.ts";
import { openPrivatePull, pullOfBranch } from "../steps/openPrivatePull.ts";
import { knownPlace, requirePlace } from "../steps/privatePlace.ts";
import { firstPullText, parsePullDocument, pullDocument } from "../steps/pullTexts.ts";
import type { PullRequest, PullText } from "../ticket/pullRequest.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { requireFork, requireProject, type Desk } from "./desk.ts";
import { startFix } from "./fixBranch.ts";
import { privateTicketFor } from "./privateTicket.ts";
import { reviewPull } from "./pullReview.ts";

const OPEN_TITLE = "Open Private Pull Request";
const EDIT_TITLE = "Edit Private Pull Request";
const REVIEW_TITLE = "Review Private Pull Request";
const CLONE = "Clone Private Fork";
const REVIEW = "Review";

/** Milliseconds without typing after which a begun text is kept. */
const PAUSE = 500;

/** The pull requests inside a ticket's private fork. */
export function registerPrivatePull(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.openPrivatePull", desk.log, async (row) => {
      await open(desk, await privateTicketFor(desk, row, OPEN_TITLE));
    }),
    registerCommand("psrt.editPrivatePull", desk.log, async (row) => {
      const ticket = await privateTicketFor(desk, row, EDIT_TITLE);
      const fork = requireFork(ticket);
      const isOpen = ({ state }: PullRequest): boolean => state === "open";
      await edit(desk, ticket, fork, await pullFor(desk, row, fork, EDIT_TITLE, isOpen));
    }),
    registerCommand("psrt.reviewPrivatePull", desk.log, async (row) => {
      const ticket = await privateTicketFor(desk, row, REVIEW_TITLE);
      const fork = requireFork(ticket);
      const pull = await pullFor(desk, row, fork, REVIEW_TITLE, () => true);
      await reviewPull(desk, ticket, fork, pull);
    }),
  ];
}

async function open(desk: Desk, ticket: Ticket): Promise<void> {
  const fork = requireFork(ticket);
  const { mainBranch } = requireProject(ticket.repository);
  if ((await knownPlace(await desk.records.read(ticket), ticket)) === undefined) {
    await offerClone(ticket);
    return;
  }
  const place = await requirePlace(desk.records, ticket);
  const title = `Private pull request of ${ticket.ghsaId}`;
  const branches = await longWork(title, (progress, signal) =>
    listFixBranches({ git: desk.git(), progress, signal }, place),
  );
  const branch = await chooseBranch(ticket, branches);
  if (branch === "new") {
    await startFix(desk, ticket);
    return;
  }
  const { pulls } = desk.gitHub();
  const { change, there } = await longWork(title, async (progress, signal) => {
    const ports = { git: desk.git(), pulls, progress, signal };
    return {
      change: await lookAtFix(ports, place, mainBranch, branch),
      there: await pullOfBranch(ports, fork, branch.name, mainBranch),
    };
  });
  const text = there === undefined ? await write(desk, ticket, change) : undefined;
  const outcome = await longWork(title, (progress, signal) =>
    openPrivatePull(
      { git: desk.git(), pulls, ask: desk.ask, progress, signal },
      { place, fork, mainBranch, change, text },
    ),
  ).then(undefined, async (error: unknown) => {
    await desk.board.roadChanged(ticket);
    throw error;
  });
  if (outcome === undefined) {
    const kept = text === undefined ? "" : " What you wrote is kept for the next time.";
    void vscode.window.showInformationMessage(`Nothing was pushed and nothing opened.${kept}`);
    return;
  }
  await desk.texts.pulls.remove(ticket);
  await desk.board.roadChanged(ticket);
  const { kind, pull, pushed } = outcome;
  const what = `Private pull request #${pull.number} of ${fullName(fork)}`;
  const sent =
    pushed === 0 ? "" : ` ${pushed} ${pushed === 1 ? "commit was" : "commits were"} pushed.`;
  const words = `${what} ${kind === "opened" ? "is open." : "was there already."}${sent}`;
  const choice = await vscode.window.showInformationMessage(noticeText(words), REVIEW);
  if (choice === REVIEW) await reviewPull(desk, ticket, fork, pull);
}

async function offerClone(ticket: Ticket): Promise<void> {
  const words = `The private clone of ${ticket.ghsaId} is not on this machine. The fix is made and pushed from there.`;
  if ((await vscode.window.showInformationMessage(words, CLONE)) === CLONE) {
    await runCommand("psrt.clonePrivateFork", { ticket });
  }
}

/** Without a question where there is one branch only. @throws {CancelledError} */
async function chooseBranch(
  { ghsaId }: Ticket,
  branches: readonly FixBranch[],
): Promise<FixBranch | "new"> {
  const [only, ...others] = branches;
  if (only !== undefined && others.length === 0) return only;
  const start = {
    label: "$(add) Start a fix branch…",
    description: "the next free advisory-fix-N",
    branch: "new" as const,
  };
  const choice = await vscode.window.showQuickPick(
    [
      ...branches.map((branch) => ({
        label: choiceLabel(branch.name),
        description: whereabouts(branch),
        branch,
      })),
      start,
    ],
    {
      title: `${OPEN_TITLE}: ${ghsaId}`,
      placeHolder: only === undefined ? "There is no branch with a fix yet" : "Branch with the fix",
    },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.branch;
}

function whereabouts({ checkedOut, local, fork }: FixBranch): string {
  return [
    ...(checkedOut ? ["checked out"] : []),
    local === undefined
      ? "only in the fork"
      : fork === undefined
        ? "not pushed"
        : local === fork
          ? "in the fork"
          : "differs from the fork's",
  ].join(" · ");
}

/** Title and body at the yes; what was written before a no is kept for the next time. */
async function write(
  desk: Desk,
  ticket: Ticket,
  { branch, commits }: FixChange,
): Promise<PullText> {
  const { pulls } = desk.texts;
  const begun = asRecord(await pulls.read(ticket).catch(() => undefined));
  const kept = begun?.["branch"] === branch.name ? asString(begun["text"]) : undefined;
  const first = pullDocument(firstPullText(commits.map(({ message }) => message)));
  let latest: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const keep = async (): Promise<void> => {
    clearTimeout(timer);
    if (latest !== undefined) await pulls.write(ticket, { branch: branch.name, text: latest });
  };
  const keepSoon = (text: string): void => {
    latest = text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      keep().catch((error: unknown) => {
        desk.log.error(`A pull request's text of ${ticket.ghsaId} could not be kept`, error);
      });
    }, PAUSE);
  };
  try {
    const text = await desk.documents.ask({
      name: `Private pull request from ${branch.name}${EMBARGOED_ENDING}`,
      text: kept ?? first,
      editable: true,
      yes: "Open…",
      no: "Not Now",
      hint: "Title behind “# ”, body below; the fork's collaborators will read it",
      check,
      onChange: keepSoon,
    });
    return parsed(text);
  } finally {
    await keep();
  }
}

async function edit(
  desk: Desk,
  ticket: Ticket,
  fork: RepositoryName,
  { number }: Pick<PullRequest, "number">,
): Promise<void> {
  const { pulls } = desk.gitHub();
  const before = await longWork(`Private pull request #${number}`, (_, signal) =>
    pulls.text(fork, number, signal),
  );
  const text = await desk.documents.ask({
    name: `Private pull request ${number}${EMBARGOED_ENDING}`,
    text: pullDocument(before),
    editable: true,
    yes: "Change…",
    no: "Cancel",
    hint: "Title behind “# ”, body below; the fork's collaborators will read it",
    check,
  });
  const after = parsed(text);
  const outcome = await longWork(`Private pull request #${number}`, (_, signal) =>
    editPrivatePull({ pulls, ask: desk.ask }, { fork, number, before, after }, signal),
  );
  if (outcome === undefined) return;
  if (outcome === "changed") await desk.board.roadChanged(ticket);
  void vscode.window.showInformationMessage(
    outcome === "changed"
      ? `The text of private pull request #${number} is changed.`
      : `The text of private pull request #${number} is the same; nothing was written.`,
  );
}

function check(text: string): readonly Remark[] {
  const read = parsePullDocument(text);
  return read.valid ? [] : [{ level: "error", text: read.reason, line: 0 }];
}

/** @throws {CancelledError} for a no. */
function parsed(text: string | undefined): PullText {
  if (text === undefined) throw new CancelledError();
  const read = parsePullDocument(text);
  if (!read.valid) throw new HumanError(read.reason, "Change the text, then try again.");
  return read.value;
}

/** The pull request of the row, or one that the person chooses. */
export async function pullFor(
  desk: Desk,
  row: unknown,
  fork: RepositoryName,
  title: string,
  fits: (pull: PullRequest) => boolean,
): Promise<PullRequest> {
  const all = await desk.gitHub().pulls.list(fork);
  const number = asNumber(asRecord(row)?.["pull"]);
  const given = all.find((pull) => pull.number === number);
  if (given !== undefined) return given;
  const pulls = all.filter(fits);
  const [only, ...others] = pulls;
  if (only === undefined) {
    throw new HumanError(
      `${fullName(fork)} has no private pull request for that.`,
      "Use “Open Private Pull Request” first.",
    );
  }
  if (others.length === 0) return only;
  const choice = await vscode.window.showQuickPick(
    pulls.map((pull) => ({
      label: `#${pull.number} ${choiceLabel(pull.title)}`,
      description: pull.state,
      pull,
    })),
    { title, placeHolder: "Private pull request" },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.pull;
}
