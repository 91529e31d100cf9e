import { HumanError, messageOf } from "../base/errors.ts";
import type { Advisories, AdvisoryPatch } from "../github/advisories.ts";
import type { Advisory } from "../github/advisory.ts";
import { GitHubError, type GitHubReason } from "../github/gitHubError.ts";
import type { TicketRef } from "../ticket/ticket.ts";

/** The advisories as the steps that change one read and write them. */
export type AdvisoryWriter = Pick<Advisories, "get" | "update">;

/** Answers that do not tell whether the write arrived. */
const LOST: ReadonlySet<GitHubReason> = new Set(["offline", "unavailable", "malformed"]);

/** What GitHub says to somebody who may read an advisory but not change that of it. */
const REFUSED: ReadonlySet<GitHubReason> = new Set(["forbidden", "not-found"]);

/**
 * Writes once and reads back, also when the answer was lost on its way. It can't be cancelled, since
 * a write on its way would be left unchecked.
 *
 * @param arrived whether what was read back shows the change.
 * @throws {HumanError}
 */
export async function writeAdvisory(
  advisories: AdvisoryWriter,
  ref: TicketRef,
  patch: AdvisoryPatch,
  arrived: (advisory: Advisory) => boolean,
): Promise<Advisory> {
  let lost: GitHubError | undefined;
  try {
    await advisories.update(ref, patch);
  } catch (error) {
    if (!(error instanceof GitHubError) || !LOST.has(error.reason)) throw error;
    lost = error;
  }
  const after = await readBack(advisories, ref);
  if (arrived(after)) return after;
  if (lost !== undefined) throw lost;
  throw new HumanError(
    `GitHub took the change of ${ref.ghsaId}, but it does not show in the advisory.`,
    "Somebody may have changed it at the same moment. Look at it on GitHub, then try again.",
  );
}

/** Whether GitHub refused because the person lacks the right. */
export function isRefused(error: unknown): boolean {
  return error instanceof GitHubError && REFUSED.has(error.reason);
}

async function readBack(advisories: AdvisoryWriter, ref: TicketRef): Promise<Advisory> {
  try {
    return await advisories.get(ref);
  } catch (error) {
    throw new HumanError(
      `The change of ${ref.ghsaId} was sent, but could not be read back: ${messageOf(error)}`,
      "Do it again: what GitHub has already is not written twice.",
      { cause: error },
    );
  }
}
