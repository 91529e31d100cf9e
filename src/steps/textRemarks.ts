import { secretWords } from "../embargo/secretWords.ts";
import { gapWords, type LeakGate, type OutgoingPlace } from "./leakGate.ts";

/** Something about a text that will be public; lines and columns count from 0. */
export interface TextRemark {
  readonly level: "error" | "warning";
  readonly text: string;
  readonly line: number;
  readonly start?: number;
  readonly end?: number;
  /** Names what can be let pass with a reason. */
  readonly lifts?: string;
}

/**
 * What a text would give away of the ticket, to be marked in it while it is written. What the person
 * has let pass is a warning; so is what could not be searched for.
 */
export function leakRemarks(
  gate: LeakGate,
  place: OutgoingPlace,
  text: string,
): readonly TextRemark[] {
  const { findings, unsearched } = gate.checkTexts([{ place, text }]);
  return [
    ...unsearched.map((part): TextRemark => ({
      ...{ level: "warning", text: gapWords(part), line: 0 },
      ...(part.lift === undefined && { lifts: part.digest }),
    })),
    ...findings.map(({ kind, level, lift, line, start, end, digest }): TextRemark => {
      const words = `This gives away ${secretWords(kind)}: everybody will read it`;
      const held = level === "block" && lift === undefined;
      const before = text.lastIndexOf("\n", start - 1) + 1;
      return {
        level: held ? "error" : "warning",
        text: lift === undefined ? `${words}.` : `${words}. You let it pass: ${lift.reason}`,
        ...{ line: line - 1, start: start - before, end: end - before },
        ...(held && { lifts: digest }),
      };
    }),
  ];
}
