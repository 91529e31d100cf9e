import type { Project } from "../ticket/project.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import type { AdvisoryFacts } from "./advisoryFacts.ts";

/** What is known of a ticket; what was not read counts as not there. */
export function advisoryFactsOf(
  project: Project,
  { ticket, record, road }: Pick<TicketFacts, "ticket" | "record" | "road">,
): AdvisoryFacts {
  const issue = road?.publicIssue.known === true ? road.publicIssue.value : undefined;
  const pull = road?.publicPull.known === true ? road.publicPull.value : undefined;
  return {
    project,
    htmlUrl: ticket.htmlUrl,
    cveId: ticket.cveId,
    title: ticket.title,
    description: ticket.description,
    vector: ticket.cvssV4,
    severity: ticket.severity,
    issue: issue?.number ?? record.publicIssue ?? null,
    pullRequest: pull === undefined ? null : { ...pull, base: pull.base.ref },
    release: record.fixRelease ?? null,
  };
}
