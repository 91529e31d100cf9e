import { asBoolean, asNumber, asRecord } from "../base/shape.ts";
import { isWhole, listUpTo, MAX_SHORT_TEXT, textOrNull, textUpTo } from "./boundedText.ts";
import type { AffectedRange, FormRoad } from "./consistency.ts";

/** More branches than any project has. */
const MAX_RANGES = 100;

const PULL_STATES = ["open", "closed", "merged"] as const;

/** Checks what came in a message about what lies outside of the advisory. */
export function parseRoad(value: unknown): FormRoad | undefined {
  const record = asRecord(value);
  const road = record && {
    issue: record["issue"] === null ? null : count(record["issue"]),
    pullRequest: record["pullRequest"] === null ? null : parsePull(record["pullRequest"]),
    release: textOrNull(record["release"], MAX_SHORT_TEXT),
    email: textOrNull(record["email"], MAX_SHORT_TEXT),
    record: textOrNull(record["record"], MAX_SHORT_TEXT),
  };
  return road && isWhole(road) ? road : undefined;
}

function parsePull(value: unknown): NonNullable<FormRoad["pullRequest"]> | undefined {
  const record = asRecord(value);
  const pull = record && {
    number: count(record["number"]),
    title: textUpTo(record["title"], MAX_SHORT_TEXT),
    state: PULL_STATES.find((state) => state === record["state"]),
    base: textUpTo(record["base"], MAX_SHORT_TEXT),
    htmlUrl: textUpTo(record["htmlUrl"], MAX_SHORT_TEXT),
  };
  return pull && isWhole(pull) ? pull : undefined;
}

/** Checks the versions that the branches tell. */
export function parseRanges(value: unknown): readonly AffectedRange[] | undefined {
  return listUpTo(value, MAX_RANGES, (item) => {
    const record = asRecord(item);
    const range = record && {
      branch: textUpTo(record["branch"], MAX_SHORT_TEXT),
      from: textUpTo(record["from"], MAX_SHORT_TEXT),
      fixedIn: textUpTo(record["fixedIn"], MAX_SHORT_TEXT),
      expected: asBoolean(record["expected"]),
    };
    return range && isWhole(range) ? range : undefined;
  });
}

function count(value: unknown): number | undefined {
  const number = asNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
