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
