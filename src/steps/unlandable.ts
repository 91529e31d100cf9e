import { HumanError } from "../base/errors.ts";

/** What was chosen can't be landed as it is, however often that is tried. */
export class UnlandableError extends HumanError {
  override readonly name: string = "UnlandableError";
}

/** There is nothing to land; the landing has ended. */
export class NothingToLandError extends UnlandableError {}

/** The private pull request is no longer what was chosen, or reviewed. */
export class ChangedPullRequestError extends UnlandableError {}
