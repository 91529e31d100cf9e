import { secretWords } from "../embargo/gate.ts";
import { gapWords, type LeakGate, type OutgoingPlace } from "./leakGate.ts";

/** Something about a text that will be public; lines count from 0. */
export interface TextRemark {
  readonly level: "error" | "warning";
  readonly text: string;
  readonly line: number;
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
    ...unsearched.map((part): TextRemark => ({ level: "warning", text: gapWords(part), line: 0 })),
    ...findings.map(({ kind, level, lift, line }): TextRemark => {
      const words = `This gives away ${secretWords(kind)}: everybody will read it`;
      return {
        level: level === "block" && lift === undefined ? "error" : "warning",
        text: lift === undefined ? `${words}.` : `${words}. You let it pass: ${lift.reason}`,
        line: line - 1,
      };
    }),
  ];
}
