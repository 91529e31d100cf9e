import { visibleLine, visibleText } from "../base/visibleText.ts";
import {
  gapWords,
  placeWords,
  secretWords,
  type GoingPublic,
  type LeakCheck,
  type OutgoingPlace,
  type PlacedFinding,
  type PublicFile,
  type UnsearchedPart,
} from "../steps/readGoingPublic.ts";
import type { Lift } from "../ticket/record.ts";
import { counted, differencesOf, gateStanding, heldBack, proofStanding } from "./reviewStanding.ts";
import type {
  FileFindingView,
  FileView,
  FindingView,
  GapView,
  LiftView,
  Piece,
  ReviewView,
  TextView,
} from "./reviewView.ts";
import { writesOf } from "./reviewWrites.ts";

/** More files are counted only, those with findings last of all. */
const MAX_FILES = 300;

/** Of a long added line so much is shown before and behind what was found, in UTF-16 units. */
const AROUND = 120;

/**
 * What the review shows of what was read.
 *
 * @param refused what held back the step that was tried last.
 */
export function reviewView(facts: GoingPublic, refused?: LeakCheck): ReviewView {
  const { record, ticket } = facts;
  const held = heldBack(facts);
  return {
    isPublic: record.publicBranch?.pushedTo !== undefined || facts.pull !== undefined,
    title: visibleLine(ticket.title),
    gate: gateStanding(facts, held),
    proof: proofStanding(facts),
    differences: differencesOf(facts).map(visibleLine),
    refused: refused === undefined ? [] : refusedView(refused, record.lifts ?? []),
    writes: writesOf(facts, held),
    texts: PLACES.flatMap((place) => textView(facts, place)),
    gaps: gapsOf(facts, refused).map(gapView),
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
  pull: "the pull request, as you change it then",
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

/** The text with what was found marked, everything in it visible. Of several the inner one marks. */
export function piecesOf(
  text: string,
  findings: readonly Pick<PlacedFinding, "start" | "end">[],
): readonly Piece[] {
  const edges = new Set([0, text.length, ...findings.flatMap(({ start, end }) => [start, end])]);
  const cuts = [...edges].filter((at) => at <= text.length).sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [at, from] of cuts.slice(0, -1).entries()) {
    const inner = findings.findLastIndex(({ start, end }) => start <= from && from < end);
    const mark = inner < 0 ? null : inner;
    const shown = visibleText(text.slice(from, cuts[at + 1]));
    const last = pieces.at(-1);
    if (last?.mark === mark) pieces[pieces.length - 1] = { text: last.text + shown, mark };
    else pieces.push({ text: shown, mark });
  }
  return pieces;
}

function findingView({ digest, kind, level, lift }: PlacedFinding, where: string): FindingView {
  return { digest, what: secretWords(kind), where, level, lift: liftView(lift) };
}

function liftView(lift: PlacedFinding["lift"]): LiftView | null {
  return lift === undefined ? null : { reason: lift.reason, at: lift.at.toISOString() };
}

/** Of the next write, and of the one that was tried last. */
function gapsOf(
  { unsearched, record: { lifts = [] } }: GoingPublic,
  refused: LeakCheck | undefined,
): readonly UnsearchedPart[] {
  const also = (refused?.unsearched ?? [])
    .filter(({ digest }) => unsearched.every((part) => part.digest !== digest))
    .map((part) => ({ ...part, lift: lifts.find(({ digest }) => digest === part.digest) }));
  return [...unsearched, ...also];
}

function gapView(part: UnsearchedPart): GapView {
  const words = `${gapWords(part)} Accepting that holds for ${part.write} only.`;
  return { digest: part.digest, words, lift: liftView(part.lift) };
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
        findings: findings.map(fileFinding),
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

function fileFinding(finding: PlacedFinding): FileFindingView {
  const where = finding.place === "file-name" ? "in its name" : `line ${finding.line}`;
  const { text, start, end } = finding.excerpt;
  const from = Math.max(0, start - AROUND);
  return {
    ...findingView(finding, where),
    pieces: piecesOf(text.slice(from, end + AROUND), [{ start: start - from, end: end - from }]),
  };
}

/** What held a step back when it was last tried, by where it was found. */
function refusedView({ findings }: LeakCheck, lifts: readonly Lift[]): readonly FileView[] {
  const places = new Map<string, PlacedFinding[]>();
  for (const found of findings.filter(({ level }) => level === "block")) {
    const words = placeWords(found.place);
    const name = found.path ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    const lift = lifts.find(({ digest }) => digest === found.digest);
    places.set(name, [...(places.get(name) ?? []), { ...found, lift }]);
  }
  return [...places].map(([name, found]) => ({
    ...{ path: visibleLine(name), what: "" },
    findings: found.map(fileFinding),
  }));
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
