import { CommitFiles } from "../editor/commitFiles.ts";
import { LandingFiles } from "../editor/landingFiles.ts";
import { landingsFolder } from "../steps/landingFolder.ts";
import { readFileAt } from "../steps/publicCommit.ts";
import type { Desk } from "./desk.ts";

/** Files of public commits, and of landings that conflict, as documents. */
export interface LandingDocuments extends Pick<Desk, "commits" | "landingFiles"> {
  dispose(): void;
}

export function landingDocuments(storage: string, git: Desk["git"]): LandingDocuments {
  const commits = new CommitFiles((clone, commit, path) => readFileAt(git(), clone, commit, path));
  const landingFiles = new LandingFiles(landingsFolder(storage), async (repository, blob) => {
    const { readVersion } = await import("../steps/landing.ts");
    return readVersion(git(), repository, blob);
  });
  return {
    ...{ commits, landingFiles },
    dispose: () => {
      commits.dispose();
      landingFiles.dispose();
    },
  };
}
