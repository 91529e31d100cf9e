import { DAY_MS } from "../base/clock.ts";

/** A nomination is voted on for this many elapsed days. */
export const VOTE_DAYS = 7;

export interface Votes {
  readonly inFavour: number;
  readonly against: number;
}

export interface Nomination extends Votes {
  readonly startsAt: Date;
}

export interface NominationResult {
  /** By the votes as they are; while the vote is open this can still turn. */
  readonly outcome: "accepted" | "rejected" | "open" | "not begun";
  /** The instant at which the week is over. */
  readonly endsAt: Date;
  /** Whether the votes as they are would accept the person. */
  readonly carried: boolean;
  /** How many more votes in favour it needs to be accepted, if nobody else votes against; 0 when carried. */
  readonly needed: number;
}

/**
 * Two thirds of the votes cast within one week accept a member, unless the Steering Council vetoes.
 * Abstentions are not cast votes. https://devguide.python.org/security/psrt/
 */
export function countVotes(
  { startsAt, inFavour, against }: Nomination,
  now: Date,
): NominationResult {
  const endsAt = new Date(startsAt.getTime() + VOTE_DAYS * DAY_MS);
  // 3·(favour + n) ≥ 2·(favour + n + against)  ⇔  favour + n ≥ 2·against; nobody is accepted by no vote.
  const needed = Math.max(inFavour === 0 ? 1 : 0, 2 * against - inFavour);
  const carried = needed === 0;
  const outcome =
    now < startsAt ? "not begun" : now < endsAt ? "open" : carried ? "accepted" : "rejected";
  return { outcome, endsAt, carried, needed };
}

/** One or two sentences for the person who counts. */
export function nominationWords(nominee: string, votes: Nomination, now: Date): string {
  const { outcome, endsAt, carried, needed } = countVotes(votes, now);
  const { inFavour, against } = votes;
  const tally = `${inFavour} in favour, ${against} against`;
  const end = `${endsAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const more = `${needed} more in favour ${needed === 1 ? "is" : "are"} needed`;
  switch (outcome) {
    case "not begun":
      return `The vote on ${nominee} has not begun; it will be open until ${end}.`;
    case "open":
      return carried
        ? `The vote on ${nominee} is open until ${end}. With ${tally} it is carried so far; ${room(votes)}.`
        : `The vote on ${nominee} is open until ${end}. With ${tally} it is not carried so far: ${more}.`;
    case "accepted":
      return `${nominee} is accepted with ${tally}, unless the Steering Council vetoes it. The vote ended ${end}.`;
    case "rejected":
      return `${nominee} is not accepted with ${tally}: ${more} for two thirds. The vote ended ${end}.`;
  }
}

function room({ inFavour, against }: Votes): string {
  const more = Math.floor(inFavour / 2) - against;
  if (more === 0) return "one more vote against would turn it";
  return `it stays so with up to ${more} more against`;
}
