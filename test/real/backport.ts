import { systemClock } from "../../src/base/clock.ts";
import { secretsOf } from "../../src/embargo/secrets.ts";
import type { Git } from "../../src/git/git.ts";
import { backportWish } from "../../src/steps/backportLanding.ts";
import { startLanding, type LandingOutcome, type LandingPorts } from "../../src/steps/landing.ts";
import type { SecretsOf } from "../../src/steps/gatherSecrets.ts";
import type { BackportOf } from "../../src/text/backport.ts";
import type { Project } from "../../src/ticket/project.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { MemoryRecords } from "./memoryRecords.ts";

/** What the advisory alone tells; nothing of it is unread. */
export const advisorySecrets: SecretsOf = (ticket) =>
  Promise.resolve({ secrets: secretsOf(ticket), unread: [] });

/** A person who keeps the authors, and accepts every difference. */
export function backportPorts(git: Git, storage: string): LandingPorts {
  return {
    ...{ git, storage, records: new MemoryRecords(), secrets: advisorySecrets },
    clock: systemClock,
    pulls: {
      patch: () => Promise.reject(new Error("A backport reads no private pull request")),
      get: () => Promise.resolve(undefined),
    },
    questions: {
      authorship: () => Promise.reject(new Error("A backport has its author")),
      news: () => Promise.reject(new Error("A backport has its news entry")),
      accept: () => Promise.resolve(true),
    },
  };
}

export interface BackportPlace {
  readonly ticket: Ticket;
  readonly project: Project;
  readonly upstream: string;
  readonly publicClone: string;
}

/** Makes a backport up to its branch, or to where it conflicts. */
export function landBackport(
  ports: LandingPorts,
  { ticket, project, upstream, publicClone }: BackportPlace,
  of: BackportOf,
): Promise<LandingOutcome> {
  return startLanding(ports, { ticket, project, upstream }, { ...backportWish(of), publicClone });
}
