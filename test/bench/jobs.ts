import type { TicketRef } from "../../src/ticket/ticket.ts";

/** Who works in the product's process, and where. */
export interface Workplace {
  readonly apiUrl: string;
  /** Origin of git's addresses. */
  readonly url: string;
  readonly login: string;
  readonly token: string;
}

/** What the product's process is told to do. */
export type Job =
  | ({ readonly kind: "clone"; readonly ticket: TicketRef; readonly target: string } & Clones)
  | ({
      readonly kind: "land";
      readonly ticket: TicketRef;
      readonly storage: string;
      readonly issue: number;
    } & Clones)
  | { readonly kind: "refresh"; readonly repositories: readonly string[] }
  | { readonly kind: "gate"; readonly ticket: TicketRef; readonly megabytes: number };

interface Clones {
  readonly publicClone: string;
}

/** How long it took, in milliseconds. */
export interface Done {
  readonly total: number;
  /** Of a landing: until the patch and the project were fetched. */
  readonly fetching?: number;
  /** The longest time that the event loop could not take anything else on. */
  readonly blocked: number;
}

export type Reply = { readonly done: Done } | { readonly failed: string };
