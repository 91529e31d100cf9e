import { invalid, valid, type Parsed } from "../base/parsed.ts";
import type { Project } from "../ticket/project.ts";
import type { PullText } from "../ticket/pullRequest.ts";
import { botTagReason } from "./botTag.ts";
import { commitTitle } from "./commitTitle.ts";

const MAX_BODY = 65_536;

/** Lines at the end of a commit's message that are for tools: "Co-authored-by: …". */
const TRAILERS = /\n\n(?:[A-Za-z-]+: .*(?:\n|$))+$/;

/** What a fix's pull request says unless it is changed: what its public commit says. */
export function pullTextOf(project: Project, issue: number, message: string): PullText {
  const text = `${message.trim()}\n`.replace(TRAILERS, "\n");
  const end = text.indexOf("\n");
  const body = text.slice(end).trim();
  // pip's issues are closed by the words of the pull request; CPython's stay open for backports.
  const closing = project.news === "towncrier" ? `Closes #${issue}.` : "";
  return {
    title: text.slice(0, end),
    body: [body, closing].filter((part) => part !== "").join("\n\n"),
  };
}

/** As it is written into: "# Title" and the body below. */
export function pullDocument({ title, body }: PullText): string {
  return `# ${title}\n\n${body === "" ? "" : `${body}\n`}`;
}

/** Reads "# gh-140001: Title" on the first line and the body below, which may be empty. */
export function parsePullText(project: Project, issue: number, text: string): Parsed<PullText> {
  const [first = "", ...rest] = text.replace(/\r\n?/g, "\n").split("\n");
  const [, written = ""] = /^#[ \t]+(\S.*)$/.exec(first) ?? [];
  if (written.trim() === "") return invalid("Write the title on the first line, behind “# ”.");
  const prefix = project.news === "blurb" ? `gh-${issue}: ` : "";
  if (!written.startsWith(prefix)) {
    return invalid(`The title begins with “${prefix}”: bots link issue and pull request by it.`);
  }
  const title = commitTitle(project, issue, written.slice(prefix.length));
  if (!title.valid) return title;
  const body = rest.join("\n").trim();
  const tagged = botTagReason(body);
  if (tagged !== undefined) return invalid(tagged);
  if (Array.from(body).length > MAX_BODY) return invalid("The text is too long for GitHub.");
  return valid({ title: title.value, body: body === "" ? "" : `${body}\n` });
}
