import { ADVISORY_LIST } from "./email.ts";
import type { EmailTexts } from "./emailDocument.ts";

/**
 * What every system passes on whole: Windows hands a program at most 2 047 characters of an
 * address.
 */
const MAX_LENGTH = 2000;

/**
 * The address that opens the e-mail in the mail program; undefined when it is too long for one.
 * @see https://www.rfc-editor.org/rfc/rfc6068
 */
export function mailtoAddress({ subject, body }: EmailTexts): string | undefined {
  const lines = body.replace(/\n/g, "\r\n");
  const address = `mailto:${ADVISORY_LIST}?subject=${encode(subject)}&body=${encode(lines)}`;
  return address.length <= MAX_LENGTH ? address : undefined;
}

/** Mail programs and shells disagree about these, which `encodeURIComponent` leaves as they are. */
function encode(text: string): string {
  const whole = text.replace(/\p{Surrogate}/gu, "\ufffd");
  return encodeURIComponent(whole).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
