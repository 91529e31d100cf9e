import { done, ready, waiting, type Finding } from "./checklistItem.ts";
import { day } from "./deadline.ts";
import type { Project } from "./project.ts";
import type { TicketFacts } from "./ticketFacts.ts";

/** The e-mail to security-announce, once all that it says is fixed. */
export function emailItem({ record }: TicketFacts, project: Project | undefined): Finding {
  if (record.emailSentAt !== undefined) return done(`sent ${day(record.emailSentAt)}`);
  return project?.advisoryWith === "release" && record.fixRelease === undefined
    ? waiting("release-manager", `Waiting for ${project.name}'s release, with which it goes out`)
    : ready("send-email", "Send the advisory e-mail");
}
