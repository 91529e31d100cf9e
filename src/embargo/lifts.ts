import { createHash } from "node:crypto";
import type { Lift } from "../ticket/record.ts";

/**
 * Tells a part of the secrets that was not searched for from the others. Accepting it holds for one
 * write, and while it can't be read for the same cause.
 */
export function unreadDigest(
  ghsaId: string,
  { part, cause }: { readonly part: string; readonly cause: string },
  write: string,
): string {
  return digestOf(["unread", ghsaId, part, cause, write]);
}

export function liftOf(lifts: readonly Lift[], digest: string): Lift | undefined {
  return lifts.find((lift) => lift.digest === digest);
}

export function digestOf(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}
