import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { makeBlurb } from "../text/blurb.ts";
import { blurbHints } from "../text/blurbHints.ts";
import { botTagReason } from "../text/botTag.ts";
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
  const tagged = botTagReason(text);
  if (tagged !== undefined) return invalid(tagged);
  return project.news === "blurb"
    ? makeBlurb({ issue, section: "Security", body: text, now })
    : makePipNews({ number: issue, text });
}

/**
 * A private pull request's own entry where the project has those of security fixes, named for the
 * issue. Its words stay as they are, and so does its name if that is right already.
 */
export function movedNews(
  project: Project,
  issue: number,
  path: string,
  content: string,
  now: Date,
): Parsed<NewsEntry> {
  const made = makeNews(project, issue, content, now);
  if (!made.valid) return made;
  // "Misc/NEWS.d/next/Library/2026-11-23-10-00-00.gh-issue-140001.abcDEF.rst", "news/14001.bugfix.rst"
  const name = path.slice(path.lastIndexOf("/") + 1);
  const isNamedRight =
    project.news === "blurb"
      ? name.includes(`.gh-issue-${issue}.`)
      : name === made.value.path.slice(made.value.path.lastIndexOf("/") + 1);
  if (!isNamedRight) return made;
  const folder = made.value.path.slice(0, made.value.path.lastIndexOf("/"));
  return valid({ path: `${folder}/${name}`, content });
}

/** What a reviewer would ask to change; nothing that stands in the way. */
export function newsHints(project: Project, text: string): readonly string[] {
  return project.news === "blurb" ? blurbHints(text) : [];
}

/** Reads an issue's number for the project, in any form that its tools take. */
export function parseIssue(project: Project, text: string): Parsed<number> {
  if (project.news === "blurb") return parseIssueReference(text);
  const { owner, repo } = project.repository;
  const address = `https://github.com/${owner}/${repo}/issues/`;
  // "12345", "#12345", "https://github.com/pypa/pip/issues/12345"
  const [, before, number] = /^(#|https:\S*\/)?([1-9]\d{0,8})$/.exec(text.trim()) ?? [];
  return number !== undefined && ["#", address, undefined].includes(before)
    ? valid(Number(number))
    : invalid(`Give the number of the public issue (12345) or its address (${address}12345).`);
}
