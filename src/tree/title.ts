import { plainLine } from "../base/plainLine.ts";
import type { Ticket } from "../ticket/ticket.ts";

/**
 * Characters of a title in a row. A side bar of usual width shows about 30 in all, and the days left
 * and the next step stand behind the title; the tooltip has the whole of it.
 */
const ROOM = 22;

/** The whole title as one plain line; the id where it says nothing. */
export function titleOf({ title, ghsaId }: Pick<Ticket, "title" | "ghsaId">): string {
  return plainLine(title).slice(0, 300) || ghsaId;
}

/** The title's beginning, up to the end of a word: "Header injection…". */
export function shortTitle(ticket: Pick<Ticket, "title" | "ghsaId">): string {
  const whole = titleOf(ticket);
  const characters = Array.from(whole);
  if (characters.length <= ROOM || whole === ticket.ghsaId) return whole;
  const end = characters.lastIndexOf(" ", ROOM);
  // A word that would take half of the room is cut: what is left of the title says too little.
  return `${characters.slice(0, end >= ROOM / 2 ? end : ROOM).join("")}…`;
}
