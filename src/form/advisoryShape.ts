import { asNumber, asRecord } from "../base/shape.ts";
import type { AffectedPackage } from "../ticket/affectedPackage.ts";
import {
  advisoryFieldNames,
  type AdvisoryFieldName,
  type AdvisoryFields,
  type FieldConflict,
  type FieldDifference,
  type SaveOutcome,
} from "../ticket/advisoryFields.ts";
import { weaknessUsages, type WeaknessList } from "../ticket/cwe.ts";
import type { Credit, CreditState, Severity, TicketState } from "../ticket/ticket.ts";
import {
  isWhole,
  listUpTo,
  MAX_DRAFT_TEXT,
  MAX_SHORT_TEXT,
  textOrNull,
  textUpTo,
} from "./boundedText.ts";

/** More weaknesses, products or credits than any advisory has. */
const MAX_LIST = 500;

/** More than the official list has. */
const MAX_WEAKNESSES = 3000;

/** An id, a login, a word of GitHub. In UTF-16 units. */
const MAX_NAME = 200;

const STATES: readonly TicketState[] = [
  "triage",
  "draft",
  "published",
  "closed",
  "withdrawn",
  "unknown",
];
const CREDIT_STATES: readonly CreditState[] = ["accepted", "pending", "declined", "unknown"];
const SEVERITIES: readonly (Severity | null)[] = [null, "low", "medium", "high", "critical"];

/** Checks an advisory's fields that came in a message. */
export function parseAdvisoryFields(value: unknown): AdvisoryFields | undefined {
  const record = asRecord(value);
  const fields = record && {
    title: textUpTo(record["title"], MAX_DRAFT_TEXT),
    description: textUpTo(record["description"], MAX_DRAFT_TEXT),
    vector: textOrNull(record["vector"], MAX_SHORT_TEXT),
    v3Vector: textOrNull(record["v3Vector"], MAX_SHORT_TEXT),
    weaknesses: parseWeaknesses(record["weaknesses"]),
    affected: parseAffected(record["affected"]),
    credits: listUpTo(record["credits"], MAX_LIST, credit),
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

/** Checks ids of weaknesses; whether they are real is another question. */
export function parseWeaknesses(value: unknown): readonly string[] | undefined {
  return listUpTo(value, MAX_LIST, (item) => textUpTo(item, MAX_NAME));
}

/** Checks the official list of weaknesses as it comes in a message. */
export function parseWeaknessMessage(value: unknown): WeaknessList | undefined {
  const record = asRecord(value);
  const list = record && {
    version: textUpTo(record["version"], MAX_NAME),
    date: textUpTo(record["date"], MAX_NAME),
    weaknesses: listUpTo(record["weaknesses"], MAX_WEAKNESSES, (item) => {
      const weakness = asRecord(item);
      const found = weakness && {
        id: asNumber(weakness["id"]),
        name: textUpTo(weakness["name"], MAX_SHORT_TEXT),
        usage: weaknessUsages.find((known) => known === weakness["usage"]),
      };
      return found && isWhole(found) ? found : undefined;
    }),
  };
  return list && isWhole(list) ? list : undefined;
}

/** Checks a list of affected products, row by row. */
export function parseAffected(value: unknown): readonly AffectedPackage[] | undefined {
  return listUpTo(value, MAX_LIST, (item) => {
    const record = asRecord(item);
    const found = record && {
      ecosystem: textUpTo(record["ecosystem"], MAX_NAME),
      name: textOrNull(record["name"], MAX_SHORT_TEXT),
      affectedRange: textOrNull(record["affectedRange"], MAX_SHORT_TEXT),
      patched: textOrNull(record["patched"], MAX_SHORT_TEXT),
      functions: listUpTo(record["functions"], MAX_LIST, (name) => textUpTo(name, MAX_SHORT_TEXT)),
    };
    return found && isWhole(found) ? found : undefined;
  });
}

function credit(value: unknown): Credit | undefined {
  const record = asRecord(value);
  const found = record && {
    login: textUpTo(record["login"], MAX_NAME),
    type: textUpTo(record["type"], MAX_NAME),
    state: CREDIT_STATES.find((known) => known === record["state"]),
  };
  return found && isWhole(found) ? found : undefined;
}

/** Checks what became of a save. */
export function parseSaveOutcome(value: unknown): SaveOutcome | undefined {
  const record = asRecord(value);
  const fields = parseAdvisoryFields(record?.["fields"]);
  if (record === undefined || fields === undefined) return undefined;
  if (record["kind"] === "saved") {
    const confirmed = listUpTo(record["confirmed"], MAX_LIST, fieldName);
    const different = listUpTo(record["different"], MAX_LIST, difference);
    return confirmed && different && { kind: "saved", confirmed, different, fields };
  }
  if (record["kind"] === "conflict") {
    const conflicts = listUpTo(record["conflicts"], MAX_LIST, conflict);
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
