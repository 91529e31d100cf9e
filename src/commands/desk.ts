import type { Clock } from "../base/clock.ts";
import { HumanError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { CommitFiles } from "../editor/commitFiles.ts";
import type { DecisionDocuments } from "../editor/decisionDocuments.ts";
import type { LandingFiles } from "../editor/landingFiles.ts";
import type { OutputLog } from "../editor/outputLog.ts";
import type { Session } from "../editor/session.ts";
import type { Settings } from "../editor/settings.ts";
import { chooseTicket, ticketRefOf, type Whose } from "../editor/ticketChoice.ts";

import type { Connections } from "../steps/connections.ts";
import type { GitHub } from "../steps/gitHub.ts";
import type { HeldBack } from "../steps/heldBack.ts";
import type { AllRecords, Ask, RecordStore } from "../steps/ports.ts";
import type { TicketBoard } from "../steps/ticketBoard.ts";
import { takesPart } from "../ticket/membership.ts";
import { projectOf, type Project } from "../ticket/project.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";
import type { EmbargoedTexts } from "./embargoedTexts.ts";
import type { Members } from "./members.ts";

/** What the commands work with. */
export interface Desk {
  readonly log: Log & Pick<OutputLog, "show">;
  readonly clock: Clock;
  readonly session: Session;
  readonly settings: Settings;
  readonly board: TicketBoard;
  readonly records: AllRecords & RecordStore;
  readonly ask: Ask;
  readonly documents: DecisionDocuments;
  readonly commits: CommitFiles;
  readonly landingFiles: LandingFiles;
  readonly texts: EmbargoedTexts;
  readonly members: Members;
  /** Absolute path of a folder of the extension's own. */
  readonly storage: string;
  /** @throws {HumanError} while nobody is signed in. */
  gitHub(): GitHub;
  git(): ReturnType<Connections["git"]>;
  openForm(ref: TicketRef): void;
  /** Shows everything that the ticket's fix makes public, and what just held a step back. */
  openReview(ref: TicketRef, held?: HeldBack): void;
  /** Shows the ticket's row in the view that has it; false when none has. */
  reveal(ref: TicketRef): Promise<boolean>;
}

/**
 * The ticket of the row, or one that the person chooses; read first when nothing has been yet. One
 * that does not fit is read anew: what is known of it may be from before it did.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function ticketFor(
  desk: Desk,
  row: unknown,
  title: string,
  fits: (ticket: Ticket) => boolean,
  whose?: Whose,
): Promise<Ticket> {
  const ref = ticketRefOf(row);
  const known = ref && desk.board.ticket(ref);
  if (known !== undefined && fits(known)) return known;
  const gitHub = desk.gitHub();
  if (ref !== undefined) return gitHub.advisories.get(ref);
  if (desk.board.board === undefined) await desk.board.refresh();
  const { board } = desk.board;
  if (board === undefined) {
    throw new HumanError("No tickets have been read.", "Sign in, then try again.", {
      remedy: "sign-in",
    });
  }
  return chooseTicket(board, title, fits, whose);
}

/** Whether the signed-in person takes part in the ticket's process, by what was read last. */
export function isPartOf({ board: { board } }: Desk, ticket: Ticket): boolean {
  return board !== undefined && takesPart(ticket, board.isMember, board.login);
}

/** @throws {HumanError} for a repository that is not a project of the PSRT. */
export function requireProject(repository: RepositoryName): Project {
  const project = projectOf(repository);
  if (project === undefined) {
    throw new HumanError(
      `${fullName(repository)} is not a project whose patches can be landed here.`,
      "Only CPython's and pip's can.",
    );
  }
  return project;
}

/** @throws {HumanError} while there is no private fork. */
export function requireFork({ privateFork, ghsaId }: Ticket): RepositoryName {
  if (privateFork === null) {
    throw new HumanError(
      `${ghsaId} has no private fork yet.`,
      "“Create Private Fork” says who makes it and when, and tells you when it is there.",
    );
  }
  return privateFork;
}
