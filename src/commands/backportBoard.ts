import * as vscode from "vscode";
import { asRecord, asString } from "../base/shape.ts";
import { CancelledError, HumanError } from "../base/errors.ts";
import { runCommand } from "../editor/commands.ts";
import { openOnSite } from "../editor/externalPage.ts";
import { choiceLabel, noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import {
  backportBoard,
  labelBackports,
  orderBackports,
  type BoardLine,
} from "../steps/backports.ts";
import { backportItem } from "../ticket/backportItems.ts";
import type { BackportState } from "../ticket/backports.ts";
import type { Project } from "../ticket/project.ts";
import type { PublicPull } from "../ticket/pullRequest.ts";
import { BUILT_IN_DATE } from "../ticket/releaseBranches.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import { backportByHand, chooseSource, type HandWork } from "./backportByHand.ts";
import { requireProject, ticketFor, type Desk } from "./desk.ts";
import { mendPull } from "./publicPull.ts";
import { tellMissing } from "./publicSide.ts";

/** A ticket's backports, as they are on GitHub now. */
interface Board {
  readonly ticket: Ticket;
  readonly project: Project;
  readonly facts: TicketFacts;
  readonly lines: readonly BoardLine[];
  /** The merged pull request to main. */
  readonly fix: PublicPull;
}

type Action =
  | "board-label"
  | "board-order"
  | "order"
  | "continue"
  | "abort"
  | "hand"
  | "mend"
  | "page"
  | "unaffected";

/** Shows all branches with their states, to choose from. */
export async function showBackports(desk: Desk, row: unknown): Promise<void> {
  await show(desk, await read(desk, row));
}

/** Adds the labels that backports lack, to all of them. */
export async function labelAllBackports(desk: Desk, row: unknown): Promise<void> {
  await label(desk, await read(desk, row));
}

/** Does what a branch's backport needs next. */
export async function backportOne(desk: Desk, row: unknown): Promise<void> {
  const board = await read(desk, row);
  await actOn(desk, board, lineOf(board, row) ?? (await chooseLine(board)));
}

/** @throws {HumanError} before the merge. */
async function read(desk: Desk, row: unknown): Promise<Board> {
  const ticket = await ticketFor(
    desk,
    row,
    "Backports",
    ({ state, repository }) => state === "draft" && requireProject(repository).backports,
  );
  const project = requireProject(ticket.repository);
  const facts = await longWork(`Reading the backports of ${ticket.ghsaId}`, (_, signal) =>
    desk.board.readAnew(desk.gitHub(), ticket, signal),
  );
  const pull = facts.road?.publicPull;
  if (pull?.known === false) throw new HumanError(pull.why, "Try again.");
  if (!project.backports || pull?.value?.state !== "merged") {
    throw new HumanError(
      `The fix of ${ticket.ghsaId} has no backports yet.`,
      "They begin once its public pull request is merged into main.",
    );
  }
  const lines = backportBoard(facts, project, desk.clock.now());
  return { ticket, project, facts, lines, fix: pull.value };
}

/** The board as a list to choose from; stays until the person leaves it. */
async function show(desk: Desk, board: Board): Promise<void> {
  const { ticket, facts, lines } = board;
  const unlabelled = lines.filter(lacksLabels);
  const needed = lines.filter(({ state }) => state.kind === "needed");
  const choice = await vscode.window.showQuickPick(
    [
      ...(unlabelled.length === 0
        ? []
        : [
            {
              label: `$(tag) Add the missing labels to ${count(unlabelled.length, "backport")}…`,
              act: "board-label" as const,
            },
          ]),
      ...(needed.length === 0
        ? []
        : [
            {
              label: `$(robot) Ask the bot for ${needed.map(({ branch }) => branch.name).join(", ")}…`,
              act: "board-order" as const,
            },
          ]),
      { label: "Branches", kind: vscode.QuickPickItemKind.Separator },
      ...lines.map((line) => ({ ...lineItem(board, line, desk.clock.now()), line })),
    ],
    {
      title: `Backports of ${ticket.ghsaId}`,
      placeHolder:
        facts.road?.releases.source === "built-in"
          ? `Release branches of ${BUILT_IN_DATE}: the live list could not be read`
          : "Choose a branch to see what can be done",
      matchOnDescription: true,
    },
  );
  if (choice === undefined) throw new CancelledError();
  if ("line" in choice) await actOn(desk, board, choice.line);
  else if ("act" in choice && choice.act === "board-label") await label(desk, board);
  else if ("act" in choice) await order(desk, board, needed);
}

function lineItem(
  { facts, project }: Board,
  { branch, state }: BoardLine,
  now: Date,
): vscode.QuickPickItem {
  const finding = backportItem(facts, branch, project, now);
  return {
    label: `$(${ICONS[finding.state.kind]}) ${branch.name}`,
    description: choiceLabel(finding.words),
    ...(state.kind === "bot-failed" && {
      detail: choiceLabel(`The bot: ${state.report.words}`),
    }),
    ...(state.kind === "pull" && { detail: choiceLabel(state.pull.title) }),
  };
}

const ICONS: Readonly<Record<ReturnType<typeof backportItem>["state"]["kind"], string>> = {
  done: "pass-filled",
  ready: "circle-large-outline",
  waiting: "clock",
  blocked: "lock",
  "not-needed": "circle-slash",
  unknown: "question",
};

/** What can be done about one branch: at once where there is one way only. */
async function actOn(desk: Desk, board: Board, line: BoardLine): Promise<void> {
  const actions = actionsOf(line.state);
  const [only, ...others] = actions;
  if (only === undefined) {
    const words = backportItem(board.facts, line.branch, board.project, desk.clock.now()).words;
    void vscode.window.showInformationMessage(
      noticeText(`Nothing is to be done about ${line.branch.name}: ${words}.`),
    );
    return;
  }
  const choice =
    others.length === 0
      ? only
      : (
          await vscode.window.showQuickPick(
            actions.map((action) => ({ ...WORDS[action], action })),
            {
              title: `Backport to ${line.branch.name}`,
              placeHolder: backportItem(board.facts, line.branch, board.project, desk.clock.now())
                .words,
            },
          )
        )?.action;
  if (choice === undefined) throw new CancelledError();
  await act(desk, board, line, choice);
}

function actionsOf(state: BackportState): readonly Action[] {
  switch (state.kind) {
    case "needed":
      return ["order", "hand", "unaffected"];
    case "bot-working":
      return state.late ? ["hand", "order", "unaffected"] : ["hand", "unaffected"];
    case "bot-failed":
      return state.report.because === "conflict"
        ? ["hand", "order", "unaffected"]
        : ["order", "hand", "unaffected"];
    case "making":
      return ["continue", "abort"];
    case "made":
      return ["hand"];
    case "pull":
      if (state.missing.length > 0) return ["board-label", "page"];
      return state.next === "merge" || state.next === "checks" || state.next === "merged"
        ? ["page"]
        : ["mend", "page"];
    case "not-affected":
      return ["unaffected"];
    case "unknown":
      return [];
  }
}

const WORDS: Readonly<Record<Action, { readonly label: string; readonly detail: string }>> = {
  "board-label": {
    label: "$(tag) Add the missing labels…",
    detail: "To every backport that lacks type-security or release-blocker, on one yes",
  },
  "board-order": { label: "$(robot) Ask the bot…", detail: "For every branch that needs it" },
  order: {
    label: "$(robot) Ask the backport bot…",
    detail: "By a label on the merged pull request",
  },
  continue: {
    label: "$(debug-continue) Continue…",
    detail: "From where it was stopped, with what you have resolved",
  },
  abort: {
    label: "$(discard) Abort…",
    detail: "Nothing of it has left this machine; it can be begun anew",
  },
  hand: {
    label: "$(git-branch) Make it by hand…",
    detail: "As cherry_picker does, without touching your work tree; shown before anything leaves",
  },
  mend: { label: "$(tools) See what stands in its way…", detail: "Failed checks, a conflict" },
  page: { label: "$(link-external) Open in Browser", detail: "Its pull request" },
  unaffected: {
    label: "$(circle-slash) Mark branches as not affected…",
    detail: "Branches without the mistake get no backport",
  },
};

async function act(desk: Desk, board: Board, line: BoardLine, action: Action): Promise<void> {
  const { state } = line;
  const pull = state.kind === "pull" ? state.pull : undefined;
  switch (action) {
    case "board-label":
      await label(desk, board);
      return;
    case "board-order":
    case "order":
      await order(desk, board, [line]);
      return;
    case "continue":
    case "abort":
      await runCommand(`psrt.${action}Landing`, {
        ...{ ticket: board.ticket, branch: line.branch.name },
      });
      return;
    case "hand": {
      const made = state.kind === "made" ? state.branch : undefined;
      const source = made === undefined ? await chooseSource(board, line.branch.name) : undefined;
      const work: HandWork = { ...board, branch: line.branch.name, made, source };
      await backportByHand(desk, work);
      return;
    }
    case "mend":
      if (pull !== undefined) await mendPull(desk, pull);
      return;
    case "page":
      if (pull !== undefined) await openOnSite(pull.htmlUrl, desk.gitHub().site.webUrl);
      return;
    case "unaffected":
      await runCommand("psrt.markUnaffected", { ticket: board.ticket });
  }
}

/** One click on a branch's row: the labels of all, or what stands in this one's way. */
export async function mendBackport(desk: Desk, row: unknown): Promise<void> {
  const board = await read(desk, row);
  const line = lineOf(board, row) ?? (await chooseLine(board));
  if (lacksLabels(line)) await label(desk, board);
  else if (line.state.kind === "pull") await mendPull(desk, line.state.pull);
  else await actOn(desk, board, line);
}

async function label(desk: Desk, board: Board): Promise<void> {
  const { ticket, project, lines } = board;
  const { issues } = desk.gitHub();
  const missing = await longWork("Labelling the backports", (_, signal) =>
    labelBackports({ issues, ask: desk.ask, signal }, project, lines.filter(lacksLabels)),
  );
  await desk.board.roadChanged(ticket);
  if (missing !== undefined) await tellMissing(desk, project, missing);
}

async function order(desk: Desk, board: Board, lines: readonly BoardLine[]): Promise<void> {
  const { ticket, project, fix } = board;
  const { issues } = desk.gitHub();
  const branches = lines.map(({ branch }) => branch.name);
  const missing = await longWork("Asking the backport bot", (_, signal) =>
    orderBackports({ issues, ask: desk.ask, signal }, project, fix.number, branches),
  );
  await desk.board.roadChanged(ticket);
  if (missing !== undefined) await tellMissing(desk, project, missing);
}

function lineOf({ lines }: Board, row: unknown): BoardLine | undefined {
  const name = asString(asRecord(row)?.["branch"]);
  return lines.find(({ branch }) => branch.name === name);
}

async function chooseLine(board: Board): Promise<BoardLine> {
  const now = new Date();
  const choice = await vscode.window.showQuickPick(
    board.lines.map((line) => ({ ...lineItem(board, line, now), line })),
    { title: `Backport of ${board.ticket.ghsaId}`, placeHolder: "Release branch" },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.line;
}

function lacksLabels({ state }: BoardLine): boolean {
  return state.kind === "pull" && state.missing.length > 0;
}

function count(number: number, noun: string): string {
  return number === 1 ? `one ${noun}` : `${number} ${noun}s`;
}
