import { ADVISORY_LIST } from "./email.ts";
import type { EmailTexts } from "./emailDocument.ts";

/**
 * The e-mail as a message file that mail programs open as a draft to be sent (`X-Unsent`). Who
 * sends it and the message's id are left to the mail program.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5322
 * @param now becomes the `Date`, which every message must have; sending replaces it.
 */
export async function emailFile({ subject, body }: EmailTexts, now: Date): Promise<Uint8Array> {
  const { MimeNode } = await import("./mimeNode.ts");
  const message = new MimeNode("text/plain; charset=utf-8", { textEncoding: "Q", newline: "\r\n" });
  message.setHeader("To", ADVISORY_LIST);
  message.setHeader("Subject", subject);
  message.setHeader("Date", now.toUTCString().replace("GMT", "+0000"));
  // An empty one is left out; otherwise the library makes one with this machine's name.
  message.setHeader("Message-Id", { value: "" });
  message.setHeader("X-Unsent", "1");
  message.setContent(body);
  return message.build();
}
