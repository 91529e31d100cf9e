import type { Advisory } from "../github/advisory.ts";
import type { AdvisoryFields } from "../ticket/advisoryFields.ts";
import { findTicket, type Board } from "../ticket/board.ts";
import { projectOf } from "../ticket/project.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";
import type { GitHub } from "./gitHub.ts";
import type { CreditsPort } from "./changeCredits.ts";
import type { AdvisoryPort } from "./saveAdvisory.ts";

/**
 * An advisory's fields on GitHub, to read and to write.
 *
 * @param board what was read last, for the public pull request
 */
export function advisoryAccess(
  { advisories }: Pick<GitHub, "advisories">,
  board?: Board,
): AdvisoryPort {
  return {
    read: async (ref, signal) => ({
      ...toFields(await advisories.get(ref, signal)),
      pullRequestUrl: publicPullUrl(board, ref),
    }),
    patch: async (ref, patch, signal) => {
      await advisories.update(ref, patch, signal);
    },
  };
}

/** An advisory's fields as the board read them last; undefined where it has none of them. */
export function knownFields(board: Board | undefined, ref: TicketRef): AdvisoryFields | undefined {
  const ticket = board && findTicket(board, ref);
  if (ticket === undefined || !isAdvisory(ticket)) return undefined;
  return { ...toFields(ticket), pullRequestUrl: publicPullUrl(board, ref) };
}

/** What was taken up from before a restart lacks what only the form shows. */
function isAdvisory(ticket: Ticket): ticket is Advisory {
  return "summary" in ticket && "affected" in ticket && "weaknesses" in ticket;
}

/** An advisory's credits on GitHub, to read and to write. */
export function creditsAccess({ advisories }: Pick<GitHub, "advisories">): CreditsPort {
  return {
    read: (ref, signal) => advisories.get(ref, signal),
    write: async (ref, credits) => {
      await advisories.update(ref, { credits });
    },
  };
}

function publicPullUrl(board: Board | undefined, ref: TicketRef): string | null {
  const pull = board?.facts.get(ticketKey(ref))?.publicPull;
  return pull?.known === true ? (pull.value?.htmlUrl ?? null) : null;
}

function toFields(advisory: Advisory): Omit<AdvisoryFields, "pullRequestUrl"> {
  return {
    title: advisory.summary,
    description: advisory.description,
    vector: advisory.cvssV4,
    v3Vector: advisory.cvssV3,
    weaknesses: advisory.weaknesses,
    affected: advisory.affected,
    credits: advisory.credits,
    severity: advisory.severity,
    cveId: advisory.cveId,
    state: advisory.state,
    updatedAt: advisory.updatedAt.toISOString(),
    projectName: projectOf(advisory.repository)?.name ?? fullName(advisory.repository),
    htmlUrl: advisory.htmlUrl,
  };
}
