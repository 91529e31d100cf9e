import { parseVector } from "../cvss/grammar.ts";
import { scoreOf } from "../cvss/score.ts";
import { emailSeverity, type EmailSeverity } from "../cvss/severity.ts";
import type { Project } from "../ticket/project.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import type { Severity } from "../ticket/ticket.ts";
import type { EmailFacts } from "./email.ts";

/** The public pull request to the project's main branch, as the texts need it. */
export type LinkedPull = Pick<PullRequest, "number" | "title" | "state" | "htmlUrl"> & {
  /** The branch that it is merged into. */
  readonly base: string;
};

/** Everything that the e-mail and the CVE record are made of, each from where it is true. */
export interface AdvisoryFacts {
  readonly project: Project;
  /** The advisory's page. */
  readonly htmlUrl: string;
  readonly cveId: string | null;
  /** Perhaps with the bot's tags. */
  readonly title: string;
  readonly description: string;
  /** The stored v4 vector, unchecked. */
  readonly vector: string | null;
  /** GitHub's own word. */
  readonly severity: Severity | null;
  /** Number of the public issue. */
  readonly issue: number | null;
  readonly pullRequest: LinkedPull | null;
  /** The first release that has the fix, where the advisory goes out with it: pip's "26.4". */
  readonly release: string | null;
}

/** The e-mail's word for a vector's severity; null for none, for what is no vector, and for 0.0. */
export function severityOf(vector: string | null): EmailSeverity | null {
  const parsed = parseVector(vector ?? "");
  return parsed.valid ? (emailSeverity(scoreOf(parsed.value).band) ?? null) : null;
}

export function emailFacts(facts: AdvisoryFacts): EmailFacts {
  return {
    projectName: facts.project.name,
    cveId: facts.cveId,
    title: facts.title,
    severity: severityOf(facts.vector),
    description: facts.description,
    pullRequestUrl: facts.pullRequest?.htmlUrl ?? null,
  };
}
