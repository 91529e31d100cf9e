import { parseVector } from "../cvss/grammar.ts";
import { scoreOf } from "../cvss/score.ts";
import { emailSeverity, type EmailSeverity } from "../cvss/severity.ts";
import type { Project } from "../ticket/project.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { Severity } from "../ticket/ticket.ts";
import type { EmailFacts } from "./email.ts";

/** What is known of a ticket's public side. */
export interface PublicFix {
  /** Number of the public issue. */
  readonly issue: number | null;
  readonly pullRequest: PublicPullRequest | null;
  /** The first release of a project without backports that has the fix: pip's "26.4". */
  readonly release: string | null;
}

export interface PublicPullRequest {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  /** The branch that it is merged into. */
  readonly base: string;
  /** Its page, as GitHub gives it. */
  readonly url: string;
}

/** Everything that the e-mail and the CVE record are made of, each from where it is true. */
export interface AdvisoryFacts extends PublicFix {
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
    pullRequestUrl: facts.pullRequest?.url ?? null,
  };
}
