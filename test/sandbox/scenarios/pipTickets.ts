import { DAY_MS } from "../../../src/base/clock.ts";
import type { AdvisorySeed } from "../scenario.ts";
import { people } from "./people.ts";
import { unpacking } from "./pip.ts";

const repository = "pypa/pip";
const { member, second, reporter } = people;

export function pipTickets(now: Date): AdvisorySeed[] {
  const author = { name: "Sam Second", email: "sam@example.org" };
  const package_ = {
    ...{ ecosystem: "pip", package: "pip", vulnerableRange: "< 26.4" },
    ...{ patchedVersions: null, functions: [] },
  };
  return [
    {
      ...{ ghsaId: "GHSA-w456-7p8q-9r2v", repository, author: reporter, daysAgo: 3.5 },
      summary: "Credentials of one index are sent to another",
      description: "A redirect keeps the `Authorization` header.",
    },
    {
      ...{
        ghsaId: "GHSA-x567-8q9r-2v3w",
        repository,
        author: reporter,
        state: "draft",
        daysAgo: 15,
      },
      summary: "Archive members may be unpacked outside the target",
      description: "A member named `../x` is written beside the target folder.",
      vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N",
      ...{ cveId: "CVE-2026-40201", cweIds: ["CWE-22"], vulnerabilities: [package_] },
      credits: [
        { login: reporter, type: "reporter" },
        { login: member, type: "coordinator" },
      ],
      fork: {
        at: "main~1",
        commits: [
          {
            ...{ branch: "advisory-fix-1", author, date: new Date(now.getTime() - 6 * DAY_MS) },
            message: "Check that members stay inside\n",
            files: {
              "src/pip/_internal/utils/unpacking.py": unpacking(
                '    if ".." in name.split("/"):\n        raise ValueError(name)\n',
              ),
            },
          },
        ],
        pull: {
          ...{ branch: "advisory-fix-1", title: "Check members", author: second },
          approvedBy: [member],
        },
      },
    },
    {
      ...{ ghsaId: "GHSA-22f3-33g4-44h5", repository, author: reporter, state: "closed" },
      ...{ summary: "[INVALID] Installing a package runs its code", description: "By design." },
      ...{ credits: [{ login: second, type: "coordinator" }], daysAgo: 44, endedDaysAgo: 43 },
    },
  ];
}
