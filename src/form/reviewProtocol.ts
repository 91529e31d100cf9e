/**
 * What the going-public review and its host say to each other. Both sides check every message here
 * before they believe it. A request carries a number; the host answers each exactly once.
 */
import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { asRecord } from "../base/shape.ts";
import { isWhole, MAX_SHORT_TEXT, textUpTo } from "./boundedText.ts";
import { requestOf } from "./protocol.ts";
import { parseDigest, parseReviewView } from "./reviewShape.ts";
import { WRITE_IDS, type ReviewView, type WriteId } from "./reviewView.ts";

/** A reason is a sentence or two. In UTF-16 units. */
export const MAX_REASON = 1000;

/** From the review to its host. */
export type ToReviewHost =
  /** The page can listen now; answered by `loading` and then `loaded` or `failed`. */
  | { readonly type: "ready" }
  | { readonly type: "reload" }
  /** Asks the person once more before anything is written. */
  | { readonly type: "write"; readonly request: number; readonly write: WriteId }
  | {
      readonly type: "lift";
      readonly request: number;
      readonly digest: string;
      readonly reason: string;
    }
  | { readonly type: "unlift"; readonly request: number; readonly digest: string }
  /** Other texts for the commit that was held back, which is then built. */
  | { readonly type: "reword"; readonly request: number }
  /** The commit in VS Code's diff editor. */
  | { readonly type: "showCommit"; readonly request: number };

/**
 * What came of the last thing that was asked for. The host keeps it, since the page is gone while
 * another editor covers it.
 */
export interface Outcome {
  /** The step that was tried; null for anything else. */
  readonly write: WriteId | null;
  readonly level: "info" | "error";
  readonly text: string;
}

/** From the host to the review. */
export type ToReview =
  | { readonly type: "loading" }
  | { readonly type: "loaded"; readonly view: ReviewView; readonly outcome: Outcome | null }
  | { readonly type: "failed"; readonly message: string; readonly next: string }
  /** It has ended; what came of it was sent before. */
  | { readonly type: "done"; readonly request: number };

export function parseToReviewHost(message: unknown): Parsed<ToReviewHost> {
  const record = asRecord(message);
  const type = record?.["type"];
  if (type === "ready" || type === "reload") return valid({ type });
  const request = requestOf(message);
  if (record === undefined || request === undefined) return invalid("The message has no number.");
  const digest = parseDigest(record["digest"]);
  switch (type) {
    case "write": {
      const write = WRITE_IDS.find((id) => id === record["write"]);
      return write === undefined
        ? invalid("There is no such step.")
        : valid({ type, request, write });
    }
    case "lift": {
      const reason = textUpTo(record["reason"], MAX_REASON)?.trim() ?? "";
      if (reason === "") return invalid(`Give a reason of at most ${MAX_REASON} characters.`);
      return digest === undefined
        ? invalid("There is no such finding.")
        : valid({ type, request, digest, reason });
    }
    case "unlift":
      return digest === undefined
        ? invalid("There is no such finding.")
        : valid({ type, request, digest });
    case "reword":
    case "showCommit":
      return valid({ type, request });
    default:
      return invalid("The message is unknown.");
  }
}

export function parseToReview(message: unknown): Parsed<ToReview> {
  const record = asRecord(message);
  const request = requestOf(message);
  switch (record?.["type"]) {
    case "loading":
      return valid({ type: "loading" });
    case "loaded": {
      const view = parseReviewView(record["view"]);
      const outcome = parseOutcome(record["outcome"]);
      if (view !== undefined && outcome !== undefined) {
        return valid({ type: "loaded", view, outcome });
      }
      break;
    }
    case "failed": {
      const reason = {
        message: textUpTo(record["message"], MAX_SHORT_TEXT),
        next: textUpTo(record["next"], MAX_SHORT_TEXT),
      };
      if (isWhole(reason)) return valid({ type: "failed", ...reason });
      break;
    }
    case "done":
      if (request !== undefined) return valid({ type: "done", request });
  }
  return invalid("The editor’s message is unknown.");
}

function parseOutcome(value: unknown): Outcome | null | undefined {
  if (value === null) return null;
  const data = asRecord(value);
  const given = data?.["write"];
  const level = data?.["level"];
  const outcome = {
    write: given === null ? null : WRITE_IDS.find((id) => id === given),
    level: (["info", "error"] as const).find((each) => each === level),
    text: textUpTo(data?.["text"], 2 * MAX_SHORT_TEXT),
  };
  return isWhole(outcome) ? outcome : undefined;
}
