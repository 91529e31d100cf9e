import { sameLogin } from "../access.ts";
import { renderUser } from "../render/user.ts";
import { notFound, ok, signedIn, type Routes, type Service } from "./exchange.ts";

/**
 * docs.github.com/rest/teams/members: "the team must be visible to the authenticated user"; a token
 * of an OAuth app or a classic one sees teams with the scope `read:org` (docs.github.com, "Scopes
 * for OAuth apps").
 */
export function teamRoutes({ state, links }: Service): Routes {
  return {
    "GET /orgs/{org}/teams/{team_slug}/members": (request) => {
      const login = signedIn(request);
      const { org = "", team_slug: slug = "" } = request.params;
      const team = state.team(`${org}/`, slug);
      const visible = team?.members.some((each) => sameLogin(each, login)) === true;
      if (team === undefined || !visible || !state.scopes.includes("read:org")) throw notFound();
      const size = Math.min(100, Number(request.query.get("per_page") ?? 30));
      const users = team.members.flatMap((member) => state.user(member) ?? []);
      return ok(
        users.slice(0, size).map((user) => ({
          ...renderUser(links, user),
          role: "member",
          inherited: false,
        })),
      );
    },
  };
}
