import { severityOf, type AdvisoryFacts } from "../text/advisoryFacts.ts";
import { checkConsistency } from "../text/consistency.ts";
import type { Disagreement, DisagreementCode } from "../text/disagreement.ts";
import type { AffectedRange } from "../ticket/affectedVersions.ts";
import { projectOf } from "../ticket/project.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import { affectedOf, descriptionOf, titleOf, weaknessesOf } from "./draft.ts";
import { editText, type FormState } from "./formState.ts";

export type { AffectedRange, Disagreement };

/** What lies outside of the advisory, and is to say the same. */
export interface FormRoad extends Pick<AdvisoryFacts, "issue" | "pullRequest" | "release"> {
  /** Why the e-mail that was made says something else than GitHub's advisory now; else null. */
  readonly email: string | null;
  /** The same of the CVE record that was handed over. */
  readonly record: string | null;
}

/**
 * Where the advisory as it stands in the form and everything around it disagree; undefined for a
 * repository whose e-mail nobody knows.
 *
 * @param versions what the branches tell; null where they were not asked.
 */
export function consistencyOf(
  state: FormState,
  repository: RepositoryName,
  road: FormRoad,
  versions: readonly AffectedRange[] | null,
): readonly Disagreement[] | undefined {
  const project = projectOf(repository);
  if (project === undefined) return undefined;
  const { fields, edits } = state;
  const vector = editText(edits, "vector") ?? fields.vector;
  const word = severityOf(vector)?.toLowerCase();
  const found = checkConsistency({
    project,
    htmlUrl: fields.htmlUrl,
    cveId: fields.cveId,
    title: titleOf(state),
    description: descriptionOf(state),
    vector,
    // GitHub's word follows a new vector when it is saved.
    severity:
      edits.vector === undefined
        ? fields.severity
        : (SEVERITIES.find((severity) => severity === word) ?? null),
    issue: road.issue,
    pullRequest: road.pullRequest,
    release: road.release,
    affected: affectedOf(state),
    weaknesses: weaknessesOf(state),
    versions,
  });
  const place = { kind: "form", field: "description" } as const;
  const later = (code: DisagreementCode, text: string | null): readonly Disagreement[] =>
    text === null ? [] : [{ code, level: "warning", text, place }];
  return [...found, ...later("sent-email", road.email), ...later("made-record", road.record)];
}

const SEVERITIES = ["low", "medium", "high", "critical"] as const;
