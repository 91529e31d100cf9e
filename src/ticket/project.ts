import type { Ecosystem } from "./affectedPackage.ts";
import { sameRepository, type RepositoryName } from "./repositoryName.ts";

/** What differs between the projects whose reports the PSRT handles. */
export interface Project {
  readonly repository: RepositoryName;
  /** As in "affecting CPython". */
  readonly name: string;
  /** GitHub's word for where it is published, in an advisory's affected versions. */
  readonly ecosystem: Ecosystem;
  /** How a change is announced in the tree. */
  readonly news: "blurb" | "towncrier";
  readonly backports: boolean;
  /** Whether it publishes binaries signed with its own certificates. */
  readonly signsBinaries: boolean;
  /** The branch that fixes are made on first. */
  readonly mainBranch: string;
  /** The label of everything public about a vulnerability. */
  readonly securityLabel: string;
  /** The label of a bug that is none. */
  readonly bugLabel: string;
  /** The job that waits for all required ones, where the project has one. */
  readonly requiredChecks?: string;
  /** Who reserves a CVE id at the PSF's numbering authority. */
  readonly cveBy: "bot" | "admin";
  /** What the advisory e-mail follows. */
  readonly advisoryWith: "merge" | "release";
}

/** The slug of the GitHub team that the bot adds to each ticket, in each project's organisation. */
export const PSRT_TEAM = "psrt";

export const projects: readonly Project[] = [
  {
    repository: { owner: "python", repo: "cpython" },
    name: "CPython",
    ecosystem: "other",
    news: "blurb",
    backports: true,
    signsBinaries: true,
    mainBranch: "main",
    securityLabel: "type-security",
    bugLabel: "type-bug",
    requiredChecks: "All required checks pass",
    cveBy: "bot",
    advisoryWith: "merge",
  },
  {
    repository: { owner: "pypa", repo: "pip" },
    name: "pip",
    ecosystem: "pip",
    news: "towncrier",
    backports: false,
    signsBinaries: false,
    mainBranch: "main",
    securityLabel: "type: security",
    bugLabel: "type: bug",
    cveBy: "admin",
    advisoryWith: "release",
  },
];

/** The project of a repository; undefined for a repository that the PSRT does not handle. */
export function projectOf(repository: RepositoryName): Project | undefined {
  return projects.find((project) => sameRepository(project.repository, repository));
}
