/**
 * What the going-public review shows: plain data, so that the page only paints it. Texts are in
 * pieces, with everything visible that hides.
 */

/** The writes in the order in which they are done. */
export const WRITE_IDS = ["issue", "build", "push", "pull", "labels"] as const;

export type WriteId = (typeof WRITE_IDS)[number];

export const WRITE_STATES = ["done", "next", "held", "later"] as const;

export interface WriteView {
  readonly id: WriteId;
  readonly name: string;
  /** The words on its button. */
  readonly button: string;
  readonly audience: Audience;
  /** "held" is next, but something has to be settled first; "next" alone can be done. */
  readonly state: (typeof WRITE_STATES)[number];
  /** What was reached, or what it waits for. */
  readonly words: string;
  /** Whether the texts that were written for it can be written anew. */
  readonly canReword: boolean;
}

export const AUDIENCES = ["PUBLIC", "TEAM", "YOU"] as const;

export type Audience = (typeof AUDIENCES)[number];

export interface LiftView {
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface FindingView {
  /** Names it for a lift. */
  readonly digest: string;
  /** "a GHSA id" */
  readonly what: string;
  /** "line 3" */
  readonly where: string;
  /** A warning holds nothing back, and so is not lifted. */
  readonly level: "block" | "warning";
  readonly lift: LiftView | null;
}

/** A part of a text; `mark` is the place in the list of findings of what was found there. */
export interface Piece {
  readonly text: string;
  readonly mark: number | null;
}

export interface TextView {
  readonly id: string;
  readonly name: string;
  /** "PUBLIC already", "becomes PUBLIC with the push". */
  readonly note: string;
  readonly isPublic: boolean;
  readonly pieces: readonly Piece[];
  readonly findings: readonly FindingView[];
}

/** Something found in a file, with the line that it is on. */
export interface FileFindingView extends FindingView {
  readonly pieces: readonly Piece[];
}

export interface FileView {
  readonly path: string;
  /** "new, 12 lines added" */
  readonly what: string;
  readonly findings: readonly FileFindingView[];
}

/** A part of the secrets that could not be read. */
export interface GapView {
  readonly digest: string;
  readonly words: string;
  readonly lift: LiftView | null;
}

export const LEVELS = ["good", "open", "bad"] as const;

/** One line about where things stand. */
export interface Standing {
  readonly level: (typeof LEVELS)[number];
  readonly text: string;
}

export interface ReviewView {
  /** Whether the fix itself can be seen by everybody. */
  readonly isPublic: boolean;
  readonly title: string;
  readonly gate: Standing;
  readonly proof: Standing;
  /** Paths that are not as they were reviewed. */
  readonly differences: readonly string[];
  /** What held back the step that was tried last, by file or text. */
  readonly refused: readonly FileView[];
  readonly writes: readonly WriteView[];
  readonly texts: readonly TextView[];
  readonly gaps: readonly GapView[];
  /** "3 files", or why there are none. */
  readonly change: string;
  readonly hasCommit: boolean;
  readonly files: readonly FileView[];
}
