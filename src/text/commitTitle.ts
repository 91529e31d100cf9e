import { invalid, valid, type Parsed } from "../base/parsed.ts";
import type { Project } from "../ticket/project.ts";
import { botTagReason } from "./botTag.ts";

/** GitHub cuts a longer first line off. */
const MAX_LENGTH = 72;

/**
 * The first line of a public commit, in the project's style: "gh-140001: Check the size in foo()"
 * for CPython. The summary is what the person typed; nothing is taken from the private side.
 * https://devguide.python.org/getting-started/pull-request-lifecycle/#making-good-commits
 */
export function commitTitle(project: Project, issue: number, summary: string): Parsed<string> {
  const text = summary.trim();
  if (text === "") return invalid("Say in one line what the commit does.");
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return invalid("The title is one line of plain text.");
  if (/^(gh-|bpo-|#)\d/i.test(text)) return invalid("The issue's number is put in front for you.");
  if (text.endsWith(".")) return invalid("A title has no final period.");
  const tagged = botTagReason(text);
  if (tagged !== undefined) return invalid(tagged);
  const title = project.news === "blurb" ? `gh-${issue}: ${text}` : text;
  const over = Array.from(title).length - MAX_LENGTH;
  return over > 0
    ? invalid(`${over} characters too long: GitHub cuts the line off.`)
    : valid(title);
}
