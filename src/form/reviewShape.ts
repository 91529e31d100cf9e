import { asBoolean, asNumber, asRecord, type UnknownRecord } from "../base/shape.ts";
import { isWhole, listUpTo, MAX_SHORT_TEXT, textUpTo } from "./boundedText.ts";
import {
  AUDIENCES,
  LEVELS,
  WRITE_IDS,
  WRITE_STATES,
  type FileFindingView,
  type FileView,
  type FindingView,
  type GapView,
  type LiftView,
  type Piece,
  type ReviewView,
  type Standing,
  type TextView,
  type WriteView,
} from "./reviewView.ts";

/** GitHub's longest text, with room for what is made visible in it. */
const MAX_TEXT = 4 * 65_536;
const MAX_ITEMS = 5000;

/** Reads what the host says is to be shown; undefined for anything else. */
export function parseReviewView(value: unknown): ReviewView | undefined {
  const data = asRecord(value);
  if (data === undefined) return undefined;
  const view = {
    isPublic: asBoolean(data["isPublic"]),
    title: short(data["title"]),
    gate: standing(data["gate"]),
    proof: standing(data["proof"]),
    differences: listUpTo(data["differences"], MAX_ITEMS, short),
    refused: listUpTo(data["refused"], MAX_ITEMS, file),
    writes: listUpTo(data["writes"], WRITE_IDS.length, write),
    texts: listUpTo(data["texts"], 20, text),
    gaps: listUpTo(data["gaps"], 20, gap),
    change: short(data["change"]),
    hasCommit: asBoolean(data["hasCommit"]),
    files: listUpTo(data["files"], MAX_ITEMS, file),
  };
  return isWhole(view) ? view : undefined;
}

/** 64 hex digits. */
export function parseDigest(value: unknown): string | undefined {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

function short(value: unknown): string | undefined {
  return textUpTo(value, MAX_SHORT_TEXT);
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((each) => each === value);
}

function standing(value: unknown): Standing | undefined {
  const data = asRecord(value);
  const read = { level: oneOf(LEVELS, data?.["level"]), text: short(data?.["text"]) };
  return isWhole(read) ? read : undefined;
}

function write(value: unknown): WriteView | undefined {
  const data = asRecord(value);
  const read = {
    id: oneOf(WRITE_IDS, data?.["id"]),
    name: short(data?.["name"]),
    button: short(data?.["button"]),
    audience: oneOf(AUDIENCES, data?.["audience"]),
    state: oneOf(WRITE_STATES, data?.["state"]),
    words: short(data?.["words"]),
    canReword: asBoolean(data?.["canReword"]),
  };
  return isWhole(read) ? read : undefined;
}

function text(value: unknown): TextView | undefined {
  const data = asRecord(value);
  const read = {
    id: short(data?.["id"]),
    name: short(data?.["name"]),
    note: short(data?.["note"]),
    isPublic: asBoolean(data?.["isPublic"]),
    pieces: listUpTo(data?.["pieces"], MAX_ITEMS, piece),
    findings: listUpTo(data?.["findings"], MAX_ITEMS, finding),
  };
  return isWhole(read) ? read : undefined;
}

function piece(value: unknown): Piece | undefined {
  const data = asRecord(value);
  const mark = data?.["mark"] === null ? null : asNumber(data?.["mark"]);
  const read = { text: textUpTo(data?.["text"], MAX_TEXT), mark };
  return isWhole(read) ? read : undefined;
}

function finding(value: unknown): FindingView | undefined {
  const data = asRecord(value);
  return data && findingOf(data);
}

function findingOf(data: UnknownRecord): FindingView | undefined {
  const read = {
    digest: parseDigest(data["digest"]),
    what: short(data["what"]),
    where: short(data["where"]),
    level: oneOf(["block", "warning"], data["level"]),
    lift: liftOrNull(data["lift"]),
  };
  return isWhole(read) ? read : undefined;
}

function liftOrNull(value: unknown): LiftView | null | undefined {
  if (value === null) return null;
  const data = asRecord(value);
  const read = { reason: short(data?.["reason"]), at: textUpTo(data?.["at"], 40) };
  return isWhole(read) ? read : undefined;
}

function gap(value: unknown): GapView | undefined {
  const data = asRecord(value);
  const read = {
    digest: parseDigest(data?.["digest"]),
    words: short(data?.["words"]),
    lift: liftOrNull(data?.["lift"]),
  };
  return isWhole(read) ? read : undefined;
}

function file(value: unknown): FileView | undefined {
  const data = asRecord(value);
  const read = {
    path: short(data?.["path"]),
    what: short(data?.["what"]),
    findings: listUpTo(data?.["findings"], MAX_ITEMS, fileFinding),
  };
  return isWhole(read) ? read : undefined;
}

function fileFinding(value: unknown): FileFindingView | undefined {
  const data = asRecord(value);
  const found = data && findingOf(data);
  const pieces = listUpTo(data?.["pieces"], 10, piece);
  return found === undefined || pieces === undefined ? undefined : { ...found, pieces };
}
