import { formatBase } from "../cvss/grammar.ts";
import {
  checkAffected,
  checkDescription,
  checkTitle,
  checkWeaknesses,
  hasError,
  type Check,
} from "../ticket/advisoryChecks.ts";
import type { AffectedPackage } from "../ticket/affectedPackage.ts";
import {
  changeText,
  comparableText,
  type AdvisoryChanges,
  type AdvisoryFieldName,
  type AdvisoryFields,
  type SaveOutcome,
} from "../ticket/advisoryFields.ts";
import { stripTags } from "../ticket/tag.ts";
import {
  dirtyFields,
  editText,
  withoutEdits,
  withoutIdle,
  type Edits,
  type FormState,
} from "./formState.ts";
import { vectorView } from "./vectorPart.ts";

export { lengthOf, MAX_DESCRIPTION, MAX_TITLE } from "../ticket/advisoryChecks.ts";
export { ecosystems } from "../ticket/affectedPackage.ts";
export { cweId, cweLabel, parseCweId, searchWeaknesses } from "../ticket/cwe.ts";
export type { Weakness, WeaknessList } from "../ticket/cwe.ts";
export {
  descriptionPrompts,
  placeOfPrompt,
  withStarter,
  type DescriptionPrompt,
} from "../ticket/descriptionPrompts.ts";
export { comparableText } from "../ticket/advisoryFields.ts";
export type { AdvisoryFieldName, AdvisoryFields, AffectedPackage, Check, SaveOutcome };

export function titleOf({ fields, edits }: FormState): string {
  return edits.title?.value ?? comparableText(fields, "title");
}

export function descriptionOf({ fields, edits }: FormState): string {
  return edits.description?.value ?? comparableText(fields, "description");
}

export function weaknessesOf({ fields, edits }: FormState): readonly string[] {
  return edits.weaknesses?.value ?? fields.weaknesses;
}

export function affectedOf({ fields, edits }: FormState): readonly AffectedPackage[] {
  return edits.affected?.value ?? fields.affected;
}

export function withTitle(state: FormState, value: string): FormState {
  const base = state.edits.title?.base ?? comparableText(state.fields, "title");
  return withoutIdle({ ...state, edits: { ...state.edits, title: { base, value } } });
}

export function withDescription(state: FormState, value: string): FormState {
  const base = state.edits.description?.base ?? comparableText(state.fields, "description");
  return withoutIdle({ ...state, edits: { ...state.edits, description: { base, value } } });
}

export function withWeaknesses(state: FormState, value: readonly string[]): FormState {
  const base = state.edits.weaknesses?.base ?? state.fields.weaknesses;
  return withoutIdle({ ...state, edits: { ...state.edits, weaknesses: { base, value } } });
}

export function withAffected(state: FormState, value: readonly AffectedPackage[]): FormState {
  const base = state.edits.affected?.base ?? state.fields.affected;
  return withoutIdle({ ...state, edits: { ...state.edits, affected: { base, value } } });
}

/** What is wrong with a field as it stands now; a vector has its own view. */
export function checksOf(
  state: FormState,
  field: Exclude<AdvisoryFieldName, "vector">,
): readonly Check[] {
  switch (field) {
    case "title":
      return checkTitle(titleOf(state));
    case "description":
      return checkDescription(descriptionOf(state));
    case "weaknesses":
      return checkWeaknesses(weaknessesOf(state));
    case "affected":
      return checkAffected(affectedOf(state));
  }
}

/** Changed fields that cannot be saved as they are; a vector that isn't finished is one. */
export function unsavable(state: FormState): readonly AdvisoryFieldName[] {
  const { missing, problem } = vectorView(state);
  return dirtyFields(state.edits).filter((field) =>
    field === "vector" ? missing.length > 0 || problem !== null : hasError(checksOf(state, field)),
  );
}

/** What saving writes: changed fields that are sound. */
export function changesOf(state: FormState): AdvisoryChanges {
  const bad = unsavable(state);
  const { title, description, vector, weaknesses, affected } = withoutEdits(state.edits, bad);
  return {
    ...(title !== undefined && { title: stripTags(title.value) }),
    ...(description !== undefined && { description: description.value }),
    ...(vector !== undefined && { vector: formatBase(vector.metrics) }),
    ...(weaknesses !== undefined && { weaknesses: weaknesses.value }),
    ...(affected !== undefined && { affected: affected.value }),
  };
}

/** GitHub's fields as they were when each edit began, for finding what changed meanwhile. */
export function baseOf({ fields, edits }: FormState): AdvisoryFields {
  return {
    ...fields,
    title: edits.title?.base ?? fields.title,
    description: edits.description?.base ?? fields.description,
    vector: edits.vector === undefined ? fields.vector : edits.vector.base,
    weaknesses: edits.weaknesses?.base ?? fields.weaknesses,
    affected: edits.affected?.base ?? fields.affected,
  };
}

/** Three versions of a field that two people changed. */
export interface Conflict {
  readonly field: AdvisoryFieldName;
  readonly base: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Changed fields that somebody else changed on GitHub since the person began. */
export function conflictsOf(state: FormState): readonly Conflict[] {
  const { fields, edits } = state;
  const before = baseOf(state);
  return dirtyFields(edits).flatMap((field) => {
    const base = comparableText(before, field);
    const theirs = comparableText(fields, field);
    return base === theirs ? [] : [{ field, base, theirs, mine: editText(edits, field) ?? "" }];
  });
}

/** Gives up the person's change of one field. */
export function takeTheirs({ fields, edits }: FormState, field: AdvisoryFieldName): FormState {
  return { fields, edits: withoutEdits(edits, [field]) };
}

/** Keeps the person's change, knowing what GitHub has now. */
export function keepMine({ fields, edits }: FormState, field: AdvisoryFieldName): FormState {
  const { title, description, vector, weaknesses, affected } = edits;
  const text = comparableText(fields, field);
  const rebased: Edits = {
    ...(title && { title: { ...title, base: text } }),
    ...(description && { description: { ...description, base: text } }),
    ...(vector && { vector: { ...vector, base: text } }),
    ...(weaknesses && { weaknesses: { ...weaknesses, base: fields.weaknesses } }),
    ...(affected && { affected: { ...affected, base: fields.affected } }),
  };
  return rebased[field] === undefined
    ? { fields, edits }
    : { fields, edits: { ...edits, [field]: rebased[field] } };
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
    const saved = changeText(changesOf(current), field) === comparableText(current.fields, field);
    return saved ? takeTheirs(current, field) : keepMine(current, field);
  }, next);
}

/** Only what the person changed of the choices and texts; for the undo of a discard. */
export function withEdits({ fields }: FormState, edits: Edits): FormState {
  return withoutIdle({ fields, edits });
}
