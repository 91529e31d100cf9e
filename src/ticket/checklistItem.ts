/** One part of the road that every ticket goes, in the order in which they are gone. */
export type ItemId =
  | "coordinator"
  | "determination"
  | "cve"
  | "severity"
  | "texts"
  | "fork"
  | "private-review"
  | "public-issue"
  | "public-pull-request"
  | "merge"
  | "email"
  | "backports"
  | `backport ${string}`
  | "close";

/** What the person can do now about an item. */
export type StepId =
  | "take"
  | "determine"
  | "score"
  | "write-texts"
  | "start-fork"
  | "clone"
  | "open-private-pull-request"
  | "answer-review"
  | "open-issue"
  | "mend-issue"
  | "apply-patch"
  | "continue-landing"
  | "push"
  | "open-pull-request"
  | "mend-pull-request"
  | "send-email"
  | "backport"
  | "mend-backport"
  | "close";

/** Whom an item waits for. */
export type Awaited = "member" | "bot" | "admin" | "author" | "reviewer" | "ci" | "release-manager";

export type ItemState =
  | { readonly kind: "done" }
  | { readonly kind: "ready"; readonly step: StepId }
  | {
      readonly kind: "waiting";
      readonly on: Awaited;
      /** When it should have happened at the latest, if that is known. */
      readonly until?: Date;
      /** It should have happened by now; somebody must be asked. */
      readonly overdue: boolean;
    }
  | { readonly kind: "blocked"; readonly by: ItemId }
  | { readonly kind: "not-needed" }
  /** GitHub could not be read, or does not tell; `passable` where later items don't wait for it. */
  | { readonly kind: "unknown"; readonly passable: boolean };

export interface ChecklistItem {
  readonly id: ItemId;
  /** What it is about: "Private fork". */
  readonly name: string;
  readonly state: ItemState;
  /**
   * One phrase: what was reached ("CVE-2026-40107"), an order to the person ("Clone the private
   * fork"), what is waited for, or why not.
   */
  readonly words: string;
}

/** What a rule says of its item. */
export type Finding = Pick<ChecklistItem, "state" | "words">;

export function done(words: string): Finding {
  return { state: { kind: "done" }, words };
}

export function ready(step: StepId, words: string): Finding {
  return { state: { kind: "ready", step }, words };
}

export function waiting(on: Awaited, words: string, until?: Date, overdue = false): Finding {
  return {
    state: { kind: "waiting", on, ...(until !== undefined && { until }), overdue },
    words,
  };
}

export function notNeeded(words: string): Finding {
  return { state: { kind: "not-needed" }, words };
}

export function notKnown(words: string, passable = false): Finding {
  return { state: { kind: "unknown", passable }, words };
}

export function blocked({ id, name }: Pick<ChecklistItem, "id" | "name">): Finding {
  return { state: { kind: "blocked", by: id }, words: `after: ${name}` };
}

/** Nothing more has to happen for it. */
export function isSettled({ state }: Finding | ChecklistItem): boolean {
  return state.kind === "done" || state.kind === "not-needed";
}
