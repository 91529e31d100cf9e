import { projects, type Project } from "../../../src/ticket/project.ts";
import type { AdvisoryFacts } from "../../../src/text/advisoryFacts.ts";

const [cpython, pip] = projects;

/** The project of that name. */
export function project(name: "CPython" | "pip"): Project {
  const found = [cpython, pip].find((each) => each?.name === name);
  if (found === undefined) throw new Error(`There is no project ${name}.`);
  return found;
}

/** A ticket of CPython whose e-mail is due, with nothing that disagrees. */
export function advisoryFacts(given: Partial<AdvisoryFacts> = {}): AdvisoryFacts {
  return {
    project: project("CPython"),
    htmlUrl: "https://github.com/python/cpython/security/advisories/GHSA-2222-3333-4444",
    cveId: "CVE-2026-11940",
    title: "Path traversal in tarfile.extractall() through hard links",
    description:
      "The tarfile module followed hard links out of the target folder, so that an archive could\n" +
      "overwrite files elsewhere.\n\n" +
      "    with tarfile.open(path) as archive:\n        archive.extractall(folder)\n\n" +
      "Programs that use the “data” filter are not affected.",
    vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:H/SI:H/SA:N",
    severity: "high",
    issue: 140001,
    pullRequest: {
      number: 140002,
      title: "gh-140001: Check the target of hard links",
      state: "merged",
      base: "main",
      htmlUrl: "https://github.com/python/cpython/pull/140002",
    },
    release: null,
    ...given,
  };
}

/** The same of pip. */
export function pipFacts(given: Partial<AdvisoryFacts> = {}): AdvisoryFacts {
  return advisoryFacts({
    project: project("pip"),
    htmlUrl: "https://github.com/pypa/pip/security/advisories/GHSA-2222-3333-4444",
    cveId: "CVE-2026-40201",
    title: "Archive members may be unpacked outside the target",
    description: "A member named `../x` was written beside the target folder.",
    vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N",
    severity: "medium",
    issue: 13500,
    pullRequest: {
      number: 13501,
      title: "Check that members stay inside",
      state: "merged",
      base: "main",
      htmlUrl: "https://github.com/pypa/pip/pull/13501",
    },
    release: "26.4",
    ...given,
  });
}
