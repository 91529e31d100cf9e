import { sameLogin } from "./login.ts";
import type { RosterMember } from "./roster.ts";

export interface TeamDifference {
  /** On the list, but not in the team. */
  readonly missing: readonly RosterMember[];
  /** In the team, but not on the list. */
  readonly unlisted: readonly string[];
}

export function teamDifference(
  members: readonly RosterMember[],
  team: readonly string[],
): TeamDifference {
  return {
    missing: members.filter(({ login }) => !team.some((each) => sameLogin(each, login))),
    unlisted: team.filter((login) => !members.some((each) => sameLogin(each.login, login))),
  };
}
