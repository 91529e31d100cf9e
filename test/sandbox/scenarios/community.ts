import { DAY_MS } from "../../../src/base/clock.ts";
import type { Role } from "../model.ts";
import type { RepositorySeed, Scenario } from "../scenario.ts";
import { cpythonCommits } from "./cpython.ts";
import { cpythonTickets } from "./cpythonTickets.ts";
import { tarfile } from "./modules.ts";
import { people, releaseCycle, roster, teams, users } from "./people.ts";
import { pipCommits } from "./pip.ts";
import { pipTickets } from "./pipTickets.ts";

const START = new Date("2026-11-23T09:00:00Z");

/** The number of the issue that the ticket which waits for its e-mail has led to. */
export const PUBLIC_ISSUE = 140400;

const { member, second, admin, releaseManager } = people;

const cpythonRoles: Readonly<Record<string, Role>> = {
  ...{ [admin]: "admin", [releaseManager]: "maintain", [member]: "write" },
};
const pipRoles: Readonly<Record<string, Role>> = { [admin]: "admin", [second]: "write" };

const cpythonLabels = [
  ...["type-security", "type-bug", "type-feature", "release-blocker", "skip news", "topic-SSL"],
  ...["3.11", "3.12", "3.13", "3.14", "3.15"].map((version) => `needs backport to ${version}`),
];

export interface CommunityOptions {
  /** The first instant; "now" for a demo, whose clock then runs. */
  readonly start?: Date | "now";
  /** Replaces parts of the repositories, for example their source. */
  readonly repositories?: Readonly<Record<string, RepositorySeed>>;
}

/** Both projects with a ticket in each stage: what tests and the demo use. */
export function community(options: CommunityOptions = {}): Scenario {
  const start = options.start ?? START;
  const now = start === "now" ? new Date() : start;
  return {
    ...{ start, users, teams },
    repositories: {
      "python/cpython": cpythonSeed(now),
      "pypa/pip": {
        ...{ description: "The Python package installer", commits: pipCommits(now) },
        ...{ roles: pipRoles, labels: ["type: bug", "type: security"], firstNumber: 13500 },
        forks: [member, second],
      },
      ...options.repositories,
    },
    advisories: [...cpythonTickets(now), ...pipTickets(now)],
    pushes: {
      [`${member}/cpython`]: [
        {
          ...{ branch: "bound-names", from: "main~2", message: "Bound the length of names\n" },
          author: { name: "Mel Ångström", email: "mel@example.org" },
          date: new Date(now.getTime() - 5 * DAY_MS),
          files: { "Lib/tarfile.py": tarfile.publicFix },
        },
      ],
    },
    pulls: [
      {
        ...{ repository: "python/cpython", headRepository: `${member}/cpython`, author: member },
        ...{ branch: "bound-names", daysAgo: 5, labels: ["type-security"] },
        title: `gh-${PUBLIC_ISSUE}: Bound the length of archive member names`,
        body: `<!-- gh-issue-number: gh-${PUBLIC_ISSUE} -->\n* Issue: gh-${PUBLIC_ISSUE}\n<!-- /gh-issue-number -->`,
        merged: { by: releaseManager, revision: "main~1" },
      },
    ],
    ...{ advisoryComments: true, forkDelay: { rest: 2, git: 1 }, rateLimit: 5000 },
    files: { "/psrt.csv": roster, "/release-cycle.json": releaseCycle },
  };
}

/** The public repository of shape CPython, to be changed by a test: its source, its forks. */
export function cpythonSeed(now: Date = START): RepositorySeed {
  return {
    ...{ description: "The Python programming language", commits: cpythonCommits(now) },
    ...{ roles: cpythonRoles, labels: cpythonLabels, firstNumber: PUBLIC_ISSUE },
    issues: [
      {
        ...{ title: "Bound the length of archive member names", author: member, daysAgo: 5 },
        ...{ labels: ["type-security"], closed: true },
        body: "<!-- gh-linked-prs -->\n### Linked PRs\n* gh-140401\n<!-- /gh-linked-prs -->",
      },
    ],
    forks: [member, second],
  };
}
