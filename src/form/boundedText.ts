import { MAX_DESCRIPTION } from "../ticket/advisoryChecks.ts";

/** A draft may be too long for GitHub for a while, not without end. In UTF-16 units. */
export const MAX_DRAFT_TEXT = 4 * MAX_DESCRIPTION;
export const MAX_SHORT_TEXT = 4096;

/** A text of at most `limit` UTF-16 units; undefined for anything else. */
export function textUpTo(value: unknown, limit: number): string | undefined {
  return typeof value === "string" && value.length <= limit ? value : undefined;
}

/** As `textUpTo`, with null as a value of its own. */
export function textOrNull(value: unknown, limit: number): string | null | undefined {
  return value === null ? null : textUpTo(value, limit);
}

/** Whether no property is undefined. */
export function isWhole<T extends object>(
  value: T,
): value is T & { readonly [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.values(value).every((property) => property !== undefined);
}

/** A list of at most `limit` items that are all as they should be; undefined for anything else. */
export function listUpTo<T>(
  value: unknown,
  limit: number,
  parse: (item: unknown) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length > limit) return undefined;
  const items = value.map(parse).filter((item) => item !== undefined);
  return items.length === value.length ? items : undefined;
}
