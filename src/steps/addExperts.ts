import { HumanError, throwIfCancelled } from "../base/errors.ts";
import type { Advisory } from "../github/advisory.ts";
import { sameLogin } from "../ticket/login.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Rights } from "../ticket/rights.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { Ask, Plan } from "./ports.ts";
import { isRefused, writeAdvisory, type AdvisoryWriter } from "./writeAdvisory.ts";

export interface AddExpertsPorts {
  readonly advisories: AdvisoryWriter;
  readonly rightsIn: (repository: RepositoryName, signal?: AbortSignal) => Promise<Rights>;
  readonly ask: Ask;
}

export type ExpertsOutcome =
  | { readonly kind: "added"; readonly logins: readonly string[] }
  /** All of them could read the ticket before. */
  | { readonly kind: "there" }
  /** It takes an admin of the repository. */
  | { readonly kind: "admin"; readonly logins: readonly string[] }
  | { readonly kind: "declined" };

/**
 * Lets more people read the ticket, and work on its fork. The others who may stay; somebody who was
 * added while the question was open, too.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function addExperts(
  { advisories, rightsIn, ask }: AddExpertsPorts,
  ref: TicketRef,
  logins: readonly string[],
  signal?: AbortSignal,
): Promise<ExpertsOutcome> {
  const [advisory, rights] = await Promise.all([
    advisories.get(ref, signal),
    rightsIn(ref.repository, signal),
  ]);
  const added = missingFrom(requireOpen(advisory), logins);
  if (added.length === 0) return { kind: "there" };
  if (!rights.administers) return { kind: "admin", logins: added };
  if (!(await ask.confirm(planOf(advisory, added), signal))) return { kind: "declined" };
  throwIfCancelled(signal);
  const now = requireOpen(await advisories.get(ref, signal));
  const users = [...now.collaborators, ...missingFrom(now, added)];
  try {
    await writeAdvisory(
      advisories,
      ref,
      { collaborating_users: users },
      (after) => missingFrom(after, users).length === 0,
    );
  } catch (error) {
    if (isRefused(error)) return { kind: "admin", logins: added };
    throw error;
  }
  return { kind: "added", logins: added };
}

function missingFrom({ collaborators }: Advisory, logins: readonly string[]): readonly string[] {
  return logins.filter((login) => !collaborators.some((each) => sameLogin(each, login)));
}

function requireOpen(advisory: Advisory): Advisory {
  const { ghsaId, state, unnamedCollaborators } = advisory;
  if (state !== "triage" && state !== "draft") {
    throw new HumanError(`${ghsaId} is ${state}.`, "Experts are added to open tickets only.");
  }
  if (unnamedCollaborators > 0) {
    throw new HumanError(
      `GitHub does not name every collaborator of ${ghsaId}, so the list can't be written without losing somebody.`,
      "Add the experts on the advisory's page.",
    );
  }
  return advisory;
}

function planOf({ ghsaId, repository }: Advisory, added: readonly string[]): Plan {
  const names = added.map((login) => `@${login}`).join(", ");
  return {
    title: `Let ${names} read ${ghsaId}?`,
    note: "They see the report, every comment and the private fork, and get a mail from GitHub.",
    writes: [
      {
        target: `Collaborators of ${ghsaId} in ${fullName(repository)}`,
        audience: "REPORTER",
        text: added.map((login) => `+ ${login}`).join("\n"),
      },
    ],
    yes: "Add",
  };
}
