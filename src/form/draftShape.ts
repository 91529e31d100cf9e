import { asRecord } from "../base/shape.ts";
import { baseMetricIds, isMetricValue, optionalMetricIds, type MetricId } from "../cvss/grammar.ts";
import { advisoryFieldNames } from "../ticket/advisoryFields.ts";
import { parseAffected, parseWeaknesses } from "./advisoryShape.ts";
import { isWhole, MAX_DRAFT_TEXT, MAX_SHORT_TEXT, textOrNull, textUpTo } from "./boundedText.ts";
import type { Edits, ListEdit, StoredDraft, TextEdit, VectorEdit } from "./formState.ts";

/** Checks a draft that was kept on disk or came in a message; undefined when it is none. */
export function parseStoredDraft(value: unknown): StoredDraft | undefined {
  const record = asRecord(value);
  const draft = {
    savedAt: textUpTo(record?.["savedAt"], 40),
    edits: parseEdits(record?.["edits"]),
  };
  if (record?.["version"] !== 1 || !isWhole(draft)) return undefined;
  return Number.isNaN(Date.parse(draft.savedAt)) ? undefined : { version: 1, ...draft };
}

/** An edit that is absent is fine; one that is there but wrong makes the whole wrong. */
export function parseEdits(value: unknown): Edits | undefined {
  const record = asRecord(value);
  if (record === undefined) return undefined;
  const title = parseTextEdit(record["title"]);
  const description = parseTextEdit(record["description"]);
  const vector = parseVectorEdit(record["vector"]);
  const weaknesses = parseListEdit(record["weaknesses"], parseWeaknesses);
  const affected = parseListEdit(record["affected"], parseAffected);
  const beyond = parseMetrics(record["beyond"], optionalMetricIds);
  const edits = {
    ...(title && { title }),
    ...(description && { description }),
    ...(vector && { vector }),
    ...(weaknesses && { weaknesses }),
    ...(affected && { affected }),
    ...(beyond && { beyond }),
  };
  const fields = [...advisoryFieldNames, "beyond"] as const;
  return fields.every((field) => record[field] === undefined || field in edits) ? edits : undefined;
}

function parseListEdit<T>(
  value: unknown,
  parse: (list: unknown) => readonly T[] | undefined,
): ListEdit<T> | undefined {
  const record = asRecord(value);
  const edit = { base: parse(record?.["base"]), value: parse(record?.["value"]) };
  return isWhole(edit) ? edit : undefined;
}

function parseTextEdit(value: unknown): TextEdit | undefined {
  const record = asRecord(value);
  const edit = {
    base: textUpTo(record?.["base"], MAX_DRAFT_TEXT),
    value: textUpTo(record?.["value"], MAX_DRAFT_TEXT),
  };
  return isWhole(edit) ? edit : undefined;
}

function parseVectorEdit(value: unknown): VectorEdit | undefined {
  const record = asRecord(value);
  const edit = {
    base: textUpTo(record?.["base"], MAX_SHORT_TEXT),
    metrics: parseMetrics(record?.["metrics"], baseMetricIds),
    typed: textOrNull(record?.["typed"], MAX_SHORT_TEXT),
  };
  return isWhole(edit) ? edit : undefined;
}

/** Only metrics of that group, only with values of theirs. */
function parseMetrics<Id extends MetricId>(
  value: unknown,
  ids: readonly Id[],
): Partial<Record<Id, string>> | undefined {
  const record = asRecord(value);
  if (record === undefined) return undefined;
  const metrics: Partial<Record<Id, string>> = {};
  for (const [name, code] of Object.entries(record)) {
    const id = ids.find((known) => known === name);
    if (id === undefined || typeof code !== "string" || !isMetricValue(id, code)) return undefined;
    metrics[id] = code;
  }
  return metrics;
}
