import { createHash } from "node:crypto";
import type { Lift } from "../ticket/record.ts";

/** Tells a part of the secrets that could not be read, and so was not searched for, from the others. */
export function unreadDigest(ghsaId: string, part: string): string {
  return digestOf(["unread", ghsaId, part]);
}

export function liftOf(lifts: readonly Lift[], digest: string): Lift | undefined {
  return lifts.find((lift) => lift.digest === digest);
}

export function digestOf(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}
