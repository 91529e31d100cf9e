import type { RepositorySeed, Scenario } from "../scenario.ts";
import { community } from "./community.ts";

/** The same people without any ticket, over the given repositories: tests bring their own. */
export function bare(repositories: Readonly<Record<string, RepositorySeed>>): Scenario {
  return { ...community(), repositories, advisories: [], pushes: {}, pulls: [] };
}
