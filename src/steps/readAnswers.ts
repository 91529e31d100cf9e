import { isCancellation } from "../base/errors.ts";
import { GitHubError } from "../github/gitHubError.ts";
import { sameLogin } from "../ticket/login.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { GitHub } from "./gitHub.ts";

/**
 * The numbers of the reporter's comments on a ticket. Undefined where they can't be read: that is
 * told where the ticket is read, and nothing else waits for it.
 *
 * @throws {CancelledError}
 */
export async function readAnswers(
  { comments, login }: Pick<GitHub, "comments" | "login">,
  ticket: Ticket,
  signal?: AbortSignal,
): Promise<readonly number[] | undefined> {
  const { author: reporter } = ticket;
  if (reporter === null || sameLogin(reporter, login)) return undefined;
  try {
    const list = await comments.list(ticket, undefined, signal);
    return list?.flatMap(({ id, author }) =>
      author !== null && sameLogin(author, reporter) ? [id] : [],
    );
  } catch (error) {
    if (isCancellation(error) || !(error instanceof GitHubError)) throw error;
    return undefined;
  }
}
