import { tagsOf } from "./tag.ts";

/** GitHub's limits, in characters. */
export const MAX_TITLE = 1024;
export const MAX_DESCRIPTION = 65_535;

/** Something about a text; an error must be mended before the text is saved. */
export interface Check {
  readonly level: "error" | "warning";
  readonly text: string;
}

/** Characters as GitHub counts them: an emoji is one. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** What is wrong with a title (without its tags). */
export function checkTitle(title: string): readonly Check[] {
  const checks: Check[] = [];
  const length = lengthOf(title);
  if (title.trim() === "") checks.push({ level: "error", text: "The title is empty." });
  if (/[\r\n]/.test(title)) checks.push({ level: "error", text: "A title is one line." });
  if (length > MAX_TITLE) {
    checks.push({ level: "error", text: `${length - MAX_TITLE} characters too long for GitHub.` });
  }
  const [tag] = tagsOf(title);
  if (tag !== undefined) {
    checks.push({
      level: "error",
      text: `[${tag}] is an order to the PSRT bot; leave it out.`,
    });
  }
  if (/\.\s*$/.test(title)) {
    checks.push({ level: "warning", text: "Advisory titles have no final period." });
  }
  return checks;
}

/** What is wrong with a description. */
export function checkDescription(description: string): readonly Check[] {
  const over = lengthOf(description) - MAX_DESCRIPTION;
  if (over > 0) return [{ level: "error", text: `${over} characters too long for GitHub.` }];
  return description.trim() === "" ? [{ level: "error", text: "The description is empty." }] : [];
}

export function hasError(checks: readonly Check[]): boolean {
  return checks.some(({ level }) => level === "error");
}
