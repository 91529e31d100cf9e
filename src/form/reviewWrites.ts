import type { GoingPublic } from "../steps/readGoingPublic.ts";
import { isUnderWay, type Landing, type LandingStage } from "../ticket/landing.ts";
import { counted, proofStanding, type Held } from "./reviewStanding.ts";
import type { WriteId, WriteView } from "./reviewView.ts";

/** A write, and how far it has come by itself. */
interface Reached {
  readonly name: string;
  readonly button: string;
  readonly audience: WriteView["audience"];
  /** What was reached; undefined while it is to do. */
  readonly done: string | undefined;
  /** What it does, once its turn comes. */
  readonly todo: string;
  /** Whether something found, not searched or not proven stands in its way. */
  readonly gated: boolean;
}

/** The writes in their order: only the first that is not done can be done. */
export function writesOf(facts: GoingPublic, held: Held): readonly WriteView[] {
  const reached = reachedOf(facts);
  const next = WRITES.find((id) => reached[id].done === undefined);
  const why = [
    ...(held.findings > 0
      ? [`${counted(held.findings, "finding")} to be taken out or lifted`]
      : []),
    ...(held.gaps > 0 ? [`${counted(held.gaps, "part")} not searched for, to be accepted`] : []),
    ...(proofStanding(facts).level === "bad" ? ["the proof"] : []),
  ];
  return WRITES.map((id) => {
    const { done, todo, gated, ...rest } = reached[id];
    const canReword = id === "build" && id === next && isAtGate(facts.landing);
    const write = { id, ...rest, canReword };
    if (done !== undefined) return { ...write, state: "done", words: done };
    if (id !== next) return { ...write, state: "later", words: todo };
    return gated && why.length > 0
      ? { ...write, state: "held", words: `Waits for: ${why.join("; ")}.` }
      : { ...write, state: "next", words: todo };
  });
}

const WRITES: readonly WriteId[] = ["issue", "build", "push", "pull", "labels"];

function reachedOf(facts: GoingPublic): Readonly<Record<WriteId, Reached>> {
  const { project, record, landing, issue, pull } = facts;
  const { publicBranch } = record;
  const fork = publicBranch?.pushedTo;
  const isOpen = pull !== undefined && pull.state !== "closed";
  const isReserved = issue !== undefined && record.quietIssue === "placeholder";
  const label = project.securityLabel;
  return {
    issue: {
      ...{ name: "Public issue", button: "Open Public Issue…", audience: "PUBLIC", gated: false },
      done: issueWords(facts),
      todo: "Write it in neutral words, reserve a number with a placeholder, or link one.",
    },
    build: {
      ...{ name: "Public commit", audience: "YOU", gated: false },
      button:
        isUnderWay(landing) && publicBranch === undefined ? "Continue Landing…" : "Build Commit…",
      done:
        publicBranch === undefined
          ? undefined
          : `${publicBranch.name}, commit ${publicBranch.commit.slice(0, 10)}, in your public clone.`,
      todo:
        isUnderWay(landing) && publicBranch === undefined
          ? `The landing stopped ${STOPPED[landing.stage]}.`
          : "One commit on the project’s main branch of now. Nothing leaves this machine.",
    },
    push: {
      ...{ name: "Push", button: "Push…", audience: "PUBLIC", gated: true },
      done: fork === undefined ? undefined : `On ${fork}.`,
      todo: "To your own fork: from then on everybody can see the fix.",
    },
    pull: {
      ...{ name: "Public pull request", button: "Open Pull Request…", audience: "PUBLIC" },
      gated: true,
      done: isOpen ? `#${pull.number}, ${pull.state}.` : undefined,
      todo: `To the project’s ${project.mainBranch}, from your fork.`,
    },
    labels: {
      ...{ name: isReserved ? "Issue’s text and labels" : "Labels", audience: "PUBLIC" },
      ...{ button: isReserved ? "Describe and Label…" : "Set Labels…", gated: false },
      done: isOpen && issue !== undefined ? labelsReached(facts) : undefined,
      todo: isReserved
        ? `#${issue.number} gets its own text; then ${label} on it and the pull request, read back.`
        : `${label} on the issue and the pull request, read back.`,
    },
  };
}

function isAtGate(landing: Landing | undefined): boolean {
  return isUnderWay(landing) && landing.stage === "gate";
}

function issueWords({ issue, record }: GoingPublic): string | undefined {
  if (issue === undefined) return undefined;
  const quiet = record.quietIssue === undefined ? "" : ", quiet until the fix is public";
  return `#${issue.number}${quiet}.`;
}

function labelsReached({ project, issue, pull, record }: GoingPublic): string | undefined {
  const label = project.securityLabel;
  const has = (labels: readonly string[] | undefined): boolean =>
    labels?.some((each) => each.toLowerCase() === label.toLowerCase()) === true;
  const isDescribed = record.quietIssue !== "placeholder";
  return has(issue?.labels) && has(pull?.labels) && isDescribed ? `${label} on both.` : undefined;
}

const STOPPED: Readonly<Record<LandingStage, string>> = {
  fetch: "before the private change was fetched",
  base: "before the project was fetched",
  build: "before the commit was built",
  conflict: "at a conflict",
  prove: "before the change was compared with the reviewed one",
  gate: "at the gate",
  publish: "before the branch was made",
};
