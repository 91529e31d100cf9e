import type { Clock } from "../base/clock.ts";
import type { Lift } from "../ticket/record.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { Records } from "./ports.ts";

export interface LiftPorts {
  readonly records: Records;
  readonly clock: Clock;
}

/** Lets one finding pass, or accepts one part that was not searched for. */
export async function liftFinding(
  { records, clock }: LiftPorts,
  ref: TicketRef,
  digest: string,
  reason: string,
): Promise<Lift> {
  const lift: Lift = { digest, reason, at: clock.now() };
  await records.update(ref, ({ lifts = [] }) => ({
    lifts: [...lifts.filter((each) => each.digest !== digest), lift],
  }));
  return lift;
}

/** Holds it back again. */
export async function unliftFinding(
  { records }: Pick<LiftPorts, "records">,
  ref: TicketRef,
  digest: string,
): Promise<void> {
  await records.update(ref, ({ lifts = [] }) => ({
    lifts: lifts.filter((lift) => lift.digest !== digest),
  }));
}
