import { gapWords, placeOf, type LeakCheck } from "./leakGate.ts";
import type { Ask, Plan } from "./ports.ts";

/** Asks as `ask` does, and says before the yes what the person let pass with it, and why. */
export function accepting(ask: Ask, check: LeakCheck): Ask {
  return { confirm: (plan, signal) => ask.confirm(withAccepted(plan, check), signal) };
}

/** More are counted only. */
const MAX_LISTED = 12;

function withAccepted(plan: Plan, { findings, unsearched }: LeakCheck): Plan {
  const lines = [
    ...findings.flatMap((finding) =>
      finding.lift === undefined ? [] : `${placeOf(finding)}: “${finding.lift.reason}”`,
    ),
    ...unsearched.flatMap((part) =>
      part.lift === undefined ? [] : `${gapWords(part)} You accepted that: “${part.lift.reason}”`,
    ),
  ];
  if (lines.length === 0) return plan;
  const more = lines.length > MAX_LISTED ? [`and ${lines.length - MAX_LISTED} more`] : [];
  const listed = [...lines.slice(0, MAX_LISTED), ...more].map((line) => `- ${line}`);
  const note = ["You let pass:", ...listed].join("\n");
  return { ...plan, note: plan.note === undefined ? note : `${plan.note}\n\n${note}` };
}
