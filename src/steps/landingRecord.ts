import type { Landing, LandingSource } from "../ticket/landing.ts";
import type { TicketRecord } from "../ticket/record.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { Records } from "./ports.ts";

/** Which of a ticket's landings: the one on main, or the one on that release branch. */
export type LandingSlot = "main" | `${number}.${number}`;

export function slotOf(of: LandingSource): LandingSlot {
  if (of.kind === "main") return "main";
  const [major = "", minor = ""] = of.branch.split(".");
  return `${Number(major)}.${Number(minor)}`;
}

export function landingsIn({ landing, backportLandings = [] }: TicketRecord): readonly Landing[] {
  return landing === undefined ? backportLandings : [landing, ...backportLandings];
}

export function landingIn(
  { landing, backportLandings = [] }: TicketRecord,
  slot: LandingSlot,
): Landing | undefined {
  return slot === "main" ? landing : backportLandings.find(({ of }) => slotOf(of) === slot);
}

/** Writes a landing into the ticket's record, in place of the one of the same slot. */
export async function keepLanding(
  records: Records,
  ref: TicketRef,
  landing: Landing,
): Promise<void> {
  if (landing.of.kind === "main") return records.update(ref, { landing });
  return records.update(ref, ({ backportLandings = [] }) => {
    const others = backportLandings.filter(({ of }) => slotOf(of) !== slotOf(landing.of));
    return { backportLandings: [...others, landing] };
  });
}

/** Says in the ticket's record which public branch its landing on main has made. */
export async function keepBranch(
  records: Records,
  ref: TicketRef,
  { of, publicClone: clone, branch: name, commit }: Landing,
): Promise<void> {
  if (of.kind !== "main" || commit === undefined) return;
  const { pullRequest, head } = of;
  await records.update(ref, ({ publicBranch: before }) => {
    const pushedTo = before?.commit === commit ? before.pushedTo : undefined;
    return {
      publicBranch: {
        ...{ clone, name, commit, pullRequest, head },
        ...(pushedTo === undefined ? {} : { pushedTo }),
      },
    };
  });
}

/** Forgets the branch that a backport's landing has made. */
export async function dropBackport(
  records: Records,
  ref: TicketRef,
  { of, commit }: Landing,
): Promise<void> {
  if (of.kind !== "backport" || commit === undefined) return;
  await records.update(ref, ({ backportBranches = [] }) => ({
    backportBranches: backportBranches.filter((each) => each.commit !== commit),
  }));
}

export async function dropLanding(
  records: Records,
  ref: TicketRef,
  slot: LandingSlot,
): Promise<void> {
  if (slot === "main") return records.update(ref, { landing: undefined });
  return records.update(ref, ({ backportLandings = [] }) => ({
    backportLandings: backportLandings.filter(({ of }) => slotOf(of) !== slot),
  }));
}
