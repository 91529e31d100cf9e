import type { Ticket } from "../ticket/ticket.ts";
import { addedLines } from "./addedLines.ts";
import { secretTerms, type SecretKind, type Term } from "./term.ts";

/** A secret found in an outgoing text. */
export interface Finding {
  readonly kind: SecretKind;
  /** Counted from 1. */
  readonly line: number;
  /** UTF-16 units from the start of the text; in a diff, from the start of the line. */
  readonly start: number;
  readonly end: number;
}

export interface DiffFinding extends Finding {
  /** The file of the new side; `line` counts in it. */
  readonly path: string;
}

/** The ticket's hard secrets in a text that would leave. */
export function scanText(text: string, ticket: Ticket): readonly Finding[] {
  return scan(text, secretTerms(ticket, "text")).map((finding) => ({
    ...finding,
    line: text.slice(0, finding.start).split("\n").length,
  }));
}

/** The same in the lines that a patch adds. */
export function scanAddedLines(patch: string, ticket: Ticket): readonly DiffFinding[] {
  const terms = secretTerms(ticket, "code");
  return addedLines(patch).flatMap(({ path, line, text }) =>
    scan(text, terms).map((finding) => ({ ...finding, path, line })),
  );
}

const words: Readonly<Record<SecretKind, string>> = {
  "ghsa-id": "a GHSA id",
  "private-fork": "the private fork",
  "cve-id": "the CVE id",
  "bot-tag": "a tag of the PSRT bot",
  reporter: "the reporter",
};

/** What a finding is, without repeating it: "a GHSA id". */
export function secretWords(kind: SecretKind): string {
  return words[kind];
}

/** Of overlapping findings the first term's stays. */
function scan(text: string, terms: readonly Term[]): readonly Omit<Finding, "line">[] {
  const found: Omit<Finding, "line">[] = [];
  for (const { kind, pattern } of terms) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.every((other) => end <= other.start || start >= other.end)) {
        found.push({ kind, start, end });
      }
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
