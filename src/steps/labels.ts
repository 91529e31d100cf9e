import { isCancellation, throwIfCancelled } from "../base/errors.ts";
import { GitHubError } from "../github/gitHubError.ts";
import type { Issues } from "../github/issues.ts";
import { lackedLabels } from "../ticket/backports.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import { andWords } from "../ticket/words.ts";
import type { Ask } from "./ports.ts";

/** An issue or pull request, and the labels that it should have. */
export interface Labelling {
  readonly number: number;
  /** As in "issue #140001". */
  readonly what: "issue" | "pull request";
  readonly labels: readonly string[];
  /** Says in the plan which one it is: its title. */
  readonly about?: string;
}

/** What could not be labelled, with the labels that it lacks still. */
export type MissingLabels = readonly Labelling[];

export interface LabelsPorts {
  readonly issues: Pick<Issues, "get" | "addLabels">;
  readonly ask: Ask;
  readonly signal?: AbortSignal;
}

/**
 * Adds the labels that are missing, all on one yes, and reads them back: GitHub drops labels
 * silently from who may not set them.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function addLabels(
  { issues, ask, signal }: LabelsPorts,
  repository: RepositoryName,
  wanted: readonly Labelling[],
): Promise<MissingLabels | undefined> {
  const lacking: Labelling[] = [];
  for (const each of wanted) {
    const present = (await issues.get(repository, each.number, signal))?.labels ?? [];
    lacking.push({ ...each, labels: lackedLabels({ labels: present }, each.labels) });
  }
  const open = lacking.filter(({ labels }) => labels.length > 0);
  if (open.length === 0) return [];
  const labels = [...new Set(open.flatMap((each) => each.labels))];
  const yes = await ask.confirm(
    {
      title: `Add ${andWords(labels)} in ${fullName(repository)}?`,
      writes: open.map(({ number, what, labels, about }) => ({
        target: `the labels of ${what} #${number}${about === undefined ? "" : `: ${about}`}`,
        audience: "PUBLIC",
        text: labels.map((label) => `+ ${label}`).join("\n"),
      })),
      yes: labels.length === 1 ? "Add Label" : "Add Labels",
    },
    signal,
  );
  if (!yes) return undefined;
  const missing: Labelling[] = [];
  for (const each of open) {
    throwIfCancelled(signal);
    const left = await setLabels(issues, repository, each.number, each.labels);
    if (left.length > 0) missing.push({ ...each, labels: left });
  }
  return missing;
}

/** Sets labels without a question of its own, and answers those that are missing afterwards. */
export async function setLabels(
  issues: Pick<Issues, "addLabels">,
  repository: RepositoryName,
  number: number,
  wanted: readonly string[],
): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  try {
    return lackedLabels({ labels: await issues.addLabels(repository, number, wanted) }, wanted);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof GitHubError)) throw error;
    return wanted;
  }
}

/** What to ask somebody who triages issues for, in a channel that anybody may read. */
export function labelRequest(
  webUrl: string,
  repository: RepositoryName,
  missing: MissingLabels,
): string {
  return missing
    .map(
      ({ number, labels }) =>
        `Please add ${andWords(labels)} to ${webUrl}/${fullName(repository)}/issues/${number}`,
    )
    .join("\n");
}
