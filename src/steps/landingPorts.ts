import type { Clock } from "../base/clock.ts";
import type { Progress } from "../base/progress.ts";
import type { Git } from "../git/git.ts";
import type { Authorship, LandingNews, LandingProof, Signature } from "../ticket/landing.ts";
import type { Project } from "../ticket/project.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { SecretsOf } from "./gatherSecrets.ts";
import type { PatchSource, Records } from "./ports.ts";

/** The pull requests of private forks, and their patches. */
export interface PrivatePulls extends PatchSource {
  /** Undefined when it is not there. */
  get(
    repository: RepositoryName,
    number: number,
    signal?: AbortSignal,
  ): Promise<PullRequest | undefined>;
}

/**
 * What only the person can say. Each is asked once, and its answer kept.
 * @throws {CancelledError} from any of them stops the landing where it is; it can be continued.
 */
export interface LandingQuestions {
  /**
   * Who the public commit is by: those of the private commits, or the person.
   * @param kept undefined when git can't name them.
   */
  authorship(
    kept: Authorship | undefined,
    own: Signature,
    signal?: AbortSignal,
  ): Promise<Authorship>;
  /** What is announced, and what becomes of the pull request's own news entries. */
  news(own: readonly OwnNews[], signal?: AbortSignal): Promise<LandingNews>;
  /** Whether the public change may differ from the reviewed one in this way. */
  accept(difference: LandingDifference, signal?: AbortSignal): Promise<boolean>;
}

/** A news entry that the private pull request brings. */
export interface OwnNews {
  readonly path: string;
  /** Undefined when it is no text. */
  readonly content: string | undefined;
  /** Whether it is where entries of security fixes are. */
  readonly isInPlace: boolean;
}

export interface LandingDifference {
  readonly proof: LandingProof;
  /** Both changes against each other, as `git range-diff` prints them. */
  readonly text: string;
  /** What it is compared with: "private pull request #1", "a1b2c3d4e5 on main". */
  readonly reviewed: string;
  /** Files with a conflict in which neither side was taken. */
  readonly untouched: readonly string[];
}

export interface LandingPorts {
  readonly git: Git;
  readonly pulls: PrivatePulls;
  readonly records: Records;
  readonly secrets: SecretsOf;
  /** A folder of the extension's own; private objects are there while a landing is under way. */
  readonly storage: string;
  readonly clock: Clock;
  readonly questions: LandingQuestions;
  /** The person has said that conflicts in which neither side was taken are resolved so. */
  readonly keepsUntouched?: boolean;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** What a landing is about, as it is known anew in each session. */
export interface LandingPlace {
  readonly ticket: Ticket;
  readonly project: Project;
  /** The private fork, and an address that git can fetch it from; a backport needs none. */
  readonly fork?: { readonly name: RepositoryName; readonly address: string };
  /** Address of the project's repository. */
  readonly upstream: string;
}
