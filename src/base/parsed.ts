/** What a parser answers: the value, or the reason in words a person can act on. */
export type Parsed<T> =
  { readonly valid: true; readonly value: T } | { readonly valid: false; readonly reason: string };

export function valid<T>(value: T): Parsed<T> {
  return { valid: true, value };
}

export function invalid(reason: string): { readonly valid: false; readonly reason: string } {
  return { valid: false, reason };
}
