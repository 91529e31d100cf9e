import { asInstant, asNumber, asRecord, asString } from "../base/shape.ts";
import type { TicketComment } from "../ticket/comment.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { GitHubClient } from "./client.ts";
import { ConditionalReads, itemsOf } from "./conditionalReads.ts";
import { GitHubError, misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

/**
 * Comments on advisories, which GitHub has as a public preview: where it is off, everything
 * answers 404. https://github.blog/changelog/ of 2026-10-02
 */
export class Comments {
  readonly #client: GitHubClient;
  readonly #lists: ConditionalReads<readonly TicketComment[]>;

  constructor(client: GitHubClient) {
    this.#client = client;
    this.#lists = new ConditionalReads(client, itemsOf(toComment));
  }

  /**
   * All comments, oldest first; with `since`, those that were written or edited from then on.
   * Undefined where GitHub has no comments to give: the preview is off, or the advisory is not there
   * for this person.
   *
   * @throws {GitHubError}
   */
  async list(
    ref: TicketRef,
    since?: Date,
    signal?: AbortSignal,
  ): Promise<readonly TicketComment[] | undefined> {
    const what = `list the comments of ${ref.ghsaId}`;
    const query = since === undefined ? "" : `&since=${encodeURIComponent(since.toISOString())}`;
    const url = `${commentsUrl(ref)}?per_page=100${query}`;
    try {
      const comments = (await this.#lists.pages(url, what, signal)).flat();
      return comments.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id);
    } catch (error) {
      if (error instanceof GitHubError && error.reason === "not-found") return undefined;
      throw error;
    }
  }

  /**
   * Writes a comment, of which GitHub mails the reporter. Never repeated by itself: after a lost
   * answer the comment may be there.
   *
   * @throws {GitHubError}
   */
  async add(ref: TicketRef, body: string, signal?: AbortSignal): Promise<TicketComment> {
    const what = `write a comment on ${ref.ghsaId}`;
    const answer: { data: unknown } = await this.#client.run(what, (octokit) =>
      octokit.request(`POST ${commentsUrl(ref)}`, { body, request: signalOption(signal) }),
    );
    const comment = toComment(answer.data);
    if (comment === undefined) throw misunderstood(what);
    return comment;
  }
}

function commentsUrl({ repository: { owner, repo }, ghsaId }: TicketRef): string {
  return `/repos/${owner}/${repo}/security-advisories/${ghsaId}/comments`;
}

/** Undefined for what has no number or no time. */
export function toComment(value: unknown): TicketComment | undefined {
  const data = asRecord(value);
  const id = asNumber(data?.["id"]);
  const createdAt = asInstant(data?.["created_at"]);
  if (data === undefined || id === undefined || createdAt === undefined) return undefined;
  const author = asRecord(data["user"]) ?? asRecord(data["author"]);
  return {
    id,
    author: asString(author?.["login"]) ?? null,
    body: asString(data["body"]) ?? "",
    createdAt,
    updatedAt: asInstant(data["updated_at"]) ?? createdAt,
  };
}
