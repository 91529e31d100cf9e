import { HumanError, throwIfCancelled } from "../base/errors.ts";
import type { AdvisoryPatch } from "../github/advisories.ts";
import type { Advisory } from "../github/advisory.ts";
import { GitHubError, type GitHubReason } from "../github/gitHubError.ts";
import { closingTags, tagWords } from "../ticket/botOrder.ts";
import { clockTime, nextBotRun } from "../ticket/botSchedule.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { withoutTags } from "../ticket/tag.ts";
import type { TicketRef, TicketState } from "../ticket/ticket.ts";
import type { ChangeStatePorts } from "./changeState.ts";
import type { Plan } from "./ports.ts";
import { writeAdvisory } from "./writeAdvisory.ts";

export type ReopenOutcome =
  | { readonly kind: "reopened" }
  /** Somebody else was quicker. */
  | { readonly kind: "open"; readonly state: TicketState }
  | { readonly kind: "declined" };

/** How GitHub says that an advisory can't be reopened by its API, or not by this person. */
const REFUSALS: ReadonlySet<GitHubReason> = new Set(["refused", "forbidden", "not-found"]);

const QUESTIONS = 4;

/**
 * Opens a closed ticket again, as a draft: GitHub has no way back to triage. The tags that would
 * make the PSRT bot close it again leave the title by the same write.
 *
 * @throws {HumanError} where GitHub does not reopen it. @throws {CancelledError}
 */
export async function reopenTicket(
  { advisories, ask, clock }: Pick<ChangeStatePorts, "advisories" | "ask" | "clock">,
  ref: TicketRef,
  signal?: AbortSignal,
): Promise<ReopenOutcome> {
  let advisory = await advisories.get(ref, signal);
  for (let question = 0; question < QUESTIONS; question += 1) {
    const { state } = advisory;
    if (state === "triage" || state === "draft") return { kind: "open", state };
    if (state !== "closed") {
      throw new HumanError(`${ref.ghsaId} is ${state}.`, "Only a closed ticket can be reopened.");
    }
    const patch = patchOf(advisory);
    if (!(await ask.confirm(planOf(advisory, patch, clock.now()), signal))) {
      return { kind: "declined" };
    }
    throwIfCancelled(signal);
    const now = await advisories.get(ref, signal);
    if (now.state !== advisory.state || now.summary !== advisory.summary) {
      advisory = now;
      continue;
    }
    try {
      await writeAdvisory(advisories, ref, patch, (after) => after.state === "draft");
    } catch (error) {
      if (!(error instanceof GitHubError) || !REFUSALS.has(error.reason)) throw error;
      throw new HumanError(
        `GitHub did not reopen ${ref.ghsaId}; it is closed as before.`,
        "Try “Reopen” on its page, or ask an admin of the repository.",
        { cause: error },
      );
    }
    return { kind: "reopened" };
  }
  throw new HumanError(
    `${ref.ghsaId} changed each time before your answer could be acted on.`,
    "Look at it on GitHub, then try again in a minute.",
  );
}

/** @throws {HumanError} when the title is nothing but tags. */
function patchOf({ ghsaId, summary, tags }: Advisory): AdvisoryPatch {
  const closing = closingTags(tags);
  const title = withoutTags(summary, closing);
  if (title.trim() === "") {
    throw new HumanError(
      `The title of ${ghsaId} is nothing but ${tagWords(closing)}: the bot would close it again.`,
      "Give it a title on its page on GitHub, then try again.",
    );
  }
  return title === summary ? { state: "draft" } : { state: "draft", summary: title };
}

function planOf({ ghsaId, repository }: Advisory, { summary }: AdvisoryPatch, now: Date): Plan {
  const where = `${ghsaId} in ${fullName(repository)}`;
  return {
    title: `Reopen ${ghsaId}?`,
    note: `It becomes a draft, whatever it was before. At ${clockTime(nextBotRun(now))} the PSRT bot makes the private fork and, for CPython, reserves a CVE id, where they are missing.`,
    writes: [
      { target: `State of ${where}`, audience: "REPORTER", text: "closed → draft" },
      ...(summary === undefined
        ? []
        : [{ target: `Title of ${where}`, audience: "REPORTER" as const, text: summary }]),
    ],
    yes: "Reopen",
  };
}
