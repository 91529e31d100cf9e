import { fold } from "./folded.ts";
import type { SecretKind } from "./term.ts";
import { digestOf } from "./lifts.ts";

/** Where a text stands that everybody will be able to read. */
export type OutgoingPlace =
  "branch" | "message" | "author" | "committer" | "news" | "issue" | "pull" | "file-name" | "diff";

/**
 * Tells a finding from every other one without repeating it: what it is, what it says in whatever
 * spelling, and where it stands. A line's number is not in it, since lines move.
 */
export function findingDigest(
  ghsaId: string,
  place: OutgoingPlace,
  kind: SecretKind,
  text: string,
  path = "",
): string {
  return digestOf(["finding", ghsaId, place, path, kind, saidIn(text)]);
}

/** What a text says in whatever spelling. */
export function saidIn(text: string): string {
  const said = fold(text).text.match(/[\p{L}\p{N}]+/gu) ?? [text];
  return said.join(" ");
}
