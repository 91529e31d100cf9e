import type { PublicIssue } from "./publicIssue.ts";
import type { TicketRecord } from "./record.ts";
import { fullName, sameRepository } from "./repositoryName.ts";
import { ticketKey, type Ticket, type TicketRef } from "./ticket.ts";

/** Why an issue can't become a ticket's public issue. */
export type IssueObstacle =
  | { readonly kind: "not-there" }
  | { readonly kind: "pull-request" }
  | { readonly kind: "closed" }
  | { readonly kind: "locked" }
  /** One issue per CVE: it is another ticket's, by that one's GHSA id. */
  | { readonly kind: "taken"; readonly by: string }
  /** Its title, or that of its pull request, names another CVE or advisory. */
  | { readonly kind: "named"; readonly id: string; readonly pull: number | undefined };

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

/** A CVE id or GHSA id, in any case. */
const IDS = /(?<![a-z0-9])(?:CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})(?![a-z0-9])/gi;

/**
 * The other CVE or advisory that public titles name, as they do once its record is published. What
 * another member has linked is on their machine; this is what can be seen of it.
 */
export function otherIdIn(
  title: string,
  { ghsaId, cveId }: Pick<Ticket, "ghsaId" | "cveId">,
): string | undefined {
  const ids = [...title.matchAll(IDS)].map(([id]) => id.toUpperCase());
  const own = [ghsaId, cveId ?? ghsaId].map((id) => id.toUpperCase());
  return ids.some((id) => own.includes(id)) ? undefined : ids[0];
}

/** The other tickets that name the issue in their description. */
export function naming(
  number: number,
  ref: TicketRef,
  tickets: readonly Ticket[],
): readonly Ticket[] {
  const { owner, repo } = ref.repository;
  // "gh-140001", "#140001", "https://github.com/python/cpython/issues/140001"
  const name = new RegExp(
    `(?:(?<![a-z0-9])gh-|(?<![a-z0-9/])#|/${owner}/${repo}/(?:issues|pull)/)${number}(?!\\d)`,
    "i",
  );
  const own = ticketKey(ref);
  return tickets.filter(
    (ticket) =>
      ticketKey(ticket) !== own &&
      sameRepository(ticket.repository, ref.repository) &&
      name.test(ticket.description),
  );
}

/** What happened and what to do next. */
export function obstacleWords(
  obstacle: IssueObstacle,
  number: number,
): readonly [message: string, next: string] {
  switch (obstacle.kind) {
    case "taken":
      return [
        `#${number} is the public issue of ${obstacle.by} already, as this machine remembers.`,
        "Each CVE has an issue of its own, by which its backports are tracked. Open a new one.",
      ];
    case "named":
      return [
        obstacle.pull === undefined
          ? `#${number} is about ${obstacle.id}, as its title says.`
          : `#${number} is about ${obstacle.id}, as its pull request #${obstacle.pull} says.`,
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
