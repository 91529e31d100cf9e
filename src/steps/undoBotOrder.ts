import { HumanError, throwIfCancelled } from "../base/errors.ts";
import type { Advisory } from "../github/advisory.ts";
import { pendingOrder, tagWords, type PendingOrder } from "../ticket/botOrder.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { withoutTags, type Tag } from "../ticket/tag.ts";
import type { TicketRef, TicketState } from "../ticket/ticket.ts";
import type { ChangeStatePorts } from "./changeState.ts";
import type { Plan } from "./ports.ts";
import { writeAdvisory } from "./writeAdvisory.ts";

export type UndoOutcome =
  | { readonly kind: "undone"; readonly tags: readonly Tag[] }
  /** The bot, or somebody else, was quicker. */
  | { readonly kind: "too-late"; readonly state: TicketState }
  | { readonly kind: "declined" };

const QUESTIONS = 4;

/**
 * Takes the tags that the bot has yet to act on out of the title, whoever wrote them.
 *
 * @throws {HumanError} when there is no order to undo. @throws {CancelledError}
 */
export async function undoBotOrder(
  { advisories, records, ask }: Omit<ChangeStatePorts, "rightsIn" | "clock">,
  ref: TicketRef,
  signal?: AbortSignal,
): Promise<UndoOutcome> {
  let advisory = await advisories.get(ref, signal);
  const { botOrder } = await records.read(ref);
  for (let question = 0; question < QUESTIONS; question += 1) {
    const order = pendingOrder(advisory);
    if (order === undefined) {
      const { state } = advisory;
      await records.update(ref, { botOrder: undefined });
      if (question > 0 || botOrder !== undefined) return { kind: "too-late", state };
      throw new HumanError(
        `No order to the PSRT bot waits in the title of ${ref.ghsaId}.`,
        `It is ${state}.`,
      );
    }
    if (!(await ask.confirm(planOf(advisory, order), signal))) return { kind: "declined" };
    throwIfCancelled(signal);
    const now = await advisories.get(ref, signal);
    if (now.state !== advisory.state || now.summary !== advisory.summary) {
      advisory = now;
      continue;
    }
    const after = await writeAdvisory(
      advisories,
      ref,
      { summary: titleWithout(advisory, order) },
      ({ tags }) => !order.tags.some((tag) => tags.includes(tag)),
    );
    await records.update(ref, { botOrder: undefined });
    return after.state === advisory.state
      ? { kind: "undone", tags: order.tags }
      : { kind: "too-late", state: after.state };
  }
  throw new HumanError(
    `The title of ${ref.ghsaId} changed each time before your answer could be acted on.`,
    "Look at it on GitHub, then try again.",
  );
}

function planOf(advisory: Advisory, order: PendingOrder): Plan {
  const { ghsaId, repository } = advisory;
  const tags = tagWords(order.tags);
  return {
    title: `Take ${tags} out of the title of ${ghsaId}?`,
    note: `The PSRT bot then does not ${order.target === "draft" ? "accept" : "close"} it.`,
    writes: [
      {
        target: `Title of ${ghsaId} in ${fullName(repository)}`,
        audience: "REPORTER",
        text: titleWithout(advisory, order),
      },
    ],
    yes: "Undo",
  };
}

/** @throws {HumanError} when nothing else stands there. */
function titleWithout({ summary, ghsaId }: Advisory, { tags }: PendingOrder): string {
  const title = withoutTags(summary, tags);
  if (title.trim() !== "") return title;
  throw new HumanError(
    `The title of ${ghsaId} is nothing but ${tagWords(tags)}.`,
    "Give it a title in the advisory form on GitHub.",
  );
}
