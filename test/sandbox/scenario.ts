import type { CommitPlan } from "./commits.ts";
import type { Advisory, CreditType, Credit, Role, Severity, Vulnerability } from "./model.ts";

/** A person; the e-mail address is public on the profile. */
export interface UserSeed {
  readonly login: string;
  readonly name: string;
  readonly email?: string;
}

export interface TeamSeed {
  readonly organization: string;
  readonly slug: string;
  readonly name: string;
  readonly members: readonly string[];
}

export interface IssueSeed {
  readonly title: string;
  readonly body?: string;
  readonly author: string;
  readonly labels?: readonly string[];
  readonly daysAgo?: number;
  readonly closed?: boolean;
}

export interface RepositorySeed {
  readonly description?: string;
  /** Path of an existing repository whose objects are borrowed; instead of `commits`. */
  readonly from?: string;
  readonly commits?: readonly CommitPlan[];
  /** "main" when left out. */
  readonly defaultBranch?: string;
  readonly roles?: Readonly<Record<string, Role>>;
  readonly labels?: readonly string[];
  /** Number of the first issue or pull request; CPython's are beyond 100 000. */
  readonly firstNumber?: number;
  readonly issues?: readonly IssueSeed[];
  /** Logins that have a public fork. */
  readonly forks?: readonly string[];
}

export interface PullSeed {
  /** Full name of the repository it is opened in. */
  readonly repository: string;
  /** Where the branch lives, when in a fork. */
  readonly headRepository?: string;
  readonly branch: string;
  readonly base?: string;
  readonly title: string;
  readonly body?: string;
  readonly author: string;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
  readonly daysAgo?: number;
  readonly approvedBy?: readonly string[];
  /** Merged by whom, as which revision of the base repository. */
  readonly merged?: { readonly by: string; readonly revision: string };
}

/** The temporary private fork of an advisory and, if there is one, its pull request. */
export interface PrivateForkSeed {
  /** Revision of the parent that the fork's main branch stands at; today's main when left out. */
  readonly at?: string;
  readonly commits?: readonly CommitPlan[];
  readonly pull?: Omit<PullSeed, "repository">;
}

export interface AdvisorySeed {
  readonly repository: string;
  /** Made up when left out. */
  readonly ghsaId?: string;
  readonly summary: string;
  readonly description?: string | null;
  readonly state?: Advisory["state"];
  /** Age of the report; fractions are allowed. */
  readonly daysAgo?: number;
  /** Age of the last change; the report's own when left out. */
  readonly updatedDaysAgo?: number;
  /** Age of the closing or publishing. */
  readonly endedDaysAgo?: number;
  readonly author: string;
  readonly cveId?: string;
  readonly severity?: Severity;
  /** CVSS v3.1 or v4.0; severity follows from it. */
  readonly vector?: string;
  readonly cweIds?: readonly string[];
  readonly credits?: readonly {
    readonly login: string;
    readonly type: CreditType;
    readonly state?: Credit["state"];
  }[];
  readonly collaborators?: readonly string[];
  /** ["psrt"] when left out: the PSRT bot adds that team to every open advisory. */
  readonly teams?: readonly string[];
  readonly vulnerabilities?: readonly Vulnerability[];
  readonly comments?: readonly { readonly author: string; readonly body: string }[];
  readonly fork?: PrivateForkSeed;
}

/** A whole situation as data: people, repositories and tickets. */
export interface Scenario {
  /** The first instant of the clock, which then stands still; "now" lets it run. */
  readonly start: Date | "now";
  readonly users: readonly UserSeed[];
  readonly teams: readonly TeamSeed[];
  readonly repositories: Readonly<Record<string, RepositorySeed>>;
  readonly advisories: readonly AdvisorySeed[];
  /** Commits pushed to public forks, by full name. */
  readonly pushes?: Readonly<Record<string, readonly CommitPlan[]>>;
  /** Public pull requests, opened after everything else exists. */
  readonly pulls?: readonly PullSeed[];
  /** Whether bedevere, miss-islington and the checks are at work from the start. */
  readonly projectBots?: boolean;
  /** Whether the comments API (a preview on GitHub) is switched on. */
  readonly advisoryComments: boolean;
  /** How many reads answer 404 before a new fork is there: first REST's, then git's. */
  readonly forkDelay: { readonly rest: number; readonly git: number };
  /** Requests per hour and user. */
  readonly rateLimit: number;
  /** Served as files beside the API. */
  readonly files: Readonly<Record<string, string>>;
}
