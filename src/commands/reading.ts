import * as vscode from "vscode";
import { isCancellation } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import type { Page, PageAction } from "../editor/ticketPages.ts";
import { markSeen, readTicket, ticketDocument, type TicketReading } from "../steps/readTicket.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import { ticketFor, type Desk } from "./desk.ts";

/** Tickets as documents to read, kept up to date while they are open. */
export function registerReading(desk: Desk): vscode.Disposable[] {
  const reader = new Reader(desk);
  let readAt: Date | undefined;
  return [
    registerCommand("psrt.readTicket", desk.log, (row) => reader.read(row)),
    vscode.Disposable.from(
      desk.board.onDidChange(() => {
        const { board } = desk.board;
        if (board === undefined || board.readAt === readAt) return;
        readAt = board.readAt;
        void desk.texts.reports.keepAll(board);
        void reader.readOpenAgain();
      }),
      desk.session.onDidChange(() => reader.forget()),
    ),
  ];
}

class Reader {
  readonly #desk: Desk;
  readonly #open = new Map<string, TicketReading>();
  #stop = new AbortController();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Reads the ticket and shows it, in its place where it is open. */
  async read(row: unknown): Promise<void> {
    const title = "Read a Ticket";
    const ref = await ticketFor(this.#desk, row, title, () => true, "all");
    const { signal } = this.#stop;
    const reading = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Reading ${ref.ghsaId}` },
      () => this.#ask(ref, signal),
    );
    if (signal.aborted) return;
    await this.#desk.texts.pages.show(ref, undefined, pageOf(reading));
    this.#open.set(ticketKey(ref), reading);
    await this.#markSeen(reading);
  }

  /** What came in the meantime is marked; a ticket that can't be read now stays as it is. */
  async readOpenAgain(): Promise<void> {
    const { pages } = this.#desk.texts;
    const { signal } = this.#stop;
    for (const [key, { ticket }] of this.#open) {
      if (!pages.isOpen(ticket)) {
        this.#open.delete(key);
        continue;
      }
      try {
        const reading = await this.#ask(ticket, signal);
        if (signal.aborted || !pages.isOpen(ticket)) continue;
        this.#open.set(key, reading);
        pages.update(ticket, undefined, pageOf(reading));
        if (pages.isSeen(ticket)) await this.#markSeen(reading);
      } catch (error) {
        if (!isCancellation(error)) this.#desk.log.warn(`${ticket.ghsaId} could not be read again`);
      }
    }
  }

  /** Another person has signed in, or nobody. */
  forget(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#open.clear();
    void this.#desk.texts.pages.clear();
  }

  #ask(ref: TicketRef, signal: AbortSignal): Promise<TicketReading> {
    const { advisories, comments, login } = this.#desk.gitHub();
    const { records, texts } = this.#desk;
    const before = texts.pages.isOpen(ref) ? this.#open.get(ticketKey(ref)) : undefined;
    const ports = { advisories, comments, reports: texts.reports, records, login };
    return readTicket(ports, ref, before, signal);
  }

  async #markSeen(reading: TicketReading): Promise<void> {
    const { records, board } = this.#desk;
    if (await markSeen(records, reading)) await board.recordChanged(reading.ticket);
  }
}

function pageOf(reading: TicketReading): Page {
  const page = ticketDocument(reading);
  const open: PageAction = {
    line: 0,
    title: "$(globe) Open on GitHub",
    command: "psrt.openOnGitHub",
  };
  const last = page.headings.at(-1) ?? 0;
  return {
    ...page,
    actions: [
      { line: 0, title: "$(lock) EMBARGOED" },
      ...(reading.ticket.state === "published"
        ? []
        : [{ line: 0, title: "$(comment) Reply…", command: "psrt.reply" as const }]),
      { line: 0, title: "$(refresh) Read Again", command: "psrt.readTicket" },
      open,
      ...(reading.comments === undefined ? [{ ...open, line: last }] : []),
    ],
  };
}
