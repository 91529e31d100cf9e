import { renderProfile } from "../render/user.ts";
import { notFound, ok, signedIn, type ApiAnswer, type Routes, type Service } from "./exchange.ts";

/** docs.github.com/rest/users/users */
export function userRoutes({ state, links }: Service): Routes {
  const profile = (login: string): ApiAnswer => {
    const user = state.user(login);
    if (user === undefined) throw notFound();
    return ok(renderProfile(links, user));
  };
  return {
    "GET /user": (request) => profile(signedIn(request)),
    "GET /users/{username}": ({ params }) => profile(params["username"] ?? ""),
  };
}
