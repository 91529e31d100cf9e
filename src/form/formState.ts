import { formatBase, parseVector, type BaseMetrics, type BeyondBase } from "../cvss/grammar.ts";
import { affectedText, weaknessesText, type AffectedPackage } from "../ticket/affectedPackage.ts";
import {
  advisoryFieldNames,
  comparableText,
  type AdvisoryFieldName,
  type AdvisoryFields,
} from "../ticket/advisoryFields.ts";

/** What the person made of a field, and what it was on GitHub when they began. */
export interface TextEdit {
  readonly base: string;
  readonly value: string;
}

export interface VectorEdit {
  readonly base: string;
  /** The choice so far; it may be incomplete. */
  readonly metrics: BaseMetrics;
  /** What stands in the vector's text field when it is not just the choice's canonical text. */
  readonly typed: string | null;
}

/** A list that replaces GitHub's whole. */
export interface ListEdit<T> {
  readonly base: readonly T[];
  readonly value: readonly T[];
}

/** A draft: only the fields that differ from GitHub. */
export interface Edits {
  readonly title?: TextEdit;
  readonly description?: TextEdit;
  readonly vector?: VectorEdit;
  readonly weaknesses?: ListEdit<string>;
  readonly affected?: ListEdit<AffectedPackage>;
  /** Metrics that GitHub does not store; they are kept here and nowhere else. */
  readonly beyond?: BeyondBase;
}

/** A draft as it is kept between sessions. */
export interface StoredDraft {
  readonly version: 1;
  /** An instant, ISO 8601 in UTC. */
  readonly savedAt: string;
  readonly edits: Edits;
}

/** Everything the form shows follows from what GitHub has and what the person changed. */
export interface FormState {
  readonly fields: AdvisoryFields;
  readonly edits: Edits;
}

/** A field's edit in the form in which it is compared; undefined for a field that is not edited. */
export function editText(edits: Edits, field: AdvisoryFieldName): string | undefined {
  switch (field) {
    case "title":
    case "description":
      return edits[field]?.value;
    case "vector":
      return edits.vector && (edits.vector.typed ?? formatBase(edits.vector.metrics));
    case "weaknesses":
      return edits.weaknesses && weaknessesText(edits.weaknesses.value);
    case "affected":
      return edits.affected && affectedText(edits.affected.value);
  }
}

/** Drops edits that say what GitHub says. */
export function withoutIdle({ fields, edits }: FormState): FormState {
  const idle = advisoryFieldNames.filter((field) =>
    field === "vector"
      ? edits.vector !== undefined && sameVector(fields, edits.vector)
      : editText(edits, field) === comparableText(fields, field),
  );
  return { fields, edits: withoutEdits(edits, idle) };
}

export function withoutEdits(edits: Edits, fields: readonly (keyof Edits)[]): Edits {
  const { title, description, vector, weaknesses, affected, beyond } = edits;
  const stays = (field: keyof Edits): boolean => !fields.includes(field);
  return {
    ...(title && stays("title") && { title }),
    ...(description && stays("description") && { description }),
    ...(vector && stays("vector") && { vector }),
    ...(weaknesses && stays("weaknesses") && { weaknesses }),
    ...(affected && stays("affected") && { affected }),
    ...(beyond && stays("beyond") && { beyond }),
  };
}

function sameVector(fields: AdvisoryFields, { metrics, typed }: VectorEdit): boolean {
  const stored = fields.vector ?? "";
  if (typed !== null) return typed === stored;
  if (stored === "") return Object.keys(metrics).length === 0;
  const parsed = parseVector(stored);
  return parsed.valid && formatBase(parsed.value) === formatBase(metrics);
}

/** Fields of GitHub that the person changed; metrics that stay here are none. */
export function dirtyFields(edits: Edits): readonly AdvisoryFieldName[] {
  return advisoryFieldNames.filter((field) => edits[field] !== undefined);
}

export function isDirty({ edits }: FormState): boolean {
  return dirtyFields(edits).length > 0;
}

/** Whether there is anything to keep, changed on GitHub or not. */
export function hasEdits({ edits }: FormState): boolean {
  return Object.keys(edits).length > 0;
}
