import { asRecord, asString } from "../base/shape.ts";

/** A branch that still gets fixes, besides main. */
export interface ReleaseBranch {
  /** "3.13" */
  readonly name: string;
  /** Only release managers merge into a "security" branch. */
  readonly status: "prerelease" | "bugfix" | "security";
}

/** The branches that a security fix goes to after main, newest first. */
export interface ReleaseBranches {
  readonly branches: readonly ReleaseBranch[];
  /** "built-in" where the live list could not be read, as it was when this version was made. */
  readonly source: "live" | "built-in";
}

/** The branches as they stood on the date of `BUILT_IN_DATE`. */
export const builtInBranches: ReleaseBranches = {
  source: "built-in",
  branches: [
    { name: "3.15", status: "bugfix" },
    { name: "3.14", status: "bugfix" },
    { name: "3.13", status: "security" },
    { name: "3.12", status: "security" },
    { name: "3.11", status: "security" },
  ],
};

/** ISO 8601 date of `builtInBranches`. */
export const BUILT_IN_DATE = "2026-11-23";

const STATUSES: readonly ReleaseBranch["status"][] = ["prerelease", "bugfix", "security"];

/**
 * Reads peps.python.org/api/release-cycle.json: `"3.13": {"branch": "3.13", "status": "bugfix", …}`.
 * Undefined for anything else, a list without one branch to backport to among it.
 */
export function parseReleaseCycle(value: unknown): ReleaseBranches | undefined {
  const branches = Object.values(asRecord(value) ?? {}).flatMap((entry): ReleaseBranch[] => {
    const data = asRecord(entry);
    const name = asString(data?.["branch"]) ?? "";
    const status = STATUSES.find((known) => known === data?.["status"]);
    return status !== undefined && /^\d{1,2}\.\d{1,3}$/.test(name) ? [{ name, status }] : [];
  });
  if (branches.length === 0) return undefined;
  return { source: "live", branches: branches.sort((a, b) => compareVersions(b.name, a.name)) };
}

function compareVersions(a: string, b: string): number {
  const [major = 0, minor = 0] = a.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = b.split(".").map(Number);
  return major - otherMajor || minor - otherMinor;
}
