import type { Decision } from "../editor/decisionDocuments.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";

/** What is written for everybody, each text once for a ticket. */
type PublicTextId = "placeholder" | "issue" | "description" | "pull";

/**
 * A text for everybody as the person writes it; undefined for a no. It begins as it was left, until
 * it is out and dropped from the begun ones.
 */
export async function askPublicText(
  { documents, texts }: Pick<Desk, "documents" | "texts">,
  ticket: Ticket,
  id: PublicTextId,
  { caret, ...decision }: Decision,
): Promise<string | undefined> {
  const begun = (await texts.publicTexts.of(ticket)).find((each) => each.id === id);
  let latest: string | undefined;
  try {
    return await documents.ask({
      ...decision,
      ...(begun === undefined ? caret !== undefined && { caret } : { text: begun.text }),
      onChange: (text) => (latest = text),
    });
  } finally {
    if (latest !== undefined) await texts.publicTexts.keep(ticket, { id, text: latest });
  }
}
