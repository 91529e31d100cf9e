import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../src/base/clock.ts";
import { Git } from "../../../src/git/git.ts";
import { gitCredential } from "../../../src/steps/gitHub.ts";
import type { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { checklist } from "../../../src/ticket/checklist.ts";
import { nextStepOf } from "../../../src/ticket/nextStep.ts";
import type { Ticket, TicketRef } from "../../../src/ticket/ticket.ts";
import { factsOf, type TicketFacts } from "../../../src/ticket/ticketFacts.ts";
import type { Sandbox } from "../sandbox.ts";
import { gitHubOf } from "./person.ts";

/** What the board says of a ticket, read anew each time. */
export interface Road {
  readonly facts: () => Promise<TicketFacts>;
  readonly ticket: () => Promise<Ticket>;
  /** The next step's words. */
  readonly next: () => Promise<string>;
}

export function roadOf(board: TicketBoard, clock: Clock, ref: TicketRef): Road {
  const facts = async (): Promise<TicketFacts> => {
    await board.refresh();
    const ticket = board.ticket(ref);
    assert.ok(board.board !== undefined && ticket !== undefined);
    return factsOf(board.board, ticket);
  };
  return {
    facts,
    ticket: async () => (await facts()).ticket,
    next: async () => nextStepOf(checklist(await facts(), clock.now())).words,
  };
}

/** The git of a person whose home is that folder, with a name, a token and nothing of this machine. */
export function gitAt(home: string, sandbox: Sandbox, login: string, name: string = login): Git {
  mkdirSync(home);
  writeFileSync(
    join(home, ".gitconfig"),
    `[user]\n\tname = ${name}\n\temail = ${login}@example.org\n`,
  );
  const token = sandbox.token(login);
  const { site } = gitHubOf(sandbox, login);
  return new Git({
    credentials: () => Promise.resolve([gitCredential(site, token)]),
    environment: { PATH: process.env["PATH"], HOME: home, GIT_CONFIG_NOSYSTEM: "1" },
  });
}
