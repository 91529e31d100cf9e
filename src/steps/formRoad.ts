import type { AdvisoryFacts } from "../text/advisoryFacts.ts";
import { advisoryFactsOf } from "../text/knownFacts.ts";
import type { Project } from "../ticket/project.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import { advisoryDigest } from "./draftRecord.ts";
import { emailDigest, emailOf } from "./emailDraft.ts";

/** What lies outside of an advisory, and is to say the same. */
export interface RoadSide extends Pick<AdvisoryFacts, "issue" | "pullRequest" | "release"> {
  /** Why the e-mail that was made says something else than the advisory now; else null. */
  readonly email: string | null;
  /** Why the CVE record that was handed over says something else than the advisory now; else null. */
  readonly record: string | null;
}

export function formRoad(project: Project, facts: TicketFacts): RoadSide {
  const { issue, pullRequest, release } = advisoryFactsOf(project, facts);
  const { madeEmail, madeRecord, emailSentAt } = facts.record;
  const isSame = madeEmail === undefined || madeEmail === emailDigest(emailOf(project, facts));
  const made =
    emailSentAt === undefined
      ? "that was made"
      : `that was sent ${emailSentAt.toISOString().slice(0, 10)}`;
  return {
    ...{ issue, pullRequest, release },
    email: isSame
      ? null
      : `The e-mail ${made} says something else than the advisory does now, and the CVE record repeats the advisory.`,
    record:
      madeRecord === undefined || madeRecord === advisoryDigest(facts)
        ? null
        : "The CVE record that was handed over says something else than the advisory does now: draft it again.",
  };
}
