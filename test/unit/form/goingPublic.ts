import type { GoingPublic, PlacedFinding, PublicFile } from "../../../src/steps/readGoingPublic.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import { CPYTHON, makeTicket } from "../ticket/builders.ts";

const cpython = projectOf(CPYTHON);

/** A ticket of CPython of which nothing is public yet, as it was read. */
export function goingPublic(given: Partial<GoingPublic> = {}): GoingPublic {
  if (cpython === undefined) throw new Error("CPython is not among the projects.");
  return {
    ticket: makeTicket(),
    project: cpython,
    record: {},
    landing: undefined,
    texts: [],
    files: undefined,
    commitTrouble: undefined,
    route: undefined,
    proof: undefined,
    hasNewCommits: false,
    unsearched: [],
    issue: undefined,
    pull: undefined,
    ...given,
  };
}

/** A block in the commit message's first four characters. */
export function placedFinding(given: Partial<PlacedFinding> = {}): PlacedFinding {
  return {
    ...{ kind: "reporter", level: "block", line: 1, start: 0, end: 4, place: "message" },
    ...{ digest: "a".repeat(64), lift: undefined, excerpt: { text: "Rita", start: 0, end: 4 } },
    ...given,
  };
}

export function publicFile(given: Partial<PublicFile> = {}): PublicFile {
  return { path: "Lib/re.py", status: "modified", added: 1, findings: [], ...given };
}
