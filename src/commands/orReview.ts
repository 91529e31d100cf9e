import { CancelledError } from "../base/errors.ts";
import { HeldBackError, type HeldBack } from "../steps/heldBack.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";

/**
 * Does a step; what the gate finds in it is shown in the review, where it is let pass or not.
 *
 * @throws {CancelledError} once it is shown there.
 */
export async function orReview<T>(
  desk: Pick<Desk, "openReview">,
  ref: TicketRef,
  step: HeldBack["step"],
  work: () => PromiseLike<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HeldBackError)) throw error;
    desk.openReview(ref, { step, error });
    throw new CancelledError();
  }
}
