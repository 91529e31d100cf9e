import type { TicketRecord } from "./record.ts";
import type { ReleaseBranch } from "./releaseBranches.ts";

/** Whether the person has marked the branch as one without the mistake. */
export function isUnaffected({ unaffectedBranches }: TicketRecord, branch: string): boolean {
  return unaffectedBranches?.includes(branch) === true;
}

/** The marks after a choice among some branches; those of branches that were no choice stay. */
export function markedBranches(
  { unaffectedBranches = [] }: TicketRecord,
  choices: readonly ReleaseBranch[],
  chosen: readonly ReleaseBranch[],
): readonly string[] {
  const others = unaffectedBranches.filter((name) => choices.every((each) => each.name !== name));
  return [...chosen.map(({ name }) => name), ...others];
}
