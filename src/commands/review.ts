import type * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { readGoingPublic, type GoingPublic } from "../steps/readGoingPublic.ts";
import { liftFinding, unliftFinding } from "../steps/liftFinding.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";
import { ticketFor, type Desk } from "./desk.ts";
import { buildCommit, pushCommit, showPublicCommit } from "./landing.ts";
import { mendPublicIssue, publicIssueFor } from "./publicIssue.ts";
import { labelPublicPull, openPublicPullFor } from "./publicPull.ts";
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
    const road = desk.board.board?.facts.get(ticketKey(ref));
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
        await mendPublicIssue(desk, { ticket });
        await labelPublicPull(desk, ticket);
        break;
    }
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
