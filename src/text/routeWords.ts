import type { Route } from "../ticket/landing.ts";

/** What the public commit was made from. */
export function routeWords(route: Route): string {
  switch (route.from) {
    case "patch":
      return "the pull request's .patch";
    case "pick":
      return "the project's own commit";
    case "head":
      return `the pull request's branch, since ${REASONS[route.because]}`;
  }
}

const REASONS: Readonly<Record<Extract<Route, { from: "head" }>["because"], string>> = {
  "too-large": "GitHub does not send so large a .patch",
  "does-not-apply": "its .patch does not apply",
  differs: "its .patch gives another result",
};
