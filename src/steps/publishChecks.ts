import { HumanError } from "../base/errors.ts";
import { checksTable, withTable } from "../text/checksTable.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { editPrivatePull, type EditPrivatePullPorts } from "./editPrivatePull.ts";
import type { Records } from "./ports.ts";

export interface PublishChecksPorts extends EditPrivatePullPorts {
  readonly records: Records;
}

/** A private pull request that was built and tested on this machine. */
export interface CheckedPull {
  readonly ticket: TicketRef;
  readonly fork: RepositoryName;
  readonly number: number;
}

/**
 * Puts the table of what was built and tested here into a private pull request's body on a yes, in
 * the place of an earlier one; the rest of the body is kept as it is.
 *
 * @returns "same" when the table stands there; undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function publishChecks(
  { pulls, ask, records }: PublishChecksPorts,
  { ticket, fork, number }: CheckedPull,
  signal?: AbortSignal,
): Promise<"changed" | "same" | undefined> {
  const { checks = [] } = await records.read(ticket);
  const own = checks.filter(
    ({ pullRequest, outcome }) => pullRequest === number && outcome !== "running",
  );
  if (own.length === 0) {
    throw new HumanError(
      `Private pull request #${number} was not built and tested here.`,
      "Use “Build and Test the Fix” first.",
    );
  }
  const before = await pulls.text(fork, number, signal);
  const after = { ...before, body: withTable(before.body, checksTable(own)) };
  return editPrivatePull({ pulls, ask }, { fork, number, before, after }, signal);
}
