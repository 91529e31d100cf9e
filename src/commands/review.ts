import type * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { readGoingPublic, type GoingPublic } from "../steps/readGoingPublic.ts";
import { labelRequest, type MissingLabels } from "../steps/labels.ts";
import { liftFinding, unliftFinding } from "../steps/liftFinding.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";
import { freshFacts } from "../ticket/board.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { andWords } from "../ticket/words.ts";
import { ticketFor, type Desk } from "./desk.ts";
import { buildCommit, pushCommit, showPublicCommit } from "./landing.ts";
import { reword } from "./landingSession.ts";
import { describeAndLabel, publicIssueFor } from "./publicIssue.ts";
import { openPublicPullFor } from "./publicPull.ts";
import { secretsFor } from "./secrets.ts";

/** The writes of the review, in their order. */
type Write = "issue" | "build" | "push" | "pull" | "labels";

/** Everything that a fix makes public, before it does. */
export function registerReview(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.reviewGoingPublic", desk.log, async (row) => {
      const fits = ({ state }: Ticket): boolean => state === "draft";
      desk.openReview(await ticketFor(desk, row, "Review Going Public", fits));
    }),
  ];
}

/** What the review does through the commands' own steps. */
export class ReviewWork {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async read(ref: TicketRef, signal?: AbortSignal): Promise<GoingPublic> {
    const desk = this.#desk;
    const gitHub = desk.gitHub();
    const ticket = await this.#ticket(ref, signal);
    const ports = { git: desk.git(), gitHub, records: desk.records, secrets: secretsFor(desk) };
    const { board } = desk.board;
    // What is told of an earlier day looks as if what was done since had not been done.
    const road =
      (board && freshFacts(board, ref)) ?? (await desk.board.readAnew(gitHub, ref, signal)).road;
    return readGoingPublic({ ...ports, ...(signal !== undefined && { signal }) }, ticket, road);
  }

  /** Each asks by itself. @throws {HumanError} @throws {CancelledError} when the person said no. */
  async write(ref: TicketRef, write: Write): Promise<void> {
    const desk = this.#desk;
    const ticket = await this.#ticket(ref);
    switch (write) {
      case "issue":
        await publicIssueFor(desk, ticket);
        break;
      case "build":
        await buildCommit(desk, { ticket });
        break;
      case "push":
        if (!(await pushCommit(desk, { ticket }))) throw new CancelledError();
        break;
      case "pull":
        await openPublicPullFor(desk, ticket);
        break;
      case "labels":
        requireLabels(desk, ticket, await describeAndLabel(desk, ticket));
        break;
    }
  }

  /** Asks for title and news entry of the commit that is being built once more, and builds it. */
  async reword(ref: TicketRef): Promise<void> {
    const ticket = await this.#ticket(ref);
    await reword(this.#desk, ticket);
    await buildCommit(this.#desk, { ticket });
  }

  async lift(ref: TicketRef, digest: string, reason: string): Promise<void> {
    await liftFinding(this.#desk, ref, digest, reason);
    await this.#desk.board.recordChanged(ref);
  }

  async unlift(ref: TicketRef, digest: string): Promise<void> {
    await unliftFinding(this.#desk, ref, digest);
    await this.#desk.board.recordChanged(ref);
  }

  async showCommit(ref: TicketRef): Promise<void> {
    await showPublicCommit(this.#desk, { ticket: await this.#ticket(ref) });
  }

  #ticket(ref: TicketRef, signal?: AbortSignal): Promise<Ticket> {
    const known = this.#desk.board.ticket(ref);
    return known === undefined
      ? this.#desk.gitHub().advisories.get(ref, signal)
      : Promise.resolve(known);
  }
}

/** @throws {HumanError} while one is missing. */
function requireLabels(desk: Desk, { repository }: Ticket, missing: MissingLabels): void {
  if (missing.length === 0) return;
  const words = missing.map(({ number, labels }) => `#${number} lacks ${andWords(labels)}`);
  const request = labelRequest(desk.gitHub().site.webUrl, repository, missing);
  throw new HumanError(
    `${words.join("; ")}: GitHub did not let you set it.`,
    `Ask somebody who triages ${fullName(repository)}: “${request.replaceAll("\n", "; ")}”. The notification copies it.`,
  );
}
