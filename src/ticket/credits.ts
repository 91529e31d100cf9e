import { sameLogin } from "./login.ts";
import type { Credit } from "./ticket.ts";

/** GitHub's credit types; another one can be shown, but not be written back. */
export const CREDIT_TYPES = [
  "analyst",
  "finder",
  "reporter",
  "coordinator",
  "remediation_developer",
  "remediation_reviewer",
  "remediation_verifier",
  "tool",
  "sponsor",
  "other",
] as const;

export type CreditType = (typeof CREDIT_TYPES)[number];

/** One entry of the list that GitHub takes; it keeps by itself who has accepted. */
export interface CreditEntry {
  readonly login: string;
  readonly type: CreditType;
}

/** All credits of an advisory as they were read. */
export interface Credits {
  readonly credits: readonly Credit[];
  /** Entries without a login or a role: a list that is written whole can't name them. */
  readonly unnamedCredits: number;
}

/** A person's role before and after; null for none. GitHub keeps one role per person. */
export interface RoleChange {
  readonly login: string;
  readonly from: CreditType | null;
  readonly to: CreditType | null;
}

export type ChangedCredits =
  | { readonly kind: "write"; readonly entries: readonly CreditEntry[] }
  /** Everybody has the wanted role already. */
  | { readonly kind: "done" }
  /** Somebody's role is not what it was. */
  | { readonly kind: "conflict"; readonly login: string; readonly found: Credit | undefined }
  /** A credit is there that can't be written back, so that writing the list would lose it. */
  | { readonly kind: "unwritable" };

/** A credit of somebody whom the change is not about, and what became of it. */
export interface LostCredit {
  readonly before: Credit;
  /** Undefined when the person has no credit any more. */
  readonly now: Credit | undefined;
}

export function creditOf({ credits }: Pick<Credits, "credits">, login: string): Credit | undefined {
  return credits.find((credit) => sameLogin(credit.login, login));
}

/**
 * The whole list with the roles changed and everything else kept: order, persons, spelling. Whoever
 * comes in stands where the one stood who goes.
 */
export function changeRoles(credits: Credits, changes: readonly RoleChange[]): ChangedCredits {
  if (holds(credits, changes)) return { kind: "done" };
  for (const { login, from } of changes) {
    const found = creditOf(credits, login);
    if ((found?.type ?? null) !== from) return { kind: "conflict", login, found };
  }
  const typed = credits.credits.flatMap(toEntry);
  if (credits.unnamedCredits > 0 || typed.length < credits.credits.length) {
    return { kind: "unwritable" };
  }
  const incoming = changes.flatMap(({ login, to }) =>
    to !== null && creditOf(credits, login) === undefined ? [{ login, type: to }] : [],
  );
  const entries = typed.flatMap((entry): readonly CreditEntry[] => {
    const change = changeOf(changes, entry.login);
    if (change === undefined) return [entry];
    return change.to === null ? incoming.splice(0) : [{ ...entry, type: change.to }];
  });
  return { kind: "write", entries: [...entries, ...incoming] };
}

/** Whether everybody has the role that they are to have. */
export function holds(credits: Pick<Credits, "credits">, changes: readonly RoleChange[]): boolean {
  return changes.every(({ login, to }) => (creditOf(credits, login)?.type ?? null) === to);
}

/**
 * The credits of others that stood in one of the readings and are gone in the last, have another
 * role there, or wait again for a consent that had been given; one for each person.
 *
 * @param readings oldest first.
 */
export function lostCredits(
  readings: readonly Pick<Credits, "credits">[],
  changes: readonly RoleChange[],
): readonly LostCredit[] {
  const last = readings.at(-1) ?? { credits: [] };
  const lost = new Map<string, LostCredit>();
  for (const before of readings.flatMap(({ credits }) => credits)) {
    const { login, type, state } = before;
    const now = creditOf(last, login);
    const kept = now?.type === type && !(state === "accepted" && now.state === "pending");
    if (!kept && changeOf(changes, login) === undefined) {
      lost.set(login.toLowerCase(), { before, now });
    }
  }
  return [...lost.values()];
}

/** What brings lost credits back, but for a consent, which only the person can give. */
export function returnOf(
  lost: readonly LostCredit[],
  credits: Pick<Credits, "credits">,
): readonly RoleChange[] {
  return lost.flatMap(({ before: { login, type } }) => {
    const now = creditOf(credits, login);
    const to = creditTypeOf(type);
    const from = now === undefined ? null : creditTypeOf(now.type);
    return to === undefined || from === undefined || from === to ? [] : [{ login, from, to }];
  });
}

/** "fin (finder), ada (analyst)". */
export function lostWords(lost: readonly LostCredit[]): string {
  return lost.map(({ before }) => `${before.login} (${creditWords(before.type)})`).join(", ");
}

function changeOf(changes: readonly RoleChange[], login: string): RoleChange | undefined {
  return changes.find((change) => sameLogin(change.login, login));
}

/** Undefined for a type that can't be written. */
export function creditTypeOf(type: string): CreditType | undefined {
  return CREDIT_TYPES.find((each) => each === type);
}

function toEntry({ login, type }: Credit): readonly CreditEntry[] {
  const known = creditTypeOf(type);
  return known === undefined ? [] : [{ login, type: known }];
}

/** A credit type in words: "remediation developer". */
export function creditWords(type: string): string {
  return type.replaceAll("_", " ");
}
