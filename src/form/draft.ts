import {
  baseMetrics,
  completeVector,
  formatBase,
  formatMetrics,
  missingMetrics,
  parseVector,
  type BaseMetricId,
  type BaseMetrics,
  type Vector,
} from "../cvss/grammar.ts";
import { scoreOf, type Score } from "../cvss/score.ts";
import { emailSeverity } from "../cvss/severity.ts";
import { advisoryEmail, type AdvisoryEmail } from "../text/email.ts";
import { checkDescription, checkTitle, hasError, type Check } from "../ticket/advisoryChecks.ts";
import {
  advisoryFieldNames,
  comparableText,
  type AdvisoryChanges,
  type AdvisoryFieldName,
  type AdvisoryFields,
  type SaveOutcome,
} from "../ticket/advisoryFields.ts";
import { stripTags } from "../ticket/tag.ts";

export { comparableText } from "../ticket/advisoryFields.ts";
export {
  checkDescription,
  checkTitle,
  lengthOf,
  MAX_DESCRIPTION,
  MAX_TITLE,
} from "../ticket/advisoryChecks.ts";

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

/** A draft: only the fields that differ from GitHub. */
export interface Edits {
  readonly title?: TextEdit;
  readonly description?: TextEdit;
  readonly vector?: VectorEdit;
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

export function titleOf({ fields, edits }: FormState): string {
  return edits.title?.value ?? comparableText(fields, "title");
}

export function descriptionOf({ fields, edits }: FormState): string {
  return edits.description?.value ?? comparableText(fields, "description");
}

/** What the score calculator shows. */
export interface VectorView {
  readonly metrics: BaseMetrics;
  /** For the text field; partial while the choice is. */
  readonly text: string;
  /** Why the text is not a vector; null when it is one or merely not finished. */
  readonly problem: string | null;
  readonly missing: readonly BaseMetricId[];
  /** Metrics in the text that GitHub does not store: "E:A/CR:H". */
  readonly leftOut: string | null;
}

export function vectorView({ fields, edits }: FormState): VectorView {
  const edit = edits.vector;
  const typed = edit === undefined ? (fields.vector ?? "") : edit.typed;
  const parsed = typed === null || typed === "" ? undefined : parseVector(typed);
  const metrics = edit?.metrics ?? (parsed?.valid === true ? baseMetrics(parsed.value) : {});
  return {
    metrics,
    text: typed ?? (Object.keys(metrics).length === 0 ? "" : formatBase(metrics)),
    problem: parsed?.valid === false ? parsed.reason : null,
    missing: missingMetrics(metrics),
    leftOut: parsed?.valid === true ? beyondBase(parsed.value) : null,
  };
}

/** A state never changes, so it is scored once; scoring takes up to a millisecond. */
const scores = new WeakMap<FormState, { readonly score: Score | null }>();

/** The score of the chosen base metrics; null while they are not all chosen. */
export function scoreView(state: FormState): Score | null {
  const known = scores.get(state);
  if (known !== undefined) return known.score;
  const { metrics, problem } = vectorView(state);
  const vector = problem === null ? completeVector(metrics) : undefined;
  const score = vector === undefined ? null : scoreOf(vector);
  scores.set(state, { score });
  return score;
}

function beyondBase(vector: Vector): string | null {
  const whole = formatMetrics(vector);
  const base = formatBase(vector);
  return whole === base ? null : whole.slice(base.length + 1);
}

export function withTitle(state: FormState, value: string): FormState {
  return withText(state, "title", value);
}

export function withDescription(state: FormState, value: string): FormState {
  return withText(state, "description", value);
}

function withText(state: FormState, field: "title" | "description", value: string): FormState {
  const base = state.edits[field]?.base ?? comparableText(state.fields, field);
  const edits = { ...state.edits, [field]: { base, value } };
  return withoutIdle({ ...state, edits });
}

/** Chooses a value of a metric; a vector that was being typed gives way to the choice. */
export function withMetric(state: FormState, id: BaseMetricId, value: string): FormState {
  return withVector(state, { ...vectorView(state).metrics, [id]: value }, null);
}

/** Takes the text field's text; a text that is no vector leaves the choice as it is. */
export function withVectorText(state: FormState, text: string): FormState {
  const typed = text.trim();
  if (typed === "") return withVector(state, {}, null);
  const parsed = parseVector(typed);
  if (!parsed.valid) return withVector(state, vectorView(state).metrics, typed);
  const metrics = baseMetrics(parsed.value);
  return withVector(state, metrics, typed === formatBase(metrics) ? null : typed);
}

function withVector(state: FormState, metrics: BaseMetrics, typed: string | null): FormState {
  const base = state.edits.vector?.base ?? comparableText(state.fields, "vector");
  return withoutIdle({ ...state, edits: { ...state.edits, vector: { base, metrics, typed } } });
}

/** Drops edits that say what GitHub says. */
function withoutIdle({ fields, edits }: FormState): FormState {
  const { title, description, vector } = edits;
  return {
    fields,
    edits: {
      ...(title !== undefined && title.value !== comparableText(fields, "title") && { title }),
      ...(description !== undefined &&
        description.value !== comparableText(fields, "description") && { description }),
      ...(vector !== undefined && !sameVector(fields, vector) && { vector }),
    },
  };
}

function sameVector(fields: AdvisoryFields, { metrics, typed }: VectorEdit): boolean {
  const stored = fields.vector ?? "";
  if (typed !== null) return typed === stored;
  if (stored === "") return Object.keys(metrics).length === 0;
  const parsed = parseVector(stored);
  return parsed.valid && formatBase(parsed.value) === formatBase(metrics);
}

export function isDirty({ edits }: FormState): boolean {
  return dirtyFields(edits).length > 0;
}

export function dirtyFields(edits: Edits): readonly AdvisoryFieldName[] {
  return advisoryFieldNames.filter((field) => edits[field] !== undefined);
}

/** Fields that cannot be saved as they are; a vector that isn't finished is one. */
export function unsavable(state: FormState): readonly AdvisoryFieldName[] {
  const { title, description, vector } = state.edits;
  const view = vectorView(state);
  const fields: AdvisoryFieldName[] = [];
  if (title !== undefined && hasError(checkTitle(title.value))) fields.push("title");
  if (description !== undefined && hasError(checkDescription(description.value))) {
    fields.push("description");
  }
  if (vector !== undefined && (view.missing.length > 0 || view.problem !== null)) {
    fields.push("vector");
  }
  return fields;
}

/** What saving writes: changed fields that are sound. */
export function changesOf(state: FormState): AdvisoryChanges {
  const { title, description, vector } = state.edits;
  const bad = new Set(unsavable(state));
  return {
    ...(title !== undefined && !bad.has("title") && { title: stripTags(title.value) }),
    ...(description !== undefined && !bad.has("description") && { description: description.value }),
    ...(vector !== undefined && !bad.has("vector") && { vector: formatBase(vector.metrics) }),
  };
}

/** GitHub's fields as they were when each edit began, for finding what changed meanwhile. */
export function baseOf({ fields, edits }: FormState): AdvisoryFields {
  return {
    ...fields,
    title: edits.title?.base ?? fields.title,
    description: edits.description?.base ?? fields.description,
    vector: edits.vector === undefined ? fields.vector : edits.vector.base,
  };
}

/** Changed fields that somebody else changed on GitHub since the person began. */
export function conflictsOf({ fields, edits }: FormState): readonly AdvisoryFieldName[] {
  return dirtyFields(edits).filter((field) => edits[field]?.base !== comparableText(fields, field));
}

/** Gives up the person's change of one field. */
export function takeTheirs({ fields, edits }: FormState, field: AdvisoryFieldName): FormState {
  const { title, description, vector } = edits;
  return {
    fields,
    edits: {
      ...(title !== undefined && field !== "title" && { title }),
      ...(description !== undefined && field !== "description" && { description }),
      ...(vector !== undefined && field !== "vector" && { vector }),
    },
  };
}

/** Keeps the person's change, knowing what GitHub has now. */
export function keepMine(state: FormState, field: AdvisoryFieldName): FormState {
  const edit = state.edits[field];
  if (edit === undefined) return state;
  const base = comparableText(state.fields, field);
  return { ...state, edits: { ...state.edits, [field]: { ...edit, base } } };
}

/** What GitHub has now comes in under the edits. */
export function withFields(state: FormState, fields: AdvisoryFields): FormState {
  return withoutIdle({ ...state, fields });
}

/** The state after a save; what was typed while it ran stays an edit. */
export function afterSave(state: FormState, outcome: SaveOutcome): FormState {
  const next = withFields(state, outcome.fields);
  if (outcome.kind === "conflict") return next;
  return outcome.confirmed.reduce((current, field) => {
    const saved = changesOf(current)[field] === comparableText(current.fields, field);
    return saved ? takeTheirs(current, field) : keepMine(current, field);
  }, next);
}

/** The advisory e-mail as it would be sent now. */
export function emailOf(state: FormState): AdvisoryEmail {
  const score = scoreView(state);
  return advisoryEmail({
    projectName: state.fields.projectName,
    cveId: state.fields.cveId,
    title: titleOf(state),
    severity: (score === null ? undefined : emailSeverity(score.band)) ?? null,
    description: descriptionOf(state),
    pullRequestUrl: state.fields.pullRequestUrl,
  });
}

export type { AdvisoryFieldName, AdvisoryFields, Check, SaveOutcome };
