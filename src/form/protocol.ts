/**
 * What the advisory form and its host say to each other. Both sides check every message here
 * before they believe it. A request carries a number; the host answers each exactly once.
 */
import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { asBoolean, asNumber, asRecord, type UnknownRecord } from "../base/shape.ts";
import { MAX_VECTOR_LENGTH, parseVector } from "../cvss/grammar.ts";
import type { AdvisoryFields, SaveOutcome } from "../ticket/advisoryFields.ts";
import type { WeaknessList } from "../ticket/cwe.ts";
import { parseAdvisoryFields, parseSaveOutcome, parseWeaknessMessage } from "./advisoryShape.ts";
import { isWhole, MAX_DRAFT_TEXT, MAX_SHORT_TEXT, textOrNull, textUpTo } from "./boundedText.ts";
import type { AffectedRange, FormRoad } from "./consistency.ts";
import { parseEdits, parseStoredDraft } from "./draftShape.ts";
import { parseRanges, parseRoad } from "./roadShape.ts";
import type { Edits, StoredDraft } from "./formState.ts";

/** From the form to its host. */
export type ToHost =
  /**
   * The form can listen now; answered by `loading`, then `loaded` with what is known already, if
   * anything is, and `loaded` or `failed` with what GitHub says.
   */
  | { readonly type: "ready" }
  | { readonly type: "reload" }
  /** Keep the draft; no edits mean forget it. */
  | { readonly type: "keepDraft"; readonly request: number; readonly edits: Edits }
  | { readonly type: "save"; readonly request: number; readonly edits: Edits }
  | { readonly type: "copy"; readonly request: number; readonly text: string }
  /** The official list of weaknesses, which is read only for a form that is open. */
  | { readonly type: "weaknessList"; readonly request: number }
  /** The advisory on GitHub. */
  | { readonly type: "openAdvisory"; readonly request: number }
  /** A page that a disagreement leads to; the host opens it only where it leads to a known site. */
  | { readonly type: "openPage"; readonly request: number; readonly url: string }
  /** One of the ticket's other works; answered when it has begun. */
  | { readonly type: "run"; readonly request: number; readonly work: FormWork }
  /** The affected versions as the project's branches tell them. */
  | { readonly type: "branchVersions"; readonly request: number }
  /** FIRST's calculator with this vector; the host makes the address, and only of a vector. */
  | { readonly type: "openCalculator"; readonly request: number; readonly vector: string };

/** What the form leads on to. */
export type FormWork = (typeof works)[number];
const works = ["composeEmail", "draftCveRecord", "markEmailSent"] as const;

/** From the host to the form. */
export type ToForm =
  /** What lies outside of the advisory, whenever it was read. */
  | { readonly type: "road"; readonly road: FormRoad }
  | { readonly type: "loading" }
  | {
      readonly type: "loaded";
      readonly fields: AdvisoryFields;
      readonly draft: StoredDraft | null;
      /** Why a kept draft could not be read; null when there was none or it is here. */
      readonly draftProblem: string | null;
      /** Whether GitHub has just said so; if not, that is on its way. */
      readonly isFresh: boolean;
    }
  | { readonly type: "failed"; readonly message: string; readonly next: string }
  | { readonly type: "draftKept"; readonly request: number; readonly savedAt: string | null }
  | { readonly type: "saved"; readonly request: number; readonly outcome: SaveOutcome }
  | { readonly type: "weaknessesRead"; readonly request: number; readonly list: WeaknessList }
  | {
      readonly type: "versionsRead";
      readonly request: number;
      readonly ranges: readonly AffectedRange[];
    }
  | { readonly type: "declined"; readonly request: number }
  | { readonly type: "done"; readonly request: number }
  | {
      readonly type: "refused";
      readonly request: number;
      readonly message: string;
      readonly next: string;
    };

/** An e-mail is the description and a little more. */
const MAX_COPY = MAX_DRAFT_TEXT + MAX_SHORT_TEXT;

export function parseToHost(message: unknown): Parsed<ToHost> {
  const record = asRecord(message);
  const type = record?.["type"];
  if (type === "ready" || type === "reload") return valid({ type });
  const request = requestOf(message);
  if (record === undefined || request === undefined) return invalid("The message has no number.");
  switch (type) {
    case "keepDraft":
    case "save": {
      const edits = parseEdits(record["edits"]);
      return edits === undefined
        ? invalid("The draft is too long to be kept, or is none.")
        : valid({ type, request, edits });
    }
    case "copy": {
      const text = textUpTo(record["text"], MAX_COPY);
      return text === undefined
        ? invalid("The text is too long to be copied.")
        : valid({ type, request, text });
    }
    case "weaknessList":
    case "openAdvisory":
    case "branchVersions":
      return valid({ type, request });
    case "openPage": {
      const url = textUpTo(record["url"], MAX_SHORT_TEXT);
      return url === undefined ? invalid("The text is no address.") : valid({ type, request, url });
    }
    case "run": {
      const work = works.find((known) => known === record["work"]);
      return work === undefined ? invalid("The work is unknown.") : valid({ type, request, work });
    }
    case "openCalculator": {
      const vector = textUpTo(record["vector"], MAX_VECTOR_LENGTH);
      return vector !== undefined && parseVector(vector).valid
        ? valid({ type, request, vector })
        : invalid("The text is no CVSS vector.");
    }
    default:
      return invalid("The message is unknown.");
  }
}

/** The number of a request, even one that is otherwise wrong, so that it can be answered. */
export function requestOf(message: unknown): number | undefined {
  const request = asNumber(asRecord(message)?.["request"]);
  return request !== undefined && Number.isSafeInteger(request) && request > 0
    ? request
    : undefined;
}

export function parseToForm(message: unknown): Parsed<ToForm> {
  const record = asRecord(message);
  const parsed = record && (parseNotice(record) ?? parseAnswer(record));
  return parsed === undefined ? invalid("The editor’s message is unknown.") : valid(parsed);
}

/**
 * What stands for a message that is refused, so that the form waits for none in vain: an advisory
 * may hold more than the form takes.
 */
export function refusedToForm(message: unknown): Parsed<ToForm> {
  const request = requestOf(message);
  const reason = {
    message: "What came from the editor is more than the form takes.",
    next: "Go on on GitHub’s page.",
  };
  if (request !== undefined) return valid({ type: "refused", request, ...reason });
  return asRecord(message)?.["type"] === "loaded"
    ? valid({ type: "failed", ...reason })
    : invalid("The editor’s message is unknown.");
}

function parseNotice(record: UnknownRecord): ToForm | undefined {
  const type = record["type"];
  switch (type) {
    case "loading":
      return { type };
    case "loaded": {
      const loaded = {
        fields: parseAdvisoryFields(record["fields"]),
        draft: record["draft"] === null ? null : parseStoredDraft(record["draft"]),
        draftProblem: textOrNull(record["draftProblem"], MAX_SHORT_TEXT),
        isFresh: asBoolean(record["isFresh"]),
      };
      return isWhole(loaded) ? { type, ...loaded } : undefined;
    }
    case "road": {
      const road = parseRoad(record["road"]);
      return road && { type, road };
    }
    case "failed": {
      const reason = parseReason(record);
      return isWhole(reason) ? { type, ...reason } : undefined;
    }
    default:
      return undefined;
  }
}

function parseAnswer(record: UnknownRecord): ToForm | undefined {
  const type = record["type"];
  const request = requestOf(record);
  if (request === undefined) return undefined;
  switch (type) {
    case "draftKept": {
      const kept = { savedAt: textOrNull(record["savedAt"], 40) };
      return isWhole(kept) ? { type, request, ...kept } : undefined;
    }
    case "saved": {
      const outcome = parseSaveOutcome(record["outcome"]);
      return outcome && { type, request, outcome };
    }
    case "weaknessesRead": {
      const list = parseWeaknessMessage(record["list"]);
      return list && { type, request, list };
    }
    case "versionsRead": {
      const ranges = parseRanges(record["ranges"]);
      return ranges && { type, request, ranges };
    }
    case "declined":
    case "done":
      return { type, request };
    case "refused": {
      const reason = parseReason(record);
      return isWhole(reason) ? { type, request, ...reason } : undefined;
    }
    default:
      return undefined;
  }
}

function parseReason(record: UnknownRecord): {
  message: string | undefined;
  next: string | undefined;
} {
  return {
    message: textUpTo(record["message"], MAX_SHORT_TEXT),
    next: textUpTo(record["next"], MAX_SHORT_TEXT),
  };
}
