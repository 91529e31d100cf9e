import { plainLine } from "../base/plainLine.ts";

/** A text from outside as Markdown that shows it and does nothing else. */
export function inertMarkdown(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, "\\$&")
    .replace(/(https?|ftp|command|mailto):/gi, "$1\u200b:");
}

/** A table whose columns stand in line in the source too. The cells are Markdown already. */
export function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = headings.map((heading, column) =>
    Math.max(3, ...[heading, ...rows.map((row) => row[column] ?? "")].map(lengthOf)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? "", width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(headings), rule, ...rows.map(line)].join("\n");
}

function pad(text: string, width: number): string {
  return text + " ".repeat(width - lengthOf(text));
}

/** In characters. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
