import { valid, type Parsed } from "../base/parsed.ts";
import { makeBlurb } from "../text/blurb.ts";
import { blurbHints } from "../text/blurbHints.ts";
import { parseIssueReference } from "../text/issueReference.ts";
import { makePipNews } from "../text/pipNews.ts";
import { commitTitle } from "../text/commitTitle.ts";
import type { Project } from "../ticket/project.ts";
import type { NewsEntry } from "./newsEntry.ts";

export { commitTitle };

/** A security fix's news entry in the project's own form, or why the text can't be one. */
export function makeNews(
  project: Project,
  issue: number,
  text: string,
  now: Date,
): Parsed<NewsEntry> {
  return project.news === "blurb"
    ? makeBlurb({ issue, section: "Security", body: text, now })
    : makePipNews({ number: issue, text });
}

/** What a reviewer would ask to change; nothing that stands in the way. */
export function newsHints(project: Project, text: string): readonly string[] {
  return project.news === "blurb" ? blurbHints(text) : [];
}

/** Reads an issue's number for the project, in any form that its tools take. */
export function parseIssue(project: Project, text: string): Parsed<number> {
  if (project.news === "blurb") return parseIssueReference(text);
  const number = /^\s*#?(\d{1,9})\s*$/.exec(text)?.[1];
  return number === undefined || Number(number) < 1
    ? { valid: false, reason: "Give the number of the public issue, for example 12345." }
    : valid(Number(number));
}
