import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { ADVISORY_LIST, LINKS_SENTENCE, type AdvisoryEmail } from "./email.ts";
import { wrapParagraphs } from "./wrapParagraphs.ts";

/** An e-mail's two texts, perhaps changed by the coordinator. */
export type EmailTexts = Pick<AdvisoryEmail, "subject" | "body">;

/** Where the parts of an e-mail stand in its document. Lines count from 0. */
export const SUBJECT_LINE = 1;
export const BODY_LINE = 3;

const TO = "To: ";
const SUBJECT = "Subject: ";

/** The e-mail as one text, as it will be read: two header lines, a blank line, the body. */
export function emailDocument({ subject, body }: EmailTexts): string {
  return `${TO}${ADVISORY_LIST}\n${SUBJECT}${subject}\n\n${body}`;
}

/** Reads the e-mail back from its document. The body has one line end at its end. */
export function parseEmailDocument(text: string): Parsed<EmailTexts> {
  const [to = "", subject = "", blank = "", ...body] = text.replace(/\r\n?/g, "\n").split("\n");
  if (to !== `${TO}${ADVISORY_LIST}`) {
    return invalid(`The first line must be “${TO}${ADVISORY_LIST}”.`);
  }
  if (!subject.startsWith(SUBJECT)) {
    return invalid(`The second line must begin with “${SUBJECT}”.`);
  }
  if (blank !== "") return invalid("A blank line must stand between the subject and the text.");
  return valid({
    subject: subject.slice(SUBJECT.length),
    body: `${body.join("\n").trimEnd()}\n`,
  });
}

/** Column at which the subject begins in its line. */
export const SUBJECT_COLUMN = SUBJECT.length;

/**
 * Wraps the paragraphs of an e-mail's document, or of the lines of it from `from` to `to` (counted
 * from 0, the last one included). The headers and the template's own sentences stay.
 */
export function wrapEmailLines(lines: readonly string[], from: number, to: number): string {
  const wrapped: string[] = [];
  let run: string[] = [];
  const flush = (): void => {
    if (run.length > 0) wrapped.push(wrapParagraphs(run.join("\n")));
    run = [];
  };
  for (const [number, line] of lines.entries()) {
    if (number < from || number > to) continue;
    if (number < BODY_LINE || line === LINKS_SENTENCE) {
      flush();
      wrapped.push(line);
    } else {
      run.push(line);
    }
  }
  flush();
  return wrapped.join("\n");
}
