import type { GoingPublic, PlacedFinding, PublicText } from "../steps/readGoingPublic.ts";
import { isSameProof, type Route } from "../ticket/landing.ts";
import type { Standing } from "./reviewView.ts";

/** What stands in the way of the next public write. */
export interface Held {
  readonly findings: number;
  readonly gaps: number;
}

export function heldBack(facts: GoingPublic): Held {
  const isOpen = ({ level, lift }: PlacedFinding): boolean =>
    level === "block" && lift === undefined;
  return {
    findings: comingFindings(facts).filter(isOpen).length,
    gaps: facts.unsearched.filter(({ lift }) => lift === undefined).length,
  };
}

/** The findings in what becomes public next. */
function comingFindings({ texts, files, record }: GoingPublic): readonly PlacedFinding[] {
  const isPushed = record.publicBranch?.pushedTo !== undefined;
  // The pull request's turn comes after the push.
  const isComing = ({ place, isPublic }: PublicText): boolean =>
    !isPublic && (isPushed || place !== "pull");
  return [
    ...texts.filter(isComing).flatMap(({ findings }) => findings),
    ...(isPushed ? [] : (files ?? []).flatMap(({ findings }) => findings)),
  ];
}

export function gateStanding(facts: GoingPublic, { findings, gaps }: Held): Standing {
  const coming = comingFindings(facts);
  const lifted = coming.filter(({ lift }) => lift !== undefined).length;
  const warnings = coming.filter(({ level }) => level === "warning").length;
  const also = [
    ...(lifted > 0 ? [`${lifted} lifted by you`] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  const rest = also.length === 0 ? "" : ` (${also.join(", ")})`;
  const stands = findings === 1 ? "stands" : "stand";
  if (findings > 0 || gaps > 0) {
    const parts = [
      ...(findings > 0 ? [`${counted(findings, "finding")} ${stands} in the way`] : []),
      ...(gaps > 0 ? [`${counted(gaps, "part")} could not be searched for`] : []),
    ];
    return { level: "bad", text: `${parts.join("; ")}${rest}.` };
  }
  if (facts.texts.length === 0) return { level: "open", text: "There is nothing to search yet." };
  const left = facts.record.publicBranch?.pushedTo === undefined;
  return {
    level: "good",
    text: `${left ? "Nothing is held back" : "Nothing more is held back"}${rest}.`,
  };
}

/** "2 files" */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

export function proofStanding(facts: GoingPublic): Standing {
  const { landing, proof, route, record, hasNewCommits } = facts;
  const of = record.publicBranch ?? undefined;
  const from = landing?.of.kind === "main" ? landing.of : undefined;
  const number = of?.pullRequest ?? from?.pullRequest;
  const reviewed = number === undefined ? "" : `private pull request #${number}`;
  const head = (of?.head ?? from?.head ?? "").slice(0, 10);
  if (hasNewCommits) {
    return {
      level: "bad",
      text: `The ${reviewed} has new commits since ${head}. Look at them and build the commit again.`,
    };
  }
  if (proof === undefined) {
    return of === undefined
      ? { level: "open", text: "Not compared yet: that follows when the commit is built." }
      : {
          level: "good",
          text: `One commit, equal to the ${reviewed} at ${head} when it was built.`,
        };
  }
  const how = route === undefined ? "" : ` It was made ${routeWords(route)}.`;
  const same = counted(proof.same.length, "file");
  if (isSameProof(proof)) {
    return {
      level: "good",
      text: `The public change is the reviewed one of the ${reviewed} at ${head}: ${same} the same, the news entry apart.${how}`,
    };
  }
  const other = differencesOf(facts).length;
  const differs = `${counted(other, "file")} not as in the ${reviewed} at ${head}, ${same} the same.${how}`;
  return proof.acceptedAt === undefined
    ? { level: "bad", text: `${differs} Accept the difference by continuing the landing.` }
    : { level: "open", text: `${differs} You accepted that.` };
}

function routeWords(route: Route): string {
  switch (route.from) {
    case "patch":
      return "from its .patch";
    case "head":
      return `from its branch, since ${BECAUSE[route.because]}`;
    case "pick":
      return "from the commit on main";
  }
}

const BECAUSE = {
  "too-large": "GitHub does not send so large a .patch",
  "does-not-apply": "its .patch does not apply",
  differs: "its .patch gives another result",
} as const;

/** Paths that are not as they were reviewed. */
export function differencesOf({ proof }: GoingPublic): readonly string[] {
  if (proof === undefined) return [];
  return [...proof.different, ...proof.onlyReviewed, ...proof.onlyPublic];
}
