import { addedBlocks, type AddedBlock } from "./addedLines.ts";
import { findingDigest, saidIn } from "./lifting.ts";
import { encodedParts } from "./encoded.ts";
import { Reading } from "./reading.ts";
import type { Secrets } from "./secrets.ts";
import { pauseForOthers, slicesOf, SLICE, type Pause } from "./slices.ts";
import { termsOf, type SecretKind, type Surface, type Term } from "./term.ts";
import { WordRuns } from "./wordRuns.ts";

export { findingDigest };

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
  /** What stands there; of a finding over several lines, all of it. */
  readonly text: string;
  /** The added line that it begins on. */
  readonly addedLine: string;
}

type Place = Omit<Finding, "line">;

/** Searches texts for the secrets of one ticket. */
export class Gate {
  readonly #terms: Readonly<Record<Surface, readonly Term[]>>;

  /** Without holding up others, however much there is. */
  static async open(secrets: Secrets, pause: Pause = pauseForOthers): Promise<Gate> {
    return new Gate(secrets, await WordRuns.of(secrets, pause));
  }

  constructor(secrets: Secrets, runs = new WordRuns(secrets.texts, secrets.titles)) {
    this.#terms = {
      text: termsOf(secrets, runs, "text"),
      code: termsOf(secrets, runs, "code"),
    };
  }

  /** What a text that would leave gives away, in its order. */
  scanText(text: string): readonly Finding[] {
    return withLines(text, this.#scan(text, "text"));
  }

  /**
   * The same in the lines that a patch adds, slice by slice: a long patch must not hold up
   * everything else. Lines that follow each other are read as one text, so that nothing hides in a
   * wrapped comment.
   *
   * @param pause called after each slice.
   */
  async scanAddedLines(
    patch: Buffer,
    pause: Pause = pauseForOthers,
  ): Promise<readonly DiffFinding[]> {
    let searched = 0;
    const turn = async (length: number): Promise<void> => {
      if (searched + length > SLICE) {
        await pause();
        searched = 0;
      }
      searched += length;
    };
    const found: DiffFinding[] = [];
    for (const readings of addedBlocks(patch)) {
      // What is found in two readings of the same bytes is one.
      const known = new Map<string, DiffFinding>();
      for (const block of readings) {
        for (const finding of await this.#scanBlock(block, turn)) {
          const { kind, line, start } = finding;
          const same = readings.length === 1 ? start : saidIn(finding.text);
          const key = [kind, line, same].join("\0");
          if (!known.has(key)) known.set(key, finding);
        }
      }
      found.push(...[...known.values()].sort((a, b) => a.line - b.line));
    }
    return found;
  }

  /** @param turn called before so much more is searched. */
  async #scanBlock(
    block: AddedBlock,
    turn: (length: number) => Promise<void>,
  ): Promise<readonly DiffFinding[]> {
    const text = block.map((each) => each.text).join("\n");
    const places: Place[] = [];
    for (const [start, part] of slicesOf(text)) {
      await turn(part.length);
      for (const place of this.#scan(part, "code")) {
        add(places, { ...place, start: place.start + start, end: place.end + start });
      }
    }
    return withLines(text, places).flatMap((finding) => inBlock(block, text, finding));
  }

  /**
   * A block that lies wholly inside of an earlier block, or of one of its own kind, says nothing
   * more. All others stay where they overlap: one is let pass without the other. A warning gives
   * way to whatever else is there.
   */
  #scan(text: string, surface: Surface): readonly Place[] {
    const reading = new Reading(text);
    const encoded = encodedParts(text).map((part) => ({
      part,
      reading: new Reading(part.decoded),
    }));
    let found: Place[] = [];
    for (const { kind, level, find } of this.#terms[surface]) {
      const hidden = encoded.flatMap(({ part, reading }) =>
        level === "block" && find(reading).length > 0 ? [part] : [],
      );
      for (const { start, end } of [...find(reading), ...hidden]) {
        const place = { kind, level, start, end };
        const told = level === "warning" ? overlaps : isInside;
        if (found.some((other) => told(place, other))) continue;
        found = found.filter((other) => other.kind !== kind || !isInside(other, place));
        found.push(place);
      }
    }
    return found;
  }
}

function overlaps(place: Place, other: Place): boolean {
  return place.end > other.start && place.start < other.end;
}

function isInside(place: Place, other: Place): boolean {
  return place.start >= other.start && place.end <= other.end;
}

/** Two slices overlap: what both found is one finding, and a part of one is the whole one's. */
function add(places: Place[], place: Place): void {
  const at = places.findIndex(
    ({ kind, start, end }) => kind === place.kind && place.start <= end && start <= place.end,
  );
  const same = places[at];
  if (same === undefined) places.push(place);
  else {
    const [start, end] = [Math.min(same.start, place.start), Math.max(same.end, place.end)];
    places[at] = { ...same, start, end };
  }
}

function withLines(text: string, places: readonly Place[]): readonly Finding[] {
  let line = 1;
  let next = text.indexOf("\n");
  return [...places]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .map((place) => {
      while (next >= 0 && next < place.start) {
        line += 1;
        next = text.indexOf("\n", next + 1);
      }
      return { ...place, line };
    });
}

function inBlock(block: AddedBlock, text: string, finding: Finding): DiffFinding[] {
  const added = block[finding.line - 1];
  if (added === undefined) return [];
  const before = text.lastIndexOf("\n", finding.start - 1) + 1;
  const end = Math.min(finding.end - before, added.text.length);
  const { path, line } = added;
  const found = text.slice(finding.start, finding.end);
  const addedLine = added.text;
  return [{ ...finding, path, line, start: finding.start - before, end, text: found, addedLine }];
}
