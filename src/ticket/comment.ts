/** A comment on an advisory, as its collaborators and the reporter see it. */
export interface TicketComment {
  /** GitHub's number; a later comment has a higher one. */
  readonly id: number;
  /** Login; null when GitHub does not tell. */
  readonly author: string | null;
  readonly body: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Line ends as "\n" and none at the end: the form in which two texts are the same comment. */
export function commentText(text: string): string {
  return text.replace(/\r\n?/g, "\n").trimEnd();
}
