/** What the sandbox remembers. Everything is mutable: tests change it to make a situation. */

export type Role = "admin" | "maintain" | "write" | "triage" | "read";

export interface User {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
}

export interface Team {
  readonly id: number;
  readonly organization: string;
  readonly slug: string;
  readonly name: string;
  members: string[];
}

export interface Label {
  readonly id: number;
  readonly name: string;
  color: string;
  description: string;
}

export interface Comment {
  readonly id: number;
  readonly author: string;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** What issues and pull requests share; both are numbered in one row per repository. */
export interface Thread {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly author: string;
  state: "open" | "closed";
  /** Only who may push can write in it (docs.github.com, "Locking conversations"). */
  locked?: boolean;
  /** Logins. */
  assignees?: readonly string[];
  /** Names, in the letter case of the repository's labels. */
  labels: string[];
  comments: Comment[];
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
}

export interface Issue extends Thread {
  readonly kind: "issue";
  stateReason: "completed" | "reopened" | "not_planned" | "duplicate" | null;
}

export interface Review {
  readonly id: number;
  readonly author: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  body: string;
  readonly commit: string;
  readonly submittedAt: Date;
}

export interface Pull extends Thread {
  readonly kind: "pull";
  draft: boolean;
  /** `repository` is the full name the branch lives in; it may be a fork of this one. */
  readonly head: { readonly repository: string; readonly branch: string; sha: string };
  base: { branch: string; sha: string };
  reviews: Review[];
  merge: { readonly by: string; readonly at: Date; readonly sha: string } | null;
}

/** What a workflow's job ("run") or a bot ("status") says of a commit. */
export interface Check {
  readonly id: number;
  readonly kind: "run" | "status";
  readonly commit: string;
  readonly name: string;
  /** A job that is skipped or neutral counts as passed. */
  outcome: "pending" | "success" | "failure" | "skipped";
  /** A bot's own words. */
  readonly description?: string;
  readonly startedAt: Date;
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly description: string;
  readonly private: boolean;
  /** Full name of the repository it was forked from. */
  readonly parent: string | null;
  /** The advisory whose temporary private fork this is. */
  readonly advisory: string | null;
  readonly defaultBranch: string;
  /** By login in lower case; everybody else has "read" on a public repository. */
  roles: Map<string, Role>;
  labels: Label[];
  threads: Map<number, Issue | Pull>;
  checks: Check[];
  nextNumber: number;
  readonly createdAt: Date;
  pushedAt: Date;
  /** How many more reads answer 404 while an asynchronous fork is being made. */
  pending: { rest: number; git: number };
}

export type CreditType =
  | "analyst"
  | "finder"
  | "reporter"
  | "coordinator"
  | "remediation_developer"
  | "remediation_reviewer"
  | "remediation_verifier"
  | "tool"
  | "sponsor"
  | "other";

export interface Credit {
  /** In whatever letter case it was written. */
  login: string;
  type: CreditType;
  state: "accepted" | "declined" | "pending";
}

export interface Vulnerability {
  ecosystem: string;
  package: string | null;
  vulnerableRange: string | null;
  patchedVersions: string | null;
  functions: string[];
}

export interface Score {
  vector: string;
  score: number;
}

export type Severity = "critical" | "high" | "medium" | "low";

export interface Advisory {
  readonly ghsaId: string;
  /** Full name of the repository it was reported to. */
  readonly repository: string;
  cveId: string | null;
  summary: string;
  description: string | null;
  severity: Severity | null;
  cvssV3: Score | null;
  cvssV4: Score | null;
  cweIds: string[];
  state: "triage" | "draft" | "published" | "closed" | "withdrawn";
  readonly author: string;
  publisher: string | null;
  readonly createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
  closedAt: Date | null;
  withdrawnAt: Date | null;
  /** null when a maintainer opened it instead of a reporter. */
  submission: { accepted: boolean } | null;
  vulnerabilities: Vulnerability[];
  credits: Credit[];
  /** Logins. */
  collaborators: string[];
  /** Slugs of teams of the repository's owner. */
  teams: string[];
  /** Full name. */
  privateFork: string | null;
  comments: Comment[];
}

export function fullNameOf(repository: Repository): string {
  return `${repository.owner}/${repository.name}`;
}
