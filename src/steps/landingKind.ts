import type { Git } from "../git/git.ts";
import type { PublicClone } from "../git/publicClone.ts";
import type { CommitText, Merged, ScratchRepository } from "../git/scratchRepository.ts";
import type { Landing, Route } from "../ticket/landing.ts";
import type { LandingFolder } from "./landingFolder.ts";
import type { LandingPlace, LandingPorts } from "./landingPorts.ts";

/** Everything that a stage works with. */
export interface Bench {
  readonly git: Git;
  readonly ports: LandingPorts;
  readonly place: LandingPlace;
  readonly folder: LandingFolder;
  readonly clone: PublicClone;
  readonly scratch: ScratchRepository;
  readonly signal: AbortSignal | undefined;
}

/** The change that was reviewed: from one commit to another, in the scratch repository. */
export interface Reviewed {
  readonly start: string;
  readonly end: string;
  /** For the person: "private pull request #1". */
  readonly name: string;
}

export interface Built extends Merged {
  readonly route: Route;
}

/** What differs between a landing on main and a backport. */
export interface LandingKind {
  /** The project's branch that is landed on. */
  readonly target: string;
  /** Brings into the scratch repository, or its folder, what is landed. Can be repeated. */
  fetch(bench: Bench): Promise<void>;
  /** Does what the build needs of the base alone, while the rest is still fetched. */
  prepare?(bench: Bench, base: string): Promise<void>;
  /** @throws {HumanError} for what may not be landed. */
  reviewed(bench: Bench, base: string): Promise<Reviewed>;
  /** Asks what is not known yet. */
  ask(bench: Bench, landing: Landing, reviewed: Reviewed): Promise<Partial<Landing>>;
  build(bench: Bench, base: string, reviewed: Reviewed): Promise<Built>;
  text(bench: Bench, landing: Landing): Promise<CommitText>;
}
