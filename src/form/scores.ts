// What the form scores. The scoring library is large, so nothing that the first paint needs may be here.
import { completeVector, type Vector } from "../cvss/grammar.ts";
import { namedScores, type NamedScore } from "../cvss/nomenclature.ts";
import type { Score } from "../cvss/score.ts";
import { emailSeverity } from "../cvss/severity.ts";
import { advisoryEmail, type AdvisoryEmail } from "../text/email.ts";
import { descriptionOf, titleOf } from "./draft.ts";
import type { FormState } from "./formState.ts";
import { vectorView } from "./vectorPart.ts";

export interface ScoreView {
  readonly vector: Vector;
  /** Of the base metrics: the score that GitHub and the e-mail have. */
  readonly base: Score;
  /** CVSS-B first; the last is of all groups that say something. */
  readonly all: readonly NamedScore[];
  readonly overall: NamedScore;
}

/** A state never changes, so it is scored once; scoring takes up to some milliseconds. */
const scores = new WeakMap<FormState, { readonly view: ScoreView | null }>();

/** The scores of the choice; null while a base metric is missing or the text is no vector. */
export function scoreView(state: FormState): ScoreView | null {
  const known = scores.get(state);
  if (known !== undefined) return known.view;
  const { metrics, problem } = vectorView(state);
  const vector = problem === null ? completeVector(metrics) : undefined;
  const all = vector === undefined ? [] : namedScores(vector);
  const [base] = all;
  const overall = all.at(-1);
  const view = vector && base && overall ? { vector, base: base.score, all, overall } : null;
  scores.set(state, { view });
  return view;
}

/** The advisory e-mail as it would be sent now. */
export function emailOf(state: FormState): AdvisoryEmail {
  const score = scoreView(state)?.base;
  return advisoryEmail({
    projectName: state.fields.projectName,
    cveId: state.fields.cveId,
    title: titleOf(state),
    severity: (score === undefined ? undefined : emailSeverity(score.band)) ?? null,
    description: descriptionOf(state),
    pullRequestUrl: state.fields.pullRequestUrl,
  });
}
