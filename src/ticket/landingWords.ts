import type { Landing, LandingStage } from "./landing.ts";

const STAGES: Readonly<Record<LandingStage, string>> = {
  fetch: "the change is to be fetched",
  base: "the project's branch is to be fetched",
  build: "the public commit is to be built",
  conflict: "conflicts are to be resolved",
  prove: "it is to be compared with what was reviewed",
  gate: "it is to be searched for what must not be public",
  publish: "its branch is to be pushed",
};

/** "conflicts are to be resolved": what is done next. */
export function stageWords({ stage }: Pick<Landing, "stage">): string {
  return STAGES[stage];
}

/** "gh-140001: conflicts are to be resolved" */
export function landingWords(landing: Pick<Landing, "branch" | "stage">): string {
  return `${landing.branch}: ${stageWords(landing)}`;
}
