import type { TeamSeed, UserSeed } from "../scenario.ts";

/** The people of the scenarios, by what they are; all of them invented. */
export const people = {
  /** PSRT member and core developer; the one who sits before the editor. */
  member: "mel-member",
  /** Another PSRT member, who may not label issues of python/cpython. */
  second: "sam-second",
  /** Repository admin of both projects. */
  admin: "ada-admin",
  /** Reports vulnerabilities; knows their own reports alone. */
  reporter: "rita-reporter",
  /** Reports vulnerabilities, too; no one else's report is known to them. */
  outsider: "otto-outsider",
  /** Invited to help with one ticket, where a test says so; knows nothing else that is private. */
  expert: "eva-expert",
  /** Has an account, and nothing to do with any ticket. */
  stranger: "nils-nobody",
  /** Release manager and PSRT member. */
  releaseManager: "rory-release",
} as const;

export const users: readonly UserSeed[] = [
  { login: people.member, name: "Mel Ångström", email: "mel@example.org" },
  { login: people.second, name: "Sam Second", email: "sam@example.org" },
  { login: people.admin, name: "Ada Admin", email: "ada@example.org" },
  { login: people.reporter, name: "Rita Researcher", email: "rita@research.example" },
  { login: people.outsider, name: "Otto Outsider" },
  { login: people.expert, name: "Eva Expert", email: "eva@example.org" },
  { login: people.stranger, name: "Nils Nobody" },
  { login: people.releaseManager, name: "Rory Releases", email: "rory@example.org" },
  { login: "miss-islington", name: "Miss Islington (bot)" },
  { login: "miss-islington-app[bot]", name: "" },
  { login: "bedevere-app[bot]", name: "" },
];

const psrt = [people.member, people.second, people.admin, people.releaseManager];

export const teams: readonly TeamSeed[] = [
  { organization: "python", slug: "psrt", name: "PSRT", members: psrt },
  { organization: "pypa", slug: "psrt", name: "PSRT", members: psrt },
];

/** The member list in the form of python/devguide's security/psrt.csv. */
export const roster = [
  `Ada Admin,${people.admin},"Admin, Release Manager"`,
  `Mel Ångström,${people.member},`,
  `Rory Releases,${people.releaseManager},Release Manager`,
  `Sam Second,${people.second},`,
  "",
].join("\n");

interface Release {
  readonly branch: string;
  readonly status: string;
  readonly first: string;
  readonly end: string;
}

const RELEASES: Readonly<Record<string, Release>> = {
  "3.16": { branch: "main", status: "feature", first: "2027-10-05", end: "2032-10" },
  "3.15": { branch: "3.15", status: "bugfix", first: "2026-10-01", end: "2031-10" },
  "3.14": { branch: "3.14", status: "bugfix", first: "2025-10-07", end: "2030-10" },
  "3.13": { branch: "3.13", status: "security", first: "2024-10-07", end: "2029-10" },
  "3.12": { branch: "3.12", status: "security", first: "2023-10-02", end: "2028-10" },
  "3.11": { branch: "3.11", status: "security", first: "2022-10-24", end: "2027-10" },
  "3.10": { branch: "3.10", status: "end-of-life", first: "2021-10-04", end: "2026-10" },
};

/** In the form of peps.python.org/api/release-cycle.json. */
export const releaseCycle = JSON.stringify(
  Object.fromEntries(
    Object.entries(RELEASES).map(([version, { branch, status, first, end }]) => [
      version,
      {
        ...{ branch, pep: 700, status, first_release: first, end_of_life: end },
        release_manager: "Rory Releases",
      },
    ]),
  ),
);
