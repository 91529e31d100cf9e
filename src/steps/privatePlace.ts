import { HumanError } from "../base/errors.ts";
import type { TicketRecord } from "../ticket/record.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import { markedClone, type MarkedClone } from "./cloneMark.ts";
import type { Records } from "./ports.ts";

/** The ticket's private clone on this machine; undefined where there is none that is marked so. */
export async function knownPlace(
  { privateClone }: TicketRecord,
  ticket: TicketRef,
): Promise<MarkedClone | undefined> {
  if (privateClone === undefined) return undefined;
  const place = await markedClone(privateClone);
  return place !== undefined && ticketKey(place.ticket) === ticketKey(ticket) ? place : undefined;
}

/** @throws {HumanError} when there is none. */
export async function requirePlace(records: Records, ticket: TicketRef): Promise<MarkedClone> {
  const place = await knownPlace(await records.read(ticket), ticket);
  if (place !== undefined) return place;
  throw new HumanError(
    `The private clone of ${ticket.ghsaId} is not on this machine.`,
    "Use “Clone Private Fork” first; it also puts right one that is there.",
  );
}
