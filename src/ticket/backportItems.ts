import { backportState, type BackportFacts, type BackportState } from "./backports.ts";
import { done, notKnown, notNeeded, ready, waiting, type Finding } from "./checklistItem.ts";
import { andWords } from "./words.ts";
import type { Project } from "./project.ts";
import type { ReleaseBranch } from "./releaseBranches.ts";

/** One branch's backport, once the fix is merged. */
export function backportItem(
  facts: BackportFacts,
  branch: ReleaseBranch,
  project: Project,
  now: Date,
): Finding {
  const { name } = branch;
  const state = backportState(facts, branch, project, now);
  switch (state.kind) {
    case "not-affected":
      return notNeeded("marked as not affected");
    case "unknown":
      return notKnown(state.why);
    case "needed":
      return ready("backport", `Backport the fix to ${name}`);
    case "bot-working":
      return state.late
        ? ready("backport", `Backport the fix to ${name} by hand: the bot has not`)
        : waiting("bot", `Waiting for the bot to backport to ${name}`);
    case "bot-failed":
      return ready(
        "backport",
        state.report.because === "conflict"
          ? `Backport the fix to ${name} by hand: it conflicts`
          : `Backport the fix to ${name} again: the bot had trouble`,
      );
    case "making":
      return ready(
        "backport",
        state.landing.stage === "conflict"
          ? `Resolve the conflicts of the backport to ${name}`
          : `Continue the backport to ${name}`,
      );
    case "made":
      return ready(
        "backport",
        state.branch.pushedTo === undefined
          ? `Push the backport to ${name}`
          : `Open the pull request of the backport to ${name}`,
      );
    case "pull":
      return ofPull(state, branch);
  }
}

function ofPull(
  { pull: { number, failed }, missing, next }: Extract<BackportState, { kind: "pull" }>,
  { name, status }: ReleaseBranch,
): Finding {
  if (missing.length > 0) return ready("mend-backport", `Label #${number} ${andWords(missing)}`);
  switch (next) {
    case "merged":
      return done(`#${number}`);
    case "ready-for-review":
      return ready("mend-backport", `Mark #${number} as ready for review`);
    case "failing":
      return ready("mend-backport", failedWords(number, failed));
    case "conflict":
      return ready("mend-backport", `Resolve the conflict of #${number} with ${name}`);
    case "checks":
      return waiting("ci", `Waiting for the checks of #${number}`);
    case "merge":
      return status === "bugfix"
        ? waiting("reviewer", `Waiting for a core developer to merge #${number}`)
        : waiting("release-manager", `Waiting for the release manager to merge #${number}`);
  }
}

/** "Look at the failed checks of #140002: bedevere/news, Docs" */
export function failedWords(number: number, failed: readonly { readonly name: string }[]): string {
  const names = failed.map(({ name }) => name).slice(0, 3);
  const more = failed.length - names.length;
  const which = [...names, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return `Look at the failed checks of #${number}${which === "" ? "" : `: ${which}`}`;
}
