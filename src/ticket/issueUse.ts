import type { PublicIssue } from "./publicIssue.ts";
import type { TicketRecord } from "./record.ts";
import { fullName } from "./repositoryName.ts";
import { ticketKey, type TicketRef } from "./ticket.ts";

/** Why an issue can't become a ticket's public issue. */
export type IssueObstacle =
  | { readonly kind: "not-there" }
  | { readonly kind: "pull-request" }
  | { readonly kind: "closed" }
  | { readonly kind: "locked" }
  /** One issue per CVE: it is another ticket's, by that one's GHSA id. */
  | { readonly kind: "taken"; readonly by: string };

/** What stands in the way of linking an issue, if anything. */
export function issueObstacle(
  issue: PublicIssue | undefined,
  number: number,
  ref: TicketRef,
  records: ReadonlyMap<string, TicketRecord>,
): IssueObstacle | undefined {
  const by = takenBy(number, ref, records);
  if (by !== undefined) return { kind: "taken", by };
  if (issue === undefined) return { kind: "not-there" };
  if (issue.isPullRequest) return { kind: "pull-request" };
  if (issue.locked) return { kind: "locked" };
  return issue.state === "closed" ? { kind: "closed" } : undefined;
}

/** The GHSA id of the other ticket of the repository whose public issue it is. */
export function takenBy(
  number: number,
  ref: TicketRef,
  records: ReadonlyMap<string, TicketRecord>,
): string | undefined {
  const own = ticketKey(ref);
  const repository = `${fullName(ref.repository).toLowerCase()} `;
  const [key] =
    [...records].find(
      ([each, { publicIssue }]) =>
        publicIssue === number && each !== own && each.startsWith(repository),
    ) ?? [];
  return key?.slice(repository.length);
}

/** What happened and what to do next. */
export function obstacleWords(
  obstacle: IssueObstacle,
  number: number,
): readonly [message: string, next: string] {
  switch (obstacle.kind) {
    case "taken":
      return [
        `#${number} is the public issue of ${obstacle.by} already.`,
        "Each CVE has an issue of its own, by which its backports are tracked. Open a new one.",
      ];
    case "not-there":
      return [`There is no issue #${number}.`, "Check the number, or open a new issue."];
    case "pull-request":
      return [`#${number} is a pull request.`, "Give the number of an issue, or open a new one."];
    case "locked":
      return [`#${number} is locked, so nobody can write in it.`, "Open a new issue instead."];
    case "closed":
      return [
        `#${number} is closed.`,
        "Reopen it on GitHub if it is about this very mistake, else open a new one.",
      ];
  }
}
