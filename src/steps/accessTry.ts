import type { Clock } from "../base/clock.ts";
import { HumanError, isCancellation } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { Progress } from "../base/progress.ts";
import type { Git } from "../git/git.ts";
import type { ProbeAnswer } from "../github/probe.ts";
import type { AccessLine } from "../ticket/access.ts";
import type { GitHub } from "./gitHub.ts";
import { gitTrouble } from "./gitTrouble.ts";
import type { RosterSource } from "./rosterSource.ts";

export interface CheckAccessPorts {
  readonly gitHub: Pick<GitHub, "login" | "site" | "probe" | "teams" | "gitUrl">;
  readonly git: Git;
  readonly roster: Pick<RosterSource, "address" | "read">;
  readonly releaseCycleUrl: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** How one try ended. */
export type TryResult = Pick<AccessLine, "verdict" | "found" | "meaning">;

export interface Assumption extends Pick<AccessLine, "what" | "assumption"> {
  /** What follows for the member when it does not hold. */
  readonly otherwise?: string;
}

/**
 * Tries one assumption. Whatever goes wrong is how this one stands, and stops none of the others.
 *
 * @throws {CancelledError}
 */
export async function tryOut(
  { what, assumption, otherwise }: Assumption,
  log: Log,
  work: () => Promise<TryResult> | TryResult,
): Promise<AccessLine> {
  const base = { what, assumption };
  try {
    const result = await work();
    const meaning = result.meaning ?? (result.verdict === "fails" ? otherwise : undefined);
    return { ...base, ...result, ...(meaning !== undefined && { meaning }) };
  } catch (thrown) {
    const error = gitTrouble(thrown);
    if (isCancellation(error)) throw error;
    if (!(error instanceof HumanError)) log.error(`The access check “${what}” failed`, error);
    const found =
      error instanceof HumanError
        ? `${error.message} ${error.next}`
        : "It failed in a way that was not expected; the log has more.";
    return {
      ...base,
      verdict: "fails",
      found,
      ...(otherwise !== undefined && { meaning: otherwise }),
    };
  }
}

export function works(found: string): TryResult {
  return { verdict: "works", found };
}

export function otherwise(found: string, meaning: string): TryResult {
  return { verdict: "otherwise", found, meaning };
}

export function fails(found: string): TryResult {
  return { verdict: "fails", found };
}

export function untried(found: string): TryResult {
  return { verdict: "untried", found };
}

/** @throws what GitHub's refusal means. */
export function accepted(answer: ProbeAnswer): ProbeAnswer {
  if (answer.refusal !== undefined) throw answer.refusal;
  return answer;
}

export function headerOf({ headers }: ProbeAnswer, name: string): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : String(value);
}
