import { sameRepository, type RepositoryName } from "./repositoryName.ts";

/** What differs between the projects whose reports the PSRT handles. */
export interface Project {
  readonly repository: RepositoryName;
  /** As in "affecting CPython". */
  readonly name: string;
  /** How a change is announced in the tree. */
  readonly news: "blurb" | "towncrier";
  readonly backports: boolean;
  /** The branch that fixes are made on first. */
  readonly mainBranch: string;
}

export const projects: readonly Project[] = [
  {
    repository: { owner: "python", repo: "cpython" },
    name: "CPython",
    news: "blurb",
    backports: true,
    mainBranch: "main",
  },
  {
    repository: { owner: "pypa", repo: "pip" },
    name: "pip",
    news: "towncrier",
    backports: false,
    mainBranch: "main",
  },
];

/** The project of a repository; undefined for a repository that the PSRT does not handle. */
export function projectOf(repository: RepositoryName): Project | undefined {
  return projects.find((project) => sameRepository(project.repository, repository));
}
