import { createHash } from "node:crypto";
import type { Lift } from "../ticket/record.ts";
import { fold } from "./folded.ts";
import type { SecretKind } from "./term.ts";

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
  const said = fold(text).text.match(/[\p{L}\p{N}]+/gu) ?? [text];
  return digestOf(["finding", ghsaId, place, path, kind, said.join(" ")]);
}

/** The same for a part of the secrets that could not be read, and so was not searched for. */
export function unreadDigest(ghsaId: string, part: string): string {
  return digestOf(["unread", ghsaId, part]);
}

export function liftOf(lifts: readonly Lift[], digest: string): Lift | undefined {
  return lifts.find((lift) => lift.digest === digest);
}

function digestOf(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}
