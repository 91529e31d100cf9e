import { affectedText, weaknessesText, type AffectedPackage } from "./affectedPackage.ts";
import { stripTags, tagsOf } from "./tag.ts";
import type { Credit, Severity, TicketState } from "./ticket.ts";

/** What the advisory form shows of an advisory, as GitHub last had it. */
export interface AdvisoryFields {
  /** GitHub's `summary`, the bot's tags included. */
  readonly title: string;
  readonly description: string;
  /** The stored v4 vector, unchecked: GitHub keeps texts that the strict grammar refuses. */
  readonly vector: string | null;
  /** A v3 vector is shown and scored again by hand, never converted. */
  readonly v3Vector: string | null;
  /** Ids such as "CWE-79", as GitHub has them. */
  readonly weaknesses: readonly string[];
  readonly affected: readonly AffectedPackage[];
  /** Shown only; who is credited is changed elsewhere. */
  readonly credits: readonly Credit[];
  readonly severity: Severity | null;
  readonly cveId: string | null;
  readonly state: TicketState;
  /** An instant, ISO 8601 in UTC. */
  readonly updatedAt: string;
  /** As in "affecting CPython". */
  readonly projectName: string;
  /** The public pull request, for the e-mail; null while there is none or it was not read. */
  readonly pullRequestUrl: string | null;
  readonly htmlUrl: string;
}

/** The fields that the form writes. */
export const advisoryFieldNames = [
  "title",
  "description",
  "vector",
  "weaknesses",
  "affected",
] as const;

export type AdvisoryFieldName = (typeof advisoryFieldNames)[number];

/** New values, only of what changed. A title has no tags and single blanks, a vector is canonical and base only. */
export interface AdvisoryChanges {
  readonly title?: string;
  readonly description?: string;
  readonly vector?: string;
  /** Replaces the whole list on GitHub, as `affected` does. */
  readonly weaknesses?: readonly string[];
  readonly affected?: readonly AffectedPackage[];
}

/** Somebody else changed a field that the person changed too. */
export interface FieldConflict {
  readonly field: AdvisoryFieldName;
  readonly mine: string;
  readonly theirs: string;
}

/** A field that reads back otherwise than it was written. */
export interface FieldDifference {
  readonly field: AdvisoryFieldName;
  readonly wanted: string;
  readonly found: string;
}

export type SaveOutcome =
  | {
      readonly kind: "saved";
      /** Read back from GitHub and equal to what was wanted. */
      readonly confirmed: readonly AdvisoryFieldName[];
      readonly different: readonly FieldDifference[];
      /** As GitHub has the advisory now. */
      readonly fields: AdvisoryFields;
    }
  | {
      /** Nothing was written. */
      readonly kind: "conflict";
      readonly conflicts: readonly FieldConflict[];
      readonly fields: AdvisoryFields;
    };

/**
 * A field's text in the form in which two are compared: the title without tags, line ends as "\n"
 * (GitHub's pages store "\r\n"), no vector as the empty text.
 */
export function comparableText(
  fields: Pick<AdvisoryFields, AdvisoryFieldName>,
  field: AdvisoryFieldName,
): string {
  switch (field) {
    case "title":
      return stripTags(fields.title);
    case "description":
      return fields.description.replace(/\r\n?/g, "\n");
    case "vector":
      return fields.vector ?? "";
    case "weaknesses":
      return weaknessesText(fields.weaknesses);
    case "affected":
      return affectedText(fields.affected);
  }
}

/** A new value in the form in which it is compared; undefined for a field that did not change. */
export function changeText(changes: AdvisoryChanges, field: AdvisoryFieldName): string | undefined {
  switch (field) {
    case "title":
    case "description":
    case "vector":
      return changes[field];
    case "weaknesses":
      return changes.weaknesses && weaknessesText(changes.weaknesses);
    case "affected":
      return changes.affected && affectedText(changes.affected);
  }
}

/**
 * The new title with the tags of the present one, in front or behind as they stand there, so that
 * an edit never loses what the bot has yet to act on.
 */
export function retitle(present: string, title: string): string {
  const front: string[] = [];
  const behind: string[] = [];
  let inFront = true;
  // "[Accepted] Heap overflow in foo() [CLOSED]"
  for (const piece of present.split(/(\[[^[\]]*\])/).filter((text) => text.trim() !== "")) {
    if (tagsOf(piece).length === 0) inFront = false;
    else (inFront ? front : behind).push(piece);
  }
  return [...front, title, ...behind].join(" ");
}
