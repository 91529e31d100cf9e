import { invalid, valid, type Parsed } from "../base/parsed.ts";
import type { Project } from "../ticket/project.ts";
import { botTagReason } from "./botTag.ts";

/** A public issue as it will be opened. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
}

const MAX_TITLE = 256;
const MAX_BODY = 65_536;

/** What is written into: the headings of the project's own bug form, and nothing of the ticket. */
export function issueSkeleton({ name }: Project): string {
  return `# \n\n### Bug description:\n\n\n### ${name} versions tested on:\n\n\n### Operating systems tested on:\n\n`;
}

/** Reads "# Title" on the first line and the body below. */
export function parseIssueText(text: string): Parsed<IssueText> {
  const [first = "", ...rest] = text.replace(/\r\n?/g, "\n").split("\n");
  const [, title = ""] = /^#[ \t]+(\S.*)$/.exec(first) ?? [];
  const body = rest.join("\n").trim();
  if (title.trim() === "") return invalid("Write the title on the first line, behind “# ”.");
  if (Array.from(title).length > MAX_TITLE) {
    return invalid(`The title is longer than ${MAX_TITLE} characters.`);
  }
  const tagged = botTagReason(title);
  if (tagged !== undefined) return invalid(tagged);
  const said = body.split("\n").filter((line) => line.trim() !== "" && !/^#{1,6}\s/.test(line));
  if (said.length === 0) return invalid("Describe the bug below the title.");
  if (Array.from(body).length > MAX_BODY) return invalid("The text is too long for GitHub.");
  return valid({ title: title.trim(), body: `${body}\n` });
}

/** A public issue that only reserves a number, and says nothing of what it is for. */
export function placeholderText(): string {
  return "# Upcoming change\n\nThis issue reserves a number for a change that is being prepared. A description follows.\n";
}

/** The list of pull requests that bedevere keeps at the end of an issue's text, with what follows. */
const BOT_PART = /\n*<!-- gh-linked-prs -->[^]*$/;

/** An issue as it is written into: without what bots have added. */
export function issueDocument({ title, body }: IssueText): string {
  return `# ${title}\n\n${body.replace(/\r\n/g, "\n").replace(BOT_PART, "").trim()}\n`;
}

/** The new text with the bots' part of the old one, by which backports are tracked. */
export function withBotPart(text: IssueText, before: string): IssueText {
  const [part = ""] = BOT_PART.exec(before) ?? [];
  return { ...text, body: part === "" ? text.body : `${text.body.trimEnd()}\n\n${part.trim()}\n` };
}
