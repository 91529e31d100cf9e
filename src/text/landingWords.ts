import type { Landing, LandingStage, Route } from "../ticket/landing.ts";

const STAGES: Readonly<Record<LandingStage, string>> = {
  fetch: "the change is to be fetched",
  base: "the project's branch is to be fetched",
  build: "the public commit is to be built",
  conflict: "conflicts are to be resolved",
  prove: "it is to be compared with what was reviewed",
  gate: "it is to be searched for what must not be public",
  publish: "its branch is to be pushed",
};

/** "gh-140001: conflicts are to be resolved" */
export function landingWords({ branch, stage }: Pick<Landing, "branch" | "stage">): string {
  return `${branch}: ${STAGES[stage]}`;
}

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
