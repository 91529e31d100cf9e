import * as vscode from "vscode";
import { CancelledError, HumanError, isCancellation } from "../base/errors.ts";
import { asRecord, asString } from "../base/shape.ts";
import { report, runCommand } from "../editor/commands.ts";
import { LANDING_SCHEME } from "../editor/contributions.ts";
import { choiceLabel, noticeText } from "../editor/labels.ts";
import { isMeant } from "../editor/doubt.ts";
import { longWork } from "../editor/longWork.ts";
import { ticketRefOf } from "../editor/ticketChoice.ts";
import type {
  Aborted,
  LandingOutcome,
  LandingPlace,
  LandingPorts,
  LandingSlot,
  LandingWish,
} from "../steps/landing.ts";
import { LandingFolder } from "../steps/landingFolder.ts";
import { landingIn, landingsIn, slotOf } from "../steps/landingRecord.ts";
import { landingWords, routeWords } from "../steps/landingTexts.ts";
import { HeldBackError } from "../steps/heldBack.ts";
import { ChangedPullRequestError } from "../steps/unlandable.ts";
import { isUnderWay, type Landing, type LandingSource } from "../ticket/landing.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import { requireProject, type Desk } from "./desk.ts";
import { openConflicts } from "./landingConflict.ts";
import { askCommitTitle, askNewsAgain, landingQuestions } from "./landingQuestions.ts";
import { requirePublicClone } from "./publicClone.ts";
import { secretsFor } from "./secrets.ts";

const CONTINUE = "Continue Landing";
const ABORT = "Abort Landing…";
const AGAIN = "Start Again";
const KEEP = "Keep the Lines From Before";

/**
 * Starts a landing and tells where it came to.
 * @returns the landing once its commit is on its branch.
 * @throws {HumanError} @throws {CancelledError}
 */
export function start(desk: Desk, ticket: Ticket, wish: LandingWish): Promise<Landing | undefined> {
  return inSession(desk, ticket, slotOf(wish.of), wish.issue, async (ports, place) => {
    const { startLanding } = await import("../steps/landing.ts");
    return startLanding(ports, place, wish);
  });
}

/** Continues a landing and tells where it came to; like {@link start}. */
export async function goOn(
  desk: Desk,
  ticket: Ticket,
  slot: LandingSlot,
  keepsUntouched = false,
): Promise<Landing | undefined> {
  const folder = new LandingFolder(desk.storage, ticket, slot);
  if (!(await desk.landingFiles.save(folder.name))) {
    throw new HumanError("A file of the landing could not be saved.", "Save it, then try again.");
  }
  const landing = landingIn(await desk.records.read(ticket), slot);
  return inSession(desk, ticket, slot, landing?.issue, async (ports, place) => {
    const { continueLanding } = await import("../steps/landing.ts");
    return continueLanding({ ...ports, keepsUntouched }, place, slot);
  });
}

/**
 * Makes the backport of a commit of the project by hand, or goes on with it. Its branch is then in
 * the member's public clone and is pushed by who asked for it.
 * @returns the landing once its commit is on its branch; undefined while it waits for the person.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function landBackport(
  desk: Desk,
  ticket: Ticket,
  of: Omit<Extract<LandingSource, { kind: "backport" }>, "kind">,
): Promise<Landing | undefined> {
  const { backportWish } = await import("../steps/landing.ts");
  const wish = backportWish(of);
  const slot = slotOf(wish.of);
  const known = landingIn(await desk.records.read(ticket), slot);
  if (isUnderWay(known)) return goOn(desk, ticket, slot);
  const publicClone = await requirePublicClone(desk, requireProject(ticket.repository));
  return start(desk, ticket, { ...wish, publicClone });
}

/** Ends a landing on a yes. */
export async function abort(desk: Desk, ticket: Ticket, slot: LandingSlot): Promise<void> {
  const landing = landingIn(await desk.records.read(ticket), slot);
  const goesAway = await isMeant({
    message: `Abort the landing ${landing?.branch ?? slot} of ${ticket.ghsaId}?`,
    detail:
      "Its branch in your public clone, what you resolved and what you wrote for it are removed. Nothing of it has left this machine.",
    yes: "Abort Landing",
    no: "Keep it",
  });
  if (!goesAway) throw new CancelledError();
  await end(desk, ticket, slot);
}

const ENDS: Readonly<Record<Aborted, string>> = {
  none: "Nothing of it is left.",
  removed: "Its branch in your public clone was deleted.",
  unreachable:
    "Your public clone is no longer where it was. If it was moved, delete the landing's branch in it: it holds the fix.",
  kept: "Its branch in your public clone stays: it is checked out, or was there before.",
};

async function end(desk: Desk, ticket: Ticket, slot: LandingSlot): Promise<void> {
  const { records, storage } = desk;
  const { abortLanding } = await import("../steps/landing.ts");
  const branch = await abortLanding({ git: desk.git(), records, storage }, { ticket }, slot);
  await desk.landingFiles.close(new LandingFolder(storage, ticket, slot).name);
  await desk.board.recordChanged(ticket);
  void vscode.window.showInformationMessage(`The landing was aborted. ${ENDS[branch]}`);
}

/**
 * A landing that is under way, with its ticket: the one of the row (whose `branch` names its release
 * branch, or "main") or of the document, or a choice.
 */
export async function chooseLanding(
  desk: Desk,
  row: unknown,
  title: string,
): Promise<{ readonly ticket: Ticket; readonly slot: LandingSlot }> {
  if (desk.board.board === undefined) await desk.board.refresh();
  const { board } = desk.board;
  const ref = ticketRefOf(row);
  const branch = asString(asRecord(row)?.["branch"]);
  const document = row instanceof vscode.Uri && row.scheme === LANDING_SCHEME ? row : undefined;
  const tickets = (board?.readings ?? []).flatMap((reading) => reading.tickets ?? []);
  const found = await Promise.all(
    tickets
      .filter((ticket) => ref === undefined || ticketKey(ticket) === ticketKey(ref))
      .map(async (ticket) =>
        landingsIn(await desk.records.read(ticket))
          .filter(isUnderWay)
          .map((landing) => ({ ticket, landing, slot: slotOf(landing.of) })),
      ),
  );
  const landings = found
    .flat()
    .filter(({ slot }) => branch === undefined || slot === branch)
    .filter(
      ({ ticket, slot }) =>
        document === undefined ||
        document.authority === new LandingFolder(desk.storage, ticket, slot).name,
    );
  const [first, ...others] = landings;
  if (first === undefined) {
    // It may have ended in another window, and the row that was clicked be older than that.
    if (ref !== undefined) await desk.board.recordChanged(ref);
    throw new HumanError("No landing is under way.", "“Start Landing” begins one.");
  }
  if (others.length === 0) return first;
  const choice = await vscode.window.showQuickPick(
    landings.map((each) => ({
      label: landingWords(each.landing),
      description: each.ticket.ghsaId,
      detail: choiceLabel(each.ticket.title),
      each,
    })),
    { title, placeHolder: "Landing" },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.each;
}

/** What a landing is about, as GitHub and the settings tell it now. */
export function placeOf(desk: Desk, ticket: Ticket): LandingPlace {
  const gitHub = desk.gitHub();
  const project = requireProject(ticket.repository);
  const { privateFork } = ticket;
  return {
    ...{ ticket, project, upstream: gitHub.gitUrl(project.repository) },
    ...(privateFork !== null && {
      fork: { name: privateFork, address: gitHub.gitUrl(privateFork) },
    }),
  };
}

async function inSession(
  desk: Desk,
  ticket: Ticket,
  slot: LandingSlot,
  issue: number | undefined,
  work: (ports: LandingPorts, place: LandingPlace) => Promise<LandingOutcome>,
): Promise<Landing | undefined> {
  const place = placeOf(desk, ticket);
  const { records, storage, clock } = desk;
  try {
    const outcome = await longWork(`Landing ${ticket.ghsaId}`, (progress, signal) => {
      const questions = landingQuestions(desk, place.project, issue ?? 0);
      const secrets = secretsFor(desk);
      const { pulls } = desk.gitHub();
      const ports = { git: desk.git(), pulls, records, secrets, storage, clock, questions };
      return work({ ...ports, progress, signal }, place);
    });
    await desk.board.recordChanged(ticket);
    return await tell(desk, ticket, slot, outcome);
  } catch (error) {
    await desk.board.recordChanged(ticket);
    const landing = landingIn(await records.read(ticket), slot);
    if (isUnderWay(landing) && offerAfter(desk, ticket, landing, error)) throw new CancelledError();
    throw error;
  }
}

async function tell(
  desk: Desk,
  ticket: Ticket,
  slot: LandingSlot,
  outcome: LandingOutcome,
): Promise<Landing | undefined> {
  const { landing } = outcome;
  switch (outcome.at) {
    case "conflict": {
      const left = await openConflicts(desk, ticket, slot, outcome);
      if (left === 0) return goOn(desk, ticket, slot);
      const files = left === 1 ? "1 file" : `${left} files`;
      const then = left === 1 ? "then continue." : "then continue: the next one opens.";
      const way = { ticket, branch: slot };
      void (outcome.isUntouched === true
        ? offer(
            `${landing.branch}: in ${files} neither side of a conflict was taken. Resolve and save, ${then}`,
            {
              [CONTINUE]: () => runCommand("psrt.continueLanding", way),
              [KEEP]: () => runCommand("psrt.continueLanding", { ...way, keepsUntouched: true }),
            },
          )
        : offerWaysOn(
            `${landing.branch}: ${files} can't be merged without you; the others are applied in ${outcome.workTree}. Resolve and save, ${then}`,
            ticket,
            slot,
          ));
      return undefined;
    }
    case "prove":
      void offerWaysOn(
        `${landing.branch}: you did not accept how it differs from what was reviewed. It can be continued or aborted; nothing has left this machine.`,
        ticket,
        slot,
      );
      return undefined;
    case "publish": {
      await desk.landingFiles.close(new LandingFolder(desk.storage, ticket, slot).name);
      const from = landing.route === undefined ? "" : `, made from ${routeWords(landing.route)}`;
      const how = landing.reused === true ? "is there already, with the same change" : "is ready";
      void vscode.window.showInformationMessage(
        `${landing.branch} ${how}: one commit on the project's branch of now${from}. Nothing has left this machine.`,
      );
      return landing;
    }
  }
}

/** What can be done where a landing was stopped. @returns whether the error was told with it. */
function offerAfter(desk: Desk, ticket: Ticket, landing: Landing, error: unknown): boolean {
  const slot = slotOf(landing.of);
  const told = (run: () => Promise<unknown>) => async (): Promise<void> => {
    try {
      await run();
    } catch (error) {
      report(error, desk.log, "psrt.continueLanding");
    }
  };
  if (isCancellation(error)) {
    void offerWaysOn(
      `Landing ${landingWords(landing)}. It can be continued or aborted at any time.`,
      ticket,
      slot,
    );
    return true;
  }
  if (error instanceof ChangedPullRequestError) {
    const again = told(async () => {
      await end(desk, ticket, slot);
      await runCommand("psrt.startLanding", { ticket });
    });
    void offer(`${error.message} ${error.next}`, { [AGAIN]: again });
    return true;
  }
  if (error instanceof HeldBackError) {
    const isMain = landing.of.kind === "main";
    desk.openReview(ticket, { step: isMain ? "build" : undefined, error });
    return true;
  }
  return false;
}

/**
 * Asks for title and news entry of the landing on main once more.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function reword(desk: Desk, ticket: Ticket): Promise<void> {
  const { landing } = await desk.records.read(ticket);
  if (!isUnderWay(landing)) {
    throw new HumanError("No landing is under way.", "“Start Landing” begins one.");
  }
  const { issue = 0, news, message } = landing;
  const project = requireProject(ticket.repository);
  const title = await askCommitTitle(project, issue, message);
  const words =
    news?.kind === "entry"
      ? { message: title, news: await askNewsAgain(desk, project, issue, news) }
      : { message: title };
  const { records, storage } = desk;
  const { rewordLanding } = await import("../steps/landing.ts");
  await rewordLanding({ records, storage }, { ticket }, slotOf(landing.of), words);
}

/** Tells where a landing stands, with buttons to continue and to abort it. */
export async function offerWaysOn(
  text: string,
  ticket: Ticket,
  branch: LandingSlot,
): Promise<void> {
  return offer(text, {
    [CONTINUE]: () => runCommand("psrt.continueLanding", { ticket, branch }),
    [ABORT]: () => runCommand("psrt.abortLanding", { ticket, branch }),
  });
}

type Buttons = Readonly<Record<string, () => Promise<void>>>;

async function offer(text: string, buttons: Buttons): Promise<void> {
  const choice = await vscode.window.showWarningMessage(noticeText(text), ...Object.keys(buttons));
  if (choice !== undefined) await buttons[choice]?.();
}
