import { asList, asRecord } from "../base/shape.ts";
import {
  advisoryFieldNames,
  type AdvisoryFieldName,
  type AdvisoryFields,
  type FieldConflict,
  type FieldDifference,
  type SaveOutcome,
} from "../ticket/advisoryFields.ts";
import type { Severity, TicketState } from "../ticket/ticket.ts";
import { isWhole, textOrNull, textUpTo } from "./boundedText.ts";
import { MAX_DRAFT_TEXT, MAX_SHORT_TEXT } from "./draftShape.ts";

const STATES: readonly TicketState[] = [
  "triage",
  "draft",
  "published",
  "closed",
  "withdrawn",
  "unknown",
];
const SEVERITIES: readonly (Severity | null)[] = [null, "low", "medium", "high", "critical"];

/** Checks an advisory's fields that came in a message. */
export function parseAdvisoryFields(value: unknown): AdvisoryFields | undefined {
  const record = asRecord(value);
  const fields = record && {
    title: textUpTo(record["title"], MAX_DRAFT_TEXT),
    description: textUpTo(record["description"], MAX_DRAFT_TEXT),
    vector: textOrNull(record["vector"], MAX_SHORT_TEXT),
    v3Vector: textOrNull(record["v3Vector"], MAX_SHORT_TEXT),
    severity: SEVERITIES.find((known) => known === record["severity"]),
    cveId: textOrNull(record["cveId"], MAX_SHORT_TEXT),
    state: STATES.find((known) => known === record["state"]),
    updatedAt: textUpTo(record["updatedAt"], 40),
    projectName: textUpTo(record["projectName"], MAX_SHORT_TEXT),
    pullRequestUrl: textOrNull(record["pullRequestUrl"], MAX_SHORT_TEXT),
    htmlUrl: textUpTo(record["htmlUrl"], MAX_SHORT_TEXT),
  };
  return fields && isWhole(fields) ? fields : undefined;
}

/** Checks what became of a save. */
export function parseSaveOutcome(value: unknown): SaveOutcome | undefined {
  const record = asRecord(value);
  const fields = parseAdvisoryFields(record?.["fields"]);
  if (record === undefined || fields === undefined) return undefined;
  if (record["kind"] === "saved") {
    const confirmed = wholeList(record["confirmed"], fieldName);
    const different = wholeList(record["different"], difference);
    return confirmed && different && { kind: "saved", confirmed, different, fields };
  }
  if (record["kind"] === "conflict") {
    const conflicts = wholeList(record["conflicts"], conflict);
    return conflicts && { kind: "conflict", conflicts, fields };
  }
  return undefined;
}

function fieldName(value: unknown): AdvisoryFieldName | undefined {
  return advisoryFieldNames.find((name) => name === value);
}

function difference(value: unknown): FieldDifference | undefined {
  const record = asRecord(value);
  const found = record && {
    field: fieldName(record["field"]),
    wanted: textUpTo(record["wanted"], MAX_DRAFT_TEXT),
    found: textUpTo(record["found"], MAX_DRAFT_TEXT),
  };
  return found && isWhole(found) ? found : undefined;
}

function conflict(value: unknown): FieldConflict | undefined {
  const record = asRecord(value);
  const found = record && {
    field: fieldName(record["field"]),
    mine: textUpTo(record["mine"], MAX_DRAFT_TEXT),
    theirs: textUpTo(record["theirs"], MAX_DRAFT_TEXT),
  };
  return found && isWhole(found) ? found : undefined;
}

function wholeList<T>(value: unknown, parse: (item: unknown) => T | undefined): T[] | undefined {
  const items = asList(value).map(parse);
  const whole = items.filter((item) => item !== undefined);
  return whole.length === items.length ? whole : undefined;
}
