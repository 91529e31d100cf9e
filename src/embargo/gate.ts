import { addedLines, type AddedLine } from "./addedLines.ts";
import { Reading } from "./reading.ts";
import type { Secrets } from "./secrets.ts";
import { termsOf, type SecretKind, type Surface, type Term } from "./term.ts";

/** A secret found in an outgoing text. */
export interface Finding {
  readonly kind: SecretKind;
  readonly level: Term["level"];
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

/** Searches texts for the secrets of one ticket. */
export class Gate {
  readonly #terms: Readonly<Record<Surface, readonly Term[]>>;

  constructor(secrets: Secrets) {
    this.#terms = { text: termsOf(secrets, "text"), code: termsOf(secrets, "code") };
  }

  /** What a text that would leave gives away, in its order. */
  scanText(text: string): readonly Finding[] {
    return this.#scan(text, "text");
  }

  /**
   * The same in the lines that a patch adds. Lines that follow each other are read as one text, so
   * that nothing hides in a wrapped comment.
   */
  scanAddedLines(patch: string): readonly DiffFinding[] {
    return blocksOf(addedLines(patch)).flatMap((block) => {
      const text = block.map((each) => each.text).join("\n");
      return this.#scan(text, "code").flatMap((finding) => {
        const added = block[finding.line - 1];
        if (added === undefined) return [];
        const before = text.lastIndexOf("\n", finding.start - 1) + 1;
        const end = Math.min(finding.end - before, added.text.length);
        const { path, line } = added;
        return [{ ...finding, path, line, start: finding.start - before, end }];
      });
    });
  }

  /** Of overlapping findings the first term's stays; a warning never hides a block. */
  #scan(text: string, surface: Surface): readonly Finding[] {
    const reading = new Reading(text);
    const found: Omit<Finding, "line">[] = [];
    for (const { kind, level, find } of this.#terms[surface]) {
      for (const { start, end } of find(reading)) {
        if (found.every((other) => end <= other.start || start >= other.end)) {
          found.push({ kind, level, start, end });
        }
      }
    }
    const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
    let line = 1;
    return found
      .sort((a, b) => a.start - b.start)
      .map((finding) => {
        while ((ends[line - 1] ?? Infinity) < finding.start) line += 1;
        return { ...finding, line };
      });
  }
}

/** Lines of one file that follow each other. */
function blocksOf(lines: readonly AddedLine[]): readonly (readonly AddedLine[])[] {
  const blocks: AddedLine[][] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    const last = block?.at(-1);
    if (last?.path === line.path && last.line + 1 === line.line) block?.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

const words: Readonly<Record<SecretKind, string>> = {
  "ghsa-id": "a GHSA id",
  "private-fork": "the private fork",
  "cve-id": "the CVE id",
  "bot-tag": "a tag of the PSRT bot",
  reporter: "the reporter",
  "private-branch": "a private branch",
  "private-text": "words of a private text",
  "local-path": "a path on this machine",
  "weakness-word": "a word that names a weakness",
  "other-cve": "another CVE id",
};

/** What a finding is, without repeating it: "a GHSA id". */
export function secretWords(kind: SecretKind): string {
  return words[kind];
}
