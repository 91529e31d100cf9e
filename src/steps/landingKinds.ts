import { HumanError } from "../base/errors.ts";
import type { LandingSource } from "../ticket/landing.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import { BackportLanding } from "./backportLanding.ts";
import type { LandingKind } from "./landingKind.ts";
import type { LandingPlace, LandingPorts } from "./landingPorts.ts";
import { changedPullRequest, MainLanding } from "./mainLanding.ts";

/**
 * How a source is landed. The private pull request is read again, since it may have changed.
 * @param known the pull request as it was read just now.
 * @throws {HumanError} when it is no longer what was reviewed.
 */
export async function kindOf(
  { pulls, signal }: Pick<LandingPorts, "pulls" | "signal">,
  place: LandingPlace,
  of: LandingSource,
  known?: PullRequest,
): Promise<LandingKind> {
  if (of.kind === "backport") return new BackportLanding(of);
  const { fork, project } = place;
  const number = of.pullRequest;
  const pull = known ?? (fork && (await pulls.get(fork.name, number, signal)));
  if (pull === undefined) {
    throw new HumanError(
      `Private pull request #${number} is not there any more, or you can't see it.`,
      "Abort this landing, and choose another pull request.",
    );
  }
  if (pull.head.sha !== of.head) throw changedPullRequest(number);
  if (pull.state !== "open") {
    throw new HumanError(
      `Private pull request #${number} was ${pull.state} since it was chosen.`,
      "Ask why. Reopen it to go on, or abort this landing.",
    );
  }
  return new MainLanding(project.mainBranch, pull, of.head);
}

/** @throws {HumanError} when the private pull request is no longer what was reviewed. */
export async function requireUnchanged(
  ports: Pick<LandingPorts, "pulls" | "signal">,
  place: LandingPlace,
  of: LandingSource,
): Promise<void> {
  await kindOf(ports, place, of);
}
