import { DAY_MS } from "../../../src/base/clock.ts";
import type { CommitPlan } from "../commits.ts";
import type { Vulnerability } from "../model.ts";
import type { AdvisorySeed } from "../scenario.ts";
import { binary, latin1 } from "./cpython.ts";
import { cookies, htmlParser, tarfile, zipfile } from "./modules.ts";
import { people } from "./people.ts";
import { filler } from "./text.ts";

const repository = "python/cpython";
const { member, second, reporter, outsider, releaseManager } = people;

const mine = [
  { login: reporter, type: "reporter" as const },
  { login: member, type: "coordinator" as const },
];

const affected: readonly Vulnerability[] = [
  {
    ...{ ecosystem: "other", package: "CPython", vulnerableRange: "< 3.16.0" },
    ...{ patchedVersions: null, functions: [] },
  },
];

const author = { name: "Mel Ångström", email: "mel@example.org" };

/** Tickets of python/cpython in every stage, oldest process step first. */
export function cpythonTickets(now: Date): AdvisorySeed[] {
  const at = (daysAgo: number): Date => new Date(now.getTime() - daysAgo * DAY_MS);
  return [...triage(), ...drafts(at), ...difficultPatches(at), ...ended(at), ...notMine()];
}

function triage(): AdvisorySeed[] {
  return [
    {
      ...{ ghsaId: "GHSA-2c34-5f6g-7h8j", repository, author: reporter, daysAgo: 4.5 },
      summary: "Reading past the end of a buffer in binascii.a2b_custom()",
      description: "An odd number of digits makes the decoder read one byte too many.",
    },
    {
      ...{ ghsaId: "GHSA-3f45-6g7h-8j9m", repository, author: outsider, daysAgo: 1 },
      summary: "urllib follows redirects to file addresses",
      description: "A server can answer with `Location: file:///etc/hostname`.",
    },
    {
      ...{ ghsaId: "GHSA-98c7-6h5g-4f3c", repository, author: outsider, daysAgo: 0.25 },
      summary: "CRLF injection in Morsel (http.cookies)",
      description:
        "A newline in the value given to `Morsel.set()` lets an attacker put a header of their own " +
        "into the response.",
    },
    {
      ...{ ghsaId: "GHSA-4g56-7h8j-9m2p", repository, author: reporter, daysAgo: 5.25 },
      summary: "Unbounded memory use in plistlib when sizes are forged",
      description: "A short binary property list can announce an object of several gigabytes.",
      credits: [
        { login: reporter, type: "reporter" },
        { login: member, type: "coordinator", state: "pending" },
      ],
      comments: [{ author: reporter, body: "A file that shows it is attached to my mail." }],
    },
    {
      ...{ ghsaId: "GHSA-5h67-8j9m-2p3q", repository, author: outsider, daysAgo: 2 },
      summary:
        '<script>alert(1)</script> [CLOSE]x ![p](https://tracker.example/p.png) \u202Egnp.exe\u0007 `$(id)` {CVE-YYYY-XXXX} & "quotes" ' +
        "very ".repeat(150) +
        "long",
      description:
        "<img src=x onerror=alert(1)>\r\n\r\n![pixel](https://tracker.example/pixel.png)\n" +
        "[click](command:workbench.action.terminal.new)\n\u0000\u001b[31mred\u001b[0m\n" +
        `</textarea></script>${"A".repeat(60_000)}`,
      credits: [{ login: member, type: "coordinator" }],
    },
  ];
}

function drafts(at: (daysAgo: number) => Date): AdvisorySeed[] {
  const change = (branch: string, message: string, files: CommitPlan["files"]): CommitPlan => ({
    ...{ branch, message, author, date: at(10) },
    ...(files === undefined ? {} : { files }),
  });
  return [
    {
      ...{
        ghsaId: "GHSA-6j78-9m2p-3q4r",
        repository,
        author: reporter,
        state: "draft",
        daysAgo: 30,
      },
      summary: "Certificates are not checked when ssl.wrap_stream() is given a name",
      description: "The host name is compared before the chain is verified.",
      ...{ cveId: "CVE-2026-40104", vector: "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:L/A:N" },
      ...{ cweIds: ["CWE-295"], vulnerabilities: affected },
      credits: [
        { login: reporter, type: "reporter" },
        { login: member.toUpperCase(), type: "coordinator" },
      ],
    },
    {
      ...{
        ghsaId: "GHSA-7m89-2p3q-4r5v",
        repository,
        author: reporter,
        state: "draft",
        daysAgo: 41,
      },
      ...{ summary: "Use after free in xml.etree when a parser is closed twice", credits: mine },
      description: "Closing the parser from its own callback frees the document twice.",
      ...{ cveId: "CVE-2026-40105", severity: "medium", cweIds: ["CWE-416"] },
      vulnerabilities: affected,
      fork: { at: "main~1" },
    },
    {
      ...{
        ghsaId: "GHSA-8p92-3q4r-5v6w",
        repository,
        author: reporter,
        state: "draft",
        daysAgo: 20,
      },
      ...{ summary: "ftplib trusts the address in a passive reply", credits: mine },
      description: "A hostile server can make the client connect to a host behind its firewall.",
      vector: "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:L/VI:N/VA:N/SC:L/SI:N/SA:N",
      ...{ cveId: "CVE-2026-40106", cweIds: ["CWE-918"], vulnerabilities: affected },
      fork: {
        at: "main~1",
        commits: [
          change("advisory-fix-1", "Ignore the address of a passive reply\n", {
            "Lib/ftplib.py": `"""Speak FTP."""\n\ntrust_server_address = False\n${filler("reply", 0, 12)}`,
          }),
        ],
        pull: { branch: "advisory-fix-1", title: "Ignore the passive address", author: member },
      },
    },
    {
      ...{
        ghsaId: "GHSA-9q23-4r5v-6w7x",
        repository,
        author: reporter,
        state: "draft",
        daysAgo: 49,
      },
      summary: "Header injection through control characters in http.cookies.Morsel.set()",
      description:
        "`http.cookies.Morsel.set()` accepted control characters in keys and values. A program " +
        "that copies untrusted text into a cookie could be made to emit further headers.\n\n" +
        "Programs that only parse cookies are not affected. As a mitigation, reject control " +
        "characters before a value is set.",
      ...{ cveId: "CVE-2026-40107", cweIds: ["CWE-93"], credits: mine, vulnerabilities: affected },
      fork: {
        at: "main~1",
        commits: [
          change("advisory-fix-1", "Refuse control characters in Morsel.set()\n\nAll of Cc.\n", {
            "Lib/http/cookies.py": cookies.fixed,
          }),
          change("advisory-fix-1", "Test the refused characters\n", {
            "Lib/test/test_http_cookies.py": `import unittest\n${filler("case", 0, 6)}\n\n# naïve café\ndef test_control_characters():\n    pass\n`,
          }),
        ],
        pull: {
          ...{ branch: "advisory-fix-1", title: "Refuse control characters in cookies" },
          ...{ author: member, body: "Fixes the report.", approvedBy: [second], daysAgo: 8 },
        },
      },
      comments: [
        { author: reporter, body: "I can confirm that the branch fixes it." },
        { author: second, body: "Looks good to me." },
      ],
    },
    {
      ...{
        ghsaId: "GHSA-c234-5r6v-7w8x",
        repository,
        author: reporter,
        state: "draft",
        daysAgo: 85,
      },
      ...{ summary: "tarfile reads member names of any length", credits: mine },
      description: "A small archive can make `tarfile` hold names of several gigabytes.",
      vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N",
      ...{ cveId: "CVE-2026-40108", cweIds: ["CWE-400"], vulnerabilities: affected },
      fork: {
        at: "main~5",
        commits: [
          change("advisory-fix-1", "Bound the length of member names\n", {
            "Lib/tarfile.py": tarfile.publicFix,
          }),
        ],
        pull: {
          ...{ branch: "advisory-fix-1", title: "Bound names", author: member },
          approvedBy: [releaseManager],
        },
      },
    },
  ];
}

function difficultPatches(at: (daysAgo: number) => Date): AdvisorySeed[] {
  const branch = "advisory-fix-1";
  const base = { branch, author, date: at(15) };
  const opened = (
    title: string,
  ): { branch: string; title: string; author: string; approvedBy: string[] } => ({
    ...{ branch, title, author: member, approvedBy: [second] },
  });
  const draft = { repository, author: reporter, state: "draft" as const, credits: mine };
  return [
    {
      ...{ ...draft, ghsaId: "GHSA-f345-6v7w-8x9c", daysAgo: 33, vulnerabilities: affected },
      summary: "Links in archives escape the destination of tarfile extraction",
      description: "The patch brings binary files, other encodings, CRLF lines and a rename.",
      ...{ cveId: "CVE-2026-40109", cweIds: ["CWE-22"] },
      fork: {
        at: "main~2",
        commits: [
          {
            ...{ ...base, message: "Check link targets\n" },
            renames: [{ from: "Lib/test/keycert_old.pem", to: "Lib/test/certdata/keycert.pem" }],
            files: {
              "Lib/tarfile.py": tarfile.linkFix,
              "Lib/test/archivetestdata/sample.tar": binary(1536, 5),
              "Lib/test/archivetestdata/links.tar": binary(700, 7),
              "Lib/test/encoded_modules/module_iso_8859_1.py": latin1("changed"),
              "Lib/test/crlf_sample.txt":
                "first line\r\nsecond line, changed\r\nthird line\r\nfourth line\r\nfifth line\r\n",
            },
          },
        ],
        pull: opened("Check link targets"),
      },
    },
    {
      ...{ ...draft, ghsaId: "GHSA-g456-7w8x-9c2f", daysAgo: 62, vulnerabilities: affected },
      summary: "zipfile keeps path separators when members are renamed",
      description: "The private branch holds a merge of main whose conflict was solved by hand.",
      fork: {
        commits: [
          {
            ...{ ...base, label: "fix", from: "main~4", message: "Sanitize names on rename\n" },
            files: { "Lib/zipfile/__init__.py": zipfile.fixed },
          },
          {
            ...{ ...base, from: "fix", merge: "main", message: "Merge branch 'main'\n" },
            // A merge in fast-import starts from its first parent: main's changes are named.
            files: mainSinceFork(zipfile.merged),
          },
        ],
        pull: opened("Sanitize names"),
      },
    },
    {
      ...{ ...draft, ghsaId: "GHSA-h567-8x9c-2f3g", daysAgo: 97, vulnerabilities: affected },
      summary: "Quadratic time in html.parser for unclosed end tags",
      ...{ description: "Main has changed the same line since.", cweIds: ["CWE-1333"] },
      ...{ cveId: "CVE-2026-40110", severity: "high" },
      fork: {
        at: "main~3",
        commits: [
          {
            ...{ ...base, message: "Bound the length of end tags\n" },
            author: { name: "Cleo Contributor", email: "cleo@users.noreply.github.com" },
            files: { "Lib/html/parser.py": htmlParser.fixed },
          },
        ],
        pull: opened("Bound end tags"),
      },
    },
    {
      ...{ ...draft, ghsaId: "GHSA-j678-9c2f-3g4h", daysAgo: 11, vulnerabilities: affected },
      summary: "Shelves open files with default permissions",
      description: "The pull request was opened with an empty commit, to reserve it.",
      fork: {
        at: "main~1",
        commits: [{ ...base, message: "Start the work\n" }],
        pull: { ...opened("Draft: permissions of shelves"), approvedBy: [], draft: true },
      },
    },
  ];
}

/** What main has got since the branch with the merge left it, with the conflict's resolution. */
function mainSinceFork(resolved: string): NonNullable<CommitPlan["files"]> {
  return {
    "Lib/zipfile/__init__.py": resolved,
    "Lib/html/parser.py": htmlParser.publicChange,
    "Lib/tarfile.py": tarfile.publicFix,
    "Lib/http/cookies.py": cookies.publicChange,
    "Misc/NEWS.d/next/Security/2026-11-19-10-20-30.gh-issue-140400.aBc1_2.rst":
      "Bound the length of member names that :mod:`tarfile` reads.\n",
  };
}

function ended(at: (daysAgo: number) => Date): AdvisorySeed[] {
  return [
    {
      ...{ ghsaId: "GHSA-m789-2f3g-4h5j", repository, author: reporter, state: "closed" },
      summary: "[COMPLETED] email.header folds before a line feed",
      description: "The advisory is out.",
      vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N",
      ...{ cveId: "CVE-2026-31007", credits: mine, daysAgo: 120, endedDaysAgo: 60 },
      updatedDaysAgo: 60,
      fork: {
        at: "main~5",
        commits: [{ branch: "advisory-fix-1", author, date: at(70), message: "Fold\n" }],
      },
    },
    {
      ...{ ghsaId: "GHSA-p892-3g4h-5j6m", repository, author: reporter, state: "published" },
      summary: "Path traversal in shutil.unpack_archive()",
      ...{ description: "Published long ago.", severity: "high", cveId: "CVE-2025-30001" },
      ...{ credits: mine, daysAgo: 250, endedDaysAgo: 200, updatedDaysAgo: 200 },
    },
  ];
}

/** Tickets that My Tickets must not show to the member. */
function notMine(): AdvisorySeed[] {
  return [
    {
      ...{ ghsaId: "GHSA-q923-4h5j-6m7p", repository, author: member, state: "draft", daysAgo: 26 },
      summary: "Found by the member, coordinated by another",
      ...{ description: "A finder is no coordinator.", severity: "low" },
      credits: [
        { login: member, type: "finder" },
        { login: second, type: "coordinator" },
      ],
    },
    {
      ...{ ghsaId: "GHSA-r234-5j6m-7p8q", repository, author: reporter, daysAgo: 7 },
      summary: "Declined by the member",
      description: "The role was offered and declined.",
      credits: [{ login: member, type: "coordinator", state: "declined" }],
    },
    {
      ...{ ghsaId: "GHSA-v345-6m7p-8q9r", repository, author: reporter, daysAgo: 0.5, teams: [] },
      summary: "Seen by admins and its reporter alone",
      description: "The bot has not added the team yet.",
    },
  ];
}
