import { decoded } from "./escapes.ts";
import { folded } from "./folded.ts";
import { itself, type Mapped } from "./mapped.ts";
import { rendered, type LeftOut } from "./rendered.ts";
import { View } from "./view.ts";
import { unwrapped } from "./wraps.ts";

/** A text in all the ways that the gate reads it. Most texts have one only. */
export class Reading {
  readonly original: string;
  /** As it stands there; with its escapes as what they stand for; and as it is shown. */
  readonly views: readonly View[];

  constructor(original: string) {
    this.original = original;
    const source = itself(original);
    const literal = folded(source);
    const meant = decoded(source);
    const read = meant.text === original ? literal : folded(meant);
    const leftOut: readonly LeftOut[] = [
      "nothing",
      ...(/\](?:\(|\[)/.test(read.text) ? (["targets"] as const) : []),
      ...(read.text.includes("<!--") ? (["comments"] as const) : []),
    ];
    const shown = leftOut.flatMap((each) => rendered(read, each) ?? []);
    const all: readonly Mapped[] = [literal, ...(read === literal ? [] : [read]), ...shown];
    this.views = [...all, ...barred(literal)].map((text) => new View(unwrapped(text)));
  }
}

/** "|" between letters is taken for an "l", elsewhere for a line. */
function barred(literal: Mapped): readonly Mapped[] {
  if (!/[a-z0-9-]\|[a-z0-9]/.test(literal.text)) return [];
  return [{ ...literal, text: literal.text.replace(/\|/g, "l") }];
}
