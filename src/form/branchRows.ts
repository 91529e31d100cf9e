import type { AffectedPackage } from "../ticket/affectedPackage.ts";
import { rowsOf, type AffectedRange } from "../ticket/affectedVersions.ts";
import { projectOf } from "../ticket/project.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import { affectedOf } from "./draft.ts";
import type { FormState } from "./formState.ts";

/** The rows that say what the branches tell. */
export function rowsFor(
  state: FormState,
  repository: RepositoryName,
  ranges: readonly AffectedRange[],
): readonly AffectedPackage[] {
  const project = projectOf(repository);
  return project === undefined ? affectedOf(state) : rowsOf(ranges, project, affectedOf(state));
}
