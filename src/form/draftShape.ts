import { asRecord } from "../base/shape.ts";
import {
  baseMetricIds,
  isMetricValue,
  type BaseMetricId,
  type BaseMetrics,
} from "../cvss/grammar.ts";
import { MAX_DESCRIPTION } from "../ticket/advisoryChecks.ts";
import { isWhole, textOrNull, textUpTo } from "./boundedText.ts";
import type { Edits, StoredDraft, TextEdit, VectorEdit } from "./draft.ts";

/** A draft may be too long for GitHub for a while, not without end. In UTF-16 units. */
export const MAX_DRAFT_TEXT = 4 * MAX_DESCRIPTION;
export const MAX_SHORT_TEXT = 4096;

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
  const edits = {
    ...(title && { title }),
    ...(description && { description }),
    ...(vector && { vector }),
  };
  const fields = ["title", "description", "vector"] as const;
  return fields.every((field) => record[field] === undefined || field in edits) ? edits : undefined;
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
    metrics: parseMetrics(record?.["metrics"]),
    typed: textOrNull(record?.["typed"], MAX_SHORT_TEXT),
  };
  return isWhole(edit) ? edit : undefined;
}

function parseMetrics(value: unknown): BaseMetrics | undefined {
  const record = asRecord(value);
  if (record === undefined) return undefined;
  const metrics: Partial<Record<BaseMetricId, string>> = {};
  for (const [name, code] of Object.entries(record)) {
    const id = baseMetricIds.find((known) => known === name);
    if (id === undefined || typeof code !== "string" || !isMetricValue(id, code)) return undefined;
    metrics[id] = code;
  }
  return metrics;
}
