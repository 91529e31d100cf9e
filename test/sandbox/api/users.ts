import type { User } from "../model.ts";
import type { JsonObject } from "../render/links.ts";
import { renderProfile, renderUser } from "../render/user.ts";
import {
  invalid,
  notFound,
  ok,
  signedIn,
  type ApiAnswer,
  type Routes,
  type Service,
} from "./exchange.ts";

/** docs.github.com/rest/users/users */
export function userRoutes({ state, links }: Service): Routes {
  const profile = (login: string): ApiAnswer => {
    const user = state.user(login);
    if (user === undefined) throw notFound();
    return ok(renderProfile(links, user));
  };
  const found = (user: User): JsonObject => ({ ...renderUser(links, user), score: 1 });
  return {
    "GET /user": (request) => profile(signedIn(request)),
    "GET /users/{username}": ({ params }) => profile(params["username"] ?? ""),

    // docs.github.com/rest/search/search#search-users: one page is enough for the people here.
    "GET /search/users": ({ query }) => {
      const words = wordsOf(query.get("q") ?? "");
      if (words.length === 0) throw invalid("Search", "q", undefined, "missing");
      const hits = state.users.filter(({ login, name }) => {
        const text = `${login} ${name}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
      const items = hits.slice(0, Number(query.get("per_page") ?? 30)).map(found);
      return ok({ total_count: hits.length, incomplete_results: false, items });
    },
  };
}

/** A search's words in lower case, without qualifiers such as "type:user". */
function wordsOf(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "" && !/^[a-z]+:/.test(word));
}
