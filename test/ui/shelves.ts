import type { Pull } from "../sandbox/model.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

const NAME = "python/cpython";
const MEMBER = "mel-member";
const author = { name: "Mel Ångström", email: "mel@example.org" };

/**
 * A draft of the member's with nothing missing, whose fix is approved in its private fork.
 *
 * @param others names of those who added a commit of their own to it.
 */
export async function addShelves(
  { state, clock }: Pick<Sandbox, "state" | "clock">,
  summary: string,
  files: Readonly<Record<string, string>>,
  others: readonly string[] = [],
): Promise<Pull> {
  const { ghsaId } = state.addAdvisory({
    ...{ repository: NAME, author: "rita-reporter", state: "draft", daysAgo: 120 },
    ...{ summary, description: "A key of any size is taken." },
    ...{ cveId: "CVE-2026-40777", cweIds: ["CWE-400"] },
    vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N",
    credits: [{ login: MEMBER, type: "coordinator" }],
  });
  const fork = await state.createPrivateFork(ghsaId);
  const repository = `${fork.owner}/${fork.name}`;
  await state.commit(repository, [
    {
      ...{ branch: "advisory-fix-1", from: "main", author, date: clock.now(), files },
      message: "Bound the keys\n",
    },
    ...others.map((name) => ({
      ...{ branch: "advisory-fix-1", author: { name, email: `${name}@example.com` } },
      ...{ date: clock.now(), message: "More\n", files: { [`Lib/shelf${name}.py`]: "\n" } },
    })),
  ]);
  return state.openPull({
    ...{ repository, branch: "advisory-fix-1", title: "Bound the keys" },
    ...{ author: MEMBER, approvedBy: ["sam-second"] },
  });
}

/** The public pull requests to a branch that name the issue. */
export function pullsFor(
  { state }: Pick<Sandbox, "state">,
  base: string,
  issue: number,
): readonly Pull[] {
  return [...state.mustHave(NAME).threads.values()].filter(
    (thread): thread is Pull =>
      thread.kind === "pull" &&
      thread.base.branch === base &&
      thread.title.includes(`gh-${issue}:`),
  );
}
