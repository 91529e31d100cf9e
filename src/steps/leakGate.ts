import type { findingDigest, Finding, Gate } from "../embargo/gate.ts";
import type { OutgoingPlace } from "../embargo/lifting.ts";
import { liftOf, unreadDigest } from "../embargo/lifts.ts";
import { secretWords } from "../embargo/secretWords.ts";
import type { TreeDiff } from "../git/treeDiff.ts";
import type { Lift, TicketRecord } from "../ticket/record.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { SecretsOf, UnreadPart } from "./gatherSecrets.ts";
import { HeldBackError } from "./heldBack.ts";
import type { Records } from "./ports.ts";

export type { OutgoingPlace };

export interface LeakGatePorts {
  readonly secrets: SecretsOf;
  readonly records: Pick<Records, "read">;
  readonly signal?: AbortSignal | undefined;
}

/** A text that everybody will be able to read; title and body of an issue are one. */
export interface OutgoingText {
  readonly place: OutgoingPlace;
  readonly text: string;
}

/** The line that a finding begins on, and where it stands in it; UTF-16 units. */
export interface Excerpt {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A finding, and whether the person let it pass. */
export interface PlacedFinding extends Finding {
  readonly place: OutgoingPlace;
  /** Of a finding in a file's lines, or in its name. */
  readonly path?: string;
  readonly excerpt: Excerpt;
  /** Names this finding for a lift. */
  readonly digest: string;
  readonly lift: Lift | undefined;
}

/** A part that was not searched for, and whether the person accepted that. */
export interface UnsearchedPart extends UnreadPart {
  readonly digest: string;
  /** What accepting it holds for: "the push". */
  readonly write: string;
  readonly lift: Lift | undefined;
}

/** What a look at outgoing texts came to. */
export interface LeakCheck {
  readonly findings: readonly PlacedFinding[];
  readonly unsearched: readonly UnsearchedPart[];
}

/** Holds back what gives one ticket away, unless the person lifted it. */
export class LeakGate {
  readonly #gate: Gate;
  readonly #digestOf: typeof findingDigest;
  readonly #ghsaId: string;
  readonly #unread: readonly UnreadPart[];
  readonly #record: TicketRecord;
  #lifts: readonly Lift[];

  /** @throws {HumanError} @throws {CancelledError} */
  static async open(
    { secrets, records, signal }: LeakGatePorts,
    ticket: Ticket,
  ): Promise<LeakGate> {
    const [gathered, record] = await Promise.all([secrets(ticket, signal), records.read(ticket)]);
    const { Gate, findingDigest } = await import("../embargo/gate.ts");
    const gate = await Gate.open(gathered.secrets);
    return new LeakGate(gate, findingDigest, ticket.ghsaId, record, gathered.unread);
  }

  private constructor(
    gate: Gate,
    digestOf: typeof findingDigest,
    ghsaId: string,
    record: TicketRecord,
    unread: readonly UnreadPart[],
  ) {
    this.#gate = gate;
    this.#digestOf = digestOf;
    this.#ghsaId = ghsaId;
    this.#record = record;
    this.#lifts = record.lifts ?? [];
    this.#unread = unread;
  }

  /** What the gate could not learn, so that it does not search a write's texts for it. */
  unsearchedIn(texts: readonly OutgoingText[]): readonly UnsearchedPart[] {
    const { write, of } = writeOf(texts, this.#record);
    return this.#unread.map((part) => {
      const digest = unreadDigest(this.#ghsaId, part, `${write} ${of ?? ""}`);
      return { ...part, digest, write, lift: liftOf(this.#lifts, digest) };
    });
  }

  /** Takes up what was lifted since. */
  take(lift: Lift): void {
    this.#lifts = [...this.#lifts, lift];
  }

  /** The texts of one write. */
  checkTexts(texts: readonly OutgoingText[]): LeakCheck {
    const findings = texts.flatMap(({ place, text }) =>
      this.#gate.scanText(text).map((finding) => this.#inText(finding, place, text)),
    );
    return { findings, unsearched: this.unsearchedIn(texts) };
  }

  /** A commit's texts and its change. */
  async checkCommit(texts: readonly OutgoingText[], diff: TreeDiff): Promise<LeakCheck> {
    const { findings, unsearched } = this.checkTexts(texts);
    return { findings: [...findings, ...(await this.checkChange(diff))], unsearched };
  }

  /** The lines that a change adds, and the names of all its files. @param diff with all lines. */
  async checkChange({ files, patch }: TreeDiff): Promise<readonly PlacedFinding[]> {
    const names = files.flatMap(({ path }) =>
      this.#gate.scanText(path).map((each) => ({ ...this.#inText(each, "file-name", path), path })),
    );
    const lines = await this.#gate.scanAddedLines(patch);
    const findings = lines.map(({ text, addedLine, ...finding }): PlacedFinding => {
      const { path, start, end } = finding;
      const lifted = this.#lifted("diff", finding.kind, text, path);
      return { ...finding, place: "diff", excerpt: { text: addedLine, start, end }, ...lifted };
    });
    return [...names, ...findings];
  }

  #inText(finding: Finding, place: OutgoingPlace, text: string): PlacedFinding {
    const { kind, start, end } = finding;
    const before = text.lastIndexOf("\n", start - 1) + 1;
    const next = text.indexOf("\n", start);
    const line = text.slice(before, next < 0 ? undefined : next);
    const excerpt = { text: line, start: start - before, end: Math.min(end - before, line.length) };
    const path = place === "file-name" ? text : undefined;
    return {
      ...finding,
      place,
      excerpt,
      ...this.#lifted(place, kind, text.slice(start, end), path),
    };
  }

  #lifted(
    place: OutgoingPlace,
    kind: Finding["kind"],
    text: string,
    path: string | undefined,
  ): Pick<PlacedFinding, "digest" | "lift"> {
    const digest = this.#digestOf(this.#ghsaId, place, kind, text, path);
    return { digest, lift: liftOf(this.#lifts, digest) };
  }
}

/** Which write the texts belong to: an issue, a pull request, or else the push of a branch. */
function writeOf(
  texts: readonly OutgoingText[],
  { publicIssue, publicBranch, landing }: TicketRecord,
): { readonly write: string; readonly of: string | number | undefined } {
  const has = (place: OutgoingPlace): boolean => texts.some((text) => text.place === place);
  if (has("issue")) return { write: "the issue’s text", of: publicIssue };
  if (has("pull")) return { write: "the pull request", of: publicBranch?.name };
  const branch = texts.find(({ place }) => place === "branch")?.text;
  return { write: "the push", of: branch ?? publicBranch?.name ?? landing?.branch };
}

/** The findings that stand in the way: warnings never do. */
export function heldFindings({ findings }: LeakCheck): readonly PlacedFinding[] {
  return findings.filter(({ level, lift }) => level === "block" && lift === undefined);
}

/** The parts that were not searched for, which the person has not accepted. */
export function openGaps({ unsearched }: LeakCheck): readonly UnsearchedPart[] {
  return unsearched.filter(({ lift }) => lift === undefined);
}

const LIFT = "or lift each in “Review Going Public” with a reason. Nothing has left this machine.";

/**
 * For a step that writes nothing public yet.
 * @param what "The public commit".
 * @throws {HeldBackError} while a finding is not lifted; it names places and repeats no secret.
 */
export function requireNoLeak(check: LeakCheck, what: string): void {
  const held = heldFindings(check);
  if (held.length === 0) return;
  // A file's name that is a secret itself is not repeated.
  const secretPaths = new Set(
    held.flatMap(({ place, path }) => (place === "file-name" ? path : [])),
  );
  const shown = [...new Set(held.map((each) => placeOf(each, secretPaths)))];
  const more = shown.length > 5 ? ` and ${shown.length - 5} more` : "";
  throw new HeldBackError(
    `${what} would give away ${shown.slice(0, 5).join("; ")}${more}.`,
    `Take it out, then try again; ${LIFT}`,
    check,
  );
}

/**
 * For a step that makes something public.
 * @throws {HeldBackError} also while a part was not searched for and the person has not accepted it.
 */
export function requireClear(check: LeakCheck, what: string): void {
  requireNoLeak(check, what);
  const gaps = openGaps(check);
  if (gaps.length === 0) return;
  throw new HeldBackError(
    `${what} was not searched for everything: ${gaps.map(gapWords).join(" ")}`,
    `Try again, or accept that in “Review Going Public” with a reason.`,
    check,
  );
}

const PLACES: Readonly<Record<OutgoingPlace, string>> = {
  branch: "the branch name",
  message: "the commit message",
  author: "the author",
  committer: "the committer",
  news: "the news entry",
  issue: "the public issue",
  pull: "the public pull request",
  "file-name": "the name of a file",
  diff: "a file",
};

/** "the commit message" */
export function placeWords(place: OutgoingPlace): string {
  return PLACES[place];
}

const PARTS: Readonly<Record<UnreadPart["part"], string>> = {
  ticket: "what the ticket is now",
  reporter: "who the reporter is",
  comments: "the ticket’s comments",
  "private-branches": "the private fork’s branches",
  "private-pulls": "the private pull requests’ texts",
  "private-commits": "the private commits’ messages",
};

/** "The ticket’s comments could not be read: …" */
export function gapWords({ part, why }: UnreadPart): string {
  const words = PARTS[part];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} could not be read: ${why}`;
}

/** "a GHSA id in the commit message, line 3". @param secretPaths what is not repeated. */
export function placeOf(
  { kind, place, line, path }: PlacedFinding,
  secretPaths: ReadonlySet<string | undefined> = new Set(),
): string {
  const what = secretWords(kind);
  if (place === "file-name") return `${what} in the name of a file`;
  if (place !== "diff") return `${what} in ${PLACES[place]}, line ${line}`;
  return secretPaths.has(path) ? `${what} in a file, line ${line}` : `${what} in ${path}:${line}`;
}
