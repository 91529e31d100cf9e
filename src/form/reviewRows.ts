import { visibleLine, visibleText } from "../text/visibleText.ts";
import {
  gapWords,
  placeWords,
  secretWords,
  type GoingPublic,
  type OutgoingPlace,
  type PlacedFinding,
  type PublicFile,
  type PublicText,
  type UnsearchedPart,
} from "../steps/readGoingPublic.ts";
import { isSameProof, isUnderWay, type LandingStage, type Route } from "../ticket/landing.ts";
import type {
  FileFindingView,
  FileView,
  FindingView,
  GapView,
  LiftView,
  Piece,
  ReviewView,
  Standing,
  TextView,
  WriteId,
  WriteView,
} from "./reviewView.ts";

/** More files are counted only, those with findings last of all. */
const MAX_FILES = 300;

/** Of a long added line so much is shown before and behind what was found, in UTF-16 units. */
const AROUND = 120;

/** What the review shows of what was read. */
export function reviewView(facts: GoingPublic): ReviewView {
  const { record, ticket, unsearched } = facts;
  const held = heldBack(facts);
  return {
    isPublic: record.publicBranch?.pushedTo !== undefined || facts.pull !== undefined,
    title: visibleLine(ticket.title),
    gate: gateStanding(facts, held),
    proof: proofStanding(facts),
    differences: differencesOf(facts).map(visibleLine),
    writes: writesOf(facts, held),
    texts: PLACES.flatMap((place) => textView(facts, place)),
    gaps: unsearched.map(gapView),
    change: changeWords(facts),
    hasCommit: facts.files !== undefined,
    files: filesOf(facts.files ?? []),
  };
}

const PLACES: readonly OutgoingPlace[] = [
  "issue",
  "branch",
  "message",
  "author",
  "committer",
  "news",
  "pull",
];

const WITH: Readonly<Partial<Record<OutgoingPlace, string>>> = {
  issue: "the issue",
  pull: "the pull request",
};

const NOT_YET: Readonly<Partial<Record<OutgoingPlace, string>>> = {
  issue: "Not written yet: you write it when you open it, and it is searched as you write.",
  branch: "Not chosen yet: the public issue’s number names it.",
  message: "Not written yet: you give its title when the commit is built.",
  author: "Not chosen yet: you choose when the commit is built.",
  news: "Not written yet: you write it when the commit is built.",
  pull: "Not written yet: its title is the commit’s, and you see all of it before it is opened.",
};

function textView(facts: GoingPublic, place: OutgoingPlace): readonly TextView[] {
  const found = facts.texts.find((text) => text.place === place);
  const words = placeWords(place).replace(/^the /, "");
  const name = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  if (found === undefined) {
    const note = NOT_YET[place];
    return note === undefined
      ? []
      : [{ id: place, name, note, isPublic: false, pieces: [], findings: [] }];
  }
  const { text, isPublic, findings } = found;
  return [
    {
      ...{ id: place, name, isPublic },
      note: isPublic ? "PUBLIC already" : `PUBLIC with ${WITH[place] ?? "the push"}`,
      pieces: piecesOf(text, findings),
      findings: findings.map((finding) => findingView(finding, `line ${finding.line}`)),
    },
  ];
}

/** The text with what was found marked, everything in it visible. */
export function piecesOf(
  text: string,
  findings: readonly Pick<PlacedFinding, "start" | "end">[],
): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [mark, { start, end }] of findings.entries()) {
    if (start > at) pieces.push({ text: visibleText(text.slice(at, start)), mark: null });
    pieces.push({ text: visibleText(text.slice(Math.max(at, start), end)), mark });
    at = end;
  }
  if (at < text.length) pieces.push({ text: visibleText(text.slice(at)), mark: null });
  return pieces;
}

function findingView({ digest, kind, level, lift }: PlacedFinding, where: string): FindingView {
  return { digest, what: secretWords(kind), where, level, lift: liftView(lift) };
}

function liftView(lift: PlacedFinding["lift"]): LiftView | null {
  return lift === undefined ? null : { reason: lift.reason, at: lift.at.toISOString() };
}

function gapView(part: UnsearchedPart): GapView {
  return { digest: part.digest, words: gapWords(part), lift: liftView(part.lift) };
}

function filesOf(files: readonly PublicFile[]): readonly FileView[] {
  const found = (file: PublicFile): number => Number(file.findings.length > 0);
  return [...files]
    .sort((a, b) => found(b) - found(a))
    .slice(0, MAX_FILES)
    .map(({ path, oldPath, status, added, findings }) => {
      const lines = added === 1 ? "1 line added" : `${added} lines added`;
      const from = oldPath === undefined ? "" : ` from ${visibleLine(oldPath)}`;
      return {
        path: visibleLine(path),
        what: `${STATUS[status]}${from}, ${lines}`,
        findings: findings.map((finding) => fileFinding(finding, path)),
      };
    });
}

const STATUS: Readonly<Record<PublicFile["status"], string>> = {
  added: "new",
  modified: "changed",
  deleted: "deleted",
  renamed: "renamed",
  copied: "copied",
  "type-changed": "of another type",
};

function fileFinding(finding: PlacedFinding, path: string): FileFindingView {
  const inName = finding.place === "file-name";
  const line = inName ? path : (finding.addedLine ?? "");
  const from = Math.max(0, finding.start - AROUND);
  const [start, end] = [finding.start - from, finding.end - from];
  const shown = line.slice(from, finding.end + AROUND);
  return {
    ...findingView(finding, inName ? "in its name" : `line ${finding.line}`),
    pieces: piecesOf(shown, [{ start, end }]),
  };
}

/** What stands in the way of the next public write. */
interface Held {
  readonly findings: number;
  readonly gaps: number;
}

function heldBack(facts: GoingPublic): Held {
  const isOpen = ({ level, lift }: PlacedFinding): boolean =>
    level === "block" && lift === undefined;
  return {
    findings: comingFindings(facts).filter(isOpen).length,
    gaps: facts.unsearched.filter(({ lift }) => lift === undefined).length,
  };
}

/** The findings in what is not public yet. */
function comingFindings({ texts, files, record }: GoingPublic): readonly PlacedFinding[] {
  const isPushed = record.publicBranch?.pushedTo !== undefined;
  return [
    ...texts.filter(({ isPublic }: PublicText) => !isPublic).flatMap(({ findings }) => findings),
    ...(isPushed ? [] : (files ?? []).flatMap(({ findings }) => findings)),
  ];
}

function gateStanding(facts: GoingPublic, { findings, gaps }: Held): Standing {
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

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function proofStanding(facts: GoingPublic): Standing {
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

function differencesOf({ proof }: GoingPublic): readonly string[] {
  if (proof === undefined) return [];
  return [...proof.different, ...proof.onlyReviewed, ...proof.onlyPublic];
}

function changeWords({ files, commitTrouble }: GoingPublic): string {
  if (files !== undefined) {
    const more = files.length - MAX_FILES;
    return more > 0
      ? `${files.length} files; ${more} of them are not listed here.`
      : `${counted(files.length, "file")}.`;
  }
  return commitTrouble ?? "There is no commit yet.";
}

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

function writesOf(facts: GoingPublic, held: Held): readonly WriteView[] {
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
    if (done !== undefined) return { id, ...rest, state: "done", words: done };
    if (id !== next) return { id, ...rest, state: "later", words: todo };
    return gated && why.length > 0
      ? { id, ...rest, state: "held", words: `Waits for: ${why.join("; ")}.` }
      : { id, ...rest, state: "next", words: todo };
  });
}

const WRITES: readonly WriteId[] = ["issue", "build", "push", "pull", "labels"];

function reachedOf(facts: GoingPublic): Readonly<Record<WriteId, Reached>> {
  const { project, record, landing, issue, pull } = facts;
  const { publicBranch } = record;
  const fork = publicBranch?.pushedTo;
  const isOpen = pull !== undefined && pull.state !== "closed";
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
      ...{ name: "Labels", button: "Set Labels…", audience: "PUBLIC", gated: false },
      done: isOpen && issue !== undefined ? labelsReached(facts) : undefined,
      todo: `${project.securityLabel} on the issue and the pull request, read back.`,
    },
  };
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
