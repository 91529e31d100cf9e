import { invalid, valid, type Parsed } from "../base/parsed.ts";
import type { PullText } from "../ticket/pullRequest.ts";

const MAX_TITLE = 256;
const MAX_BODY = 65_536;

/** A pull request's text to be changed: "# Title", and the body below. */
export function pullDocument({ title, body }: PullText): string {
  return `# ${title}\n\n${body}`;
}

/** Reads what `pullDocument` makes; the body may be empty. */
export function parsePullDocument(text: string): Parsed<PullText> {
  const [first = "", ...rest] = text.replace(/\r\n?/g, "\n").split("\n");
  const title = (/^#[ \t]+(\S.*)$/.exec(first)?.[1] ?? "").trim();
  const body = rest.join("\n").trim();
  if (title === "") return invalid("Write the title on the first line, behind “# ”.");
  if (Array.from(title).length > MAX_TITLE) {
    return invalid(`The title is longer than ${MAX_TITLE} characters.`);
  }
  if (Array.from(body).length > MAX_BODY) return invalid("The text is too long for GitHub.");
  return valid({ title, body: body === "" ? "" : `${body}\n` });
}

/** What a pull request begins with: the one commit's message, or what all commits say of them. */
export function firstPullText(messages: readonly string[]): PullText {
  const split = messages.map((message) => {
    const [title = "", ...rest] = message.split("\n");
    return { title: title.trim(), body: rest.join("\n").trim() };
  });
  const [first = { title: "", body: "" }, ...others] = split;
  if (others.length === 0) return { title: first.title, body: first.body };
  return { title: first.title, body: split.map(({ title }) => `- ${title}`).join("\n") };
}
