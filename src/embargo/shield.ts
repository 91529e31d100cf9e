import type { Finding } from "./quarantine.ts";

/** The shield in the status bar. */
export interface Shield {
  readonly state: "holds" | "open" | "unchecked";
  /** With icons of VS Code. */
  readonly text: string;
  /** Plain text, one finding a line. */
  readonly tooltip: string;
  /** For a screen reader. */
  readonly label: string;
}

const SIGNS: Readonly<Record<Finding["state"], string>> = {
  holds: "✓",
  open: "✗",
  unchecked: "?",
};

/**
 * @param ticket the ticket's GHSA id.
 * @param checkedAt as a clock on the wall shows it.
 */
export function shieldOf(findings: readonly Finding[], ticket: string, checkedAt: string): Shield {
  const open = findings.filter(({ state }) => state === "open").length;
  const unchecked = findings.filter(({ state }) => state === "unchecked").length;
  const state = open > 0 ? "open" : unchecked > 0 ? "unchecked" : "holds";
  const words = {
    open: `${open} open`,
    unchecked: `${unchecked} not checked`,
    holds: "shield holds",
  }[state];
  return {
    state,
    text: `${state === "holds" ? "$(shield)" : "$(warning)"} Embargoed: ${words}`,
    tooltip: [
      `EMBARGOED: private clone of ${ticket}`,
      ...findings.map(({ state, title }) => `${SIGNS[state]} ${title}`),
      `Checked at ${checkedAt}. Terminals, other programs and what VS Code runs elsewhere are not checked.`,
    ].join("\n"),
    label: `Embargo shield, private clone of ${ticket}: ${words}`,
  };
}
