import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { longWork } from "../editor/longWork.ts";
import { openOnSite } from "../editor/externalPage.ts";
import {
  backportOf,
  keepBackport,
  openBackportPull,
  pickSources,
  type BoardLine,
  type PickSource,
} from "../steps/backports.ts";
import { requireSameHead } from "../steps/openPull.ts";
import type { Project } from "../ticket/project.ts";
import type { BackportBranch } from "../ticket/record.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import type { Desk } from "./desk.ts";
import { landBackport } from "./landingSession.ts";
import { pushMade, showMade } from "./publicPush.ts";
import { tellMissing } from "./publicSide.ts";

/** One backport that is made on this machine. */
export interface HandWork {
  readonly ticket: Ticket;
  readonly project: Project;
  readonly facts: TicketFacts;
  /** The release branch. */
  readonly branch: string;
  /** It was made before, and has no pull request yet. */
  readonly made: BackportBranch | undefined;
  /** What it is picked from; undefined where it was made before. */
  readonly source: PickSource | undefined;
}

/**
 * The commit to pick: main's, or that of a newer branch's merged backport where there is one.
 *
 * @throws {CancelledError} @throws {HumanError}
 */
export async function chooseSource(
  { ticket, facts, lines }: Pick<HandWork, "ticket" | "facts"> & { lines: readonly BoardLine[] },
  branch: string,
): Promise<PickSource> {
  const sources = pickSources(facts, lines, branch);
  const [only, ...others] = sources;
  if (only === undefined) {
    throw new HumanError(
      `GitHub does not tell which commit the fix of ${ticket.ghsaId} became.`,
      "Refresh, then try again.",
    );
  }
  if (others.length === 0) return only;
  const choice = await vscode.window.showQuickPick(
    sources.map((source) => ({
      label: source.branch ?? "main",
      description: source.commit.slice(0, 10),
      detail:
        source.branch === undefined
          ? "The fix itself"
          : `The merged backport to ${source.branch}: it may fit where main's conflicts`,
      source,
    })),
    { title: `Backport to ${branch}`, placeHolder: "Pick the change from" },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.source;
}

/** Builds, proves, shows, pushes and opens one backport, each write on a yes of its own. */
export async function backportByHand(desk: Desk, work: HandWork): Promise<void> {
  const { ticket, branch } = work;
  const made = work.made ?? (await make(desk, work));
  const message = await showMade(desk, made, `${made.name}: the backport to ${branch}`);
  const pushed = made.pushedTo === undefined ? await push(desk, work, made) : made;
  await desk.board.roadChanged(ticket);
  if (pushed === undefined) {
    void vscode.window.showInformationMessage(
      `${made.name} was not pushed. It stays in your public clone; the branch's row asks again.`,
    );
    return;
  }
  await open(desk, work, pushed, message);
}

/** @throws {CancelledError} while its landing waits for the person. */
async function make(desk: Desk, { ticket, branch, source }: HandWork): Promise<BackportBranch> {
  if (source === undefined) throw new Error("A backport is picked from something");
  const landing = await landBackport(desk, ticket, {
    ...{ commit: source.commit, branch },
    ...(source.branch !== undefined && { source: source.branch }),
  });
  const made = landing && backportOf(landing);
  if (made === undefined) throw new CancelledError();
  await keepBackport(desk.records, ticket, made);
  return made;
}

async function push(
  desk: Desk,
  { ticket, branch }: HandWork,
  made: BackportBranch,
): Promise<BackportBranch | undefined> {
  const way = { mainBranch: branch, step: undefined };
  const outcome = await pushMade(desk, ticket, made, way);
  if (outcome === undefined) return undefined;
  const pushed = { ...made, pushedTo: fullName(outcome.fork) };
  await keepBackport(desk.records, ticket, pushed);
  return pushed;
}

async function open(
  desk: Desk,
  { ticket, project }: HandWork,
  pushed: BackportBranch,
  message: string,
): Promise<void> {
  const { pulls, issues } = desk.gitHub();
  const opened = await longWork(`Opening the backport to ${pushed.to}`, (_, signal) =>
    openBackportPull({ pulls, issues, ask: desk.ask, signal }, project, pushed, message),
  );
  await desk.board.roadChanged(ticket);
  if (opened === undefined) return;
  requireSameHead(opened);
  const { pull, missingLabels } = opened;
  if (missingLabels.length > 0) {
    void tellMissing(desk, project, [
      { number: pull.number, what: "pull request", labels: missingLabels },
    ]);
  }
  const button = "Open in Browser";
  const words = `The backport to ${pushed.to} is open: #${pull.number}.`;
  if ((await vscode.window.showInformationMessage(words, button)) === button) {
    await openOnSite(pull.htmlUrl, desk.gitHub().site.webUrl);
  }
}
