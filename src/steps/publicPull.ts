import { HumanError } from "../base/errors.ts";
import { parsePullText } from "../text/publicPull.ts";
import type { Project } from "../ticket/project.ts";
import { parseRepositoryName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { accepting } from "./accepted.ts";
import type { SecretsOf } from "./gatherSecrets.ts";
import { LeakGate, requireClear } from "./leakGate.ts";
import { newsOf } from "./newsEntry.ts";
import { findPull, openPull, type OpenedPull, type OpenPullPorts } from "./openPull.ts";
import type { Records } from "./ports.ts";
import { leakRemarks, type TextRemark } from "./textRemarks.ts";
import type { Pulls } from "../github/pulls.ts";

export { pullDocument, pullTextOf } from "../text/publicPull.ts";

export interface PublicPullPorts extends OpenPullPorts {
  readonly pulls: OpenPullPorts["pulls"] & Pick<Pulls, "paths">;
  readonly records: Records;
  /** How to know what the text must not give away. */
  readonly secrets: SecretsOf;
}

export interface OpenedPublicPull extends OpenedPull {
  /** Whether it brings a news entry. */
  readonly hasNews: boolean;
}

/** The pushed branch that the pull request is made from, and the issue that its title names. */
export interface PullPlace {
  readonly fork: RepositoryName;
  readonly branch: string;
  readonly commit: string;
  readonly clone: string;
  readonly issue: number;
}

/** @throws {HumanError} while something has to be done before. */
export async function pullPlace(records: Records, ticket: Ticket): Promise<PullPlace> {
  const { publicBranch, publicIssue } = await records.read(ticket);
  const fork = parseRepositoryName(publicBranch?.pushedTo ?? "");
  if (publicBranch === undefined || !fork.valid) {
    throw new HumanError(
      `The fix of ${ticket.ghsaId} has not been pushed.`,
      "Apply the patch to a public branch and push that first.",
    );
  }
  if (publicIssue === undefined) {
    throw new HumanError(
      `${ticket.ghsaId} has no public issue yet.`,
      "Open or link it first: the pull request's title names its number.",
    );
  }
  const { name: branch, commit, clone } = publicBranch;
  return { fork: fork.value, branch, commit, clone, issue: publicIssue };
}

/** What is wrong with the text, and what of the ticket it would give away. */
export function pullRemarks(
  project: Project,
  issue: number,
  text: string,
  gate: LeakGate,
): readonly TextRemark[] {
  const parsed = parsePullText(project, issue, text);
  const leaks = leakRemarks(gate, "pull", text);
  return parsed.valid ? leaks : [{ level: "error", text: parsed.reason, line: 0 }, ...leaks];
}

/**
 * The ticket's public pull request that is there already, remembered as such.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function knownPull(
  ports: Pick<PublicPullPorts, "pulls" | "records" | "signal">,
  ticket: Ticket,
  { repository, mainBranch }: Project,
): Promise<OpenedPull["pull"] | undefined> {
  const { fork, branch } = await pullPlace(ports.records, ticket);
  const pull = await findPull(ports, { repository, fork, branch, base: mainBranch });
  if (pull === undefined || pull.state === "closed") return undefined;
  await ports.records.update(ticket, { publicPullRequest: pull.number });
  return pull;
}

/**
 * Opens the fix's public pull request on a yes: from the pushed branch of the member's fork, with
 * its label, which is read back.
 *
 * @param text "# gh-140001: Title" and the body below.
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function openPublicPull(
  ports: PublicPullPorts,
  ticket: Ticket,
  project: Project,
  text: string,
): Promise<OpenedPublicPull | undefined> {
  const { pulls, records, signal } = ports;
  const { fork, branch, commit, issue } = await pullPlace(records, ticket);
  const parsed = parsePullText(project, issue, text);
  if (!parsed.valid) throw new HumanError("That is no text for a pull request.", parsed.reason);
  const gate = await LeakGate.open(ports, ticket);
  const check = gate.checkTexts([
    { place: "pull", text },
    { place: "branch", text: branch },
  ]);
  requireClear(check, "The public pull request");
  const { repository, mainBranch, securityLabel } = project;
  const opened = await openPull(
    { ...ports, ask: accepting(ports.ask, check) },
    {
      ...{ ...parsed.value, repository, fork, branch, commit },
      ...{ base: mainBranch, labels: [securityLabel] },
    },
  );
  if (opened === undefined) return undefined;
  const { number } = opened.pull;
  await records.update(ticket, { publicPullRequest: number });
  const paths = await pulls.paths(repository, number, signal);
  const files = paths.map((path) => ({ path }));
  return { ...opened, hasNews: newsOf(files, project).length > 0 };
}
