import assert from "node:assert/strict";
import { silentLog } from "../../../src/base/log.ts";
import { draftRecord, type CveRecordDraft } from "../../../src/steps/draftRecord.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { rangeWords } from "../../../src/ticket/affectedVersions.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import { parseVersion } from "../../../src/ticket/pythonVersion.ts";
import type { TicketRecord } from "../../../src/ticket/record.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { PUBLIC_ISSUE } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, requestsOf } from "./person.ts";
import { isListed, MemoryBoards } from "./ports.ts";

/** Its fix is merged as pull request 140401. */
const TARFILE = { repository: CPYTHON, ghsaId: "GHSA-c234-5r6v-7w8x" };

const WEAKNESSES = {
  ...{ version: "4.15", date: "2024-07-16" },
  weaknesses: [
    { id: 400, name: "Uncontrolled Resource Consumption", usage: "Discouraged" as const },
  ],
};

describe("drafting a CVE record", () => {
  const sandbox = useSandbox();

  async function draft(
    record: TicketRecord = { publicIssue: PUBLIC_ISSUE },
    introducedIn?: string,
  ): ReturnType<typeof draftRecord> {
    const gitHub = gitHubOf(sandbox(), people.member);
    const board = new TicketBoard({
      gitHub: () => gitHub,
      repositories: () => [CPYTHON],
      releases: () => Promise.resolve(builtInBranches),
      kept: new MemoryBoards(),
      isListed,
      records: { read: () => Promise.resolve(record), update: () => Promise.resolve() },
      ...{ clock: sandbox().clock, log: silentLog },
    });
    const facts = await board.readAnew(gitHub, TARFILE);
    const project = projectOf(CPYTHON);
    const since = introducedIn === undefined ? undefined : parseVersion(introducedIn);
    assert.ok(project);
    return draftRecord({ gitHub, weaknesses: () => Promise.resolve(WEAKNESSES) }, project, facts, {
      cweIds: ["CWE-400", "CWE-4711"],
      ...(since?.valid === true && { introducedIn: since.value }),
    });
  }

  async function drafted(...given: Parameters<typeof draft>): Promise<CveRecordDraft> {
    const made = await draft(...given);
    assert.ok(made.valid, made.valid ? "" : made.reason);
    return made.value;
  }

  function versions({ record }: CveRecordDraft): readonly string[] {
    const [product] = record.containers.cna.affected;
    return product.versions.map(({ version, lessThan }) =>
      rangeWords({ branch: "", from: version, fixedIn: lessThan, expected: false }),
    );
  }

  it("takes the versions from the source of each branch", async () => {
    const made = await drafted();
    assert.deepEqual(versions(made), [
      "before 3.11.2",
      "3.12.0 to before 3.12.2",
      "3.13.0 to before 3.13.2",
      "3.14.0 to before 3.14.2",
      "3.15.0 to before 3.15.2",
    ]);
    assert.equal(made.remarks.filter((remark) => remark.includes("is a guess")).length, 5);
    assert.deepEqual(versions(await drafted(undefined, "3.13.1")), [
      "3.13.1 to before 3.13.2",
      "3.14.0 to before 3.14.2",
      "3.15.0 to before 3.15.2",
    ]);
  });

  it("leaves out the branches that are marked as not affected", async () => {
    const record = { publicIssue: PUBLIC_ISSUE, unaffectedBranches: ["3.11", "3.14"] };
    const made = await drafted(record);
    assert.deepEqual(versions(made), [
      "3.12.0 to before 3.12.2",
      "3.13.0 to before 3.13.2",
      "3.15.0 to before 3.15.2",
    ]);
    assert.ok(made.remarks.every((remark) => !/^3\.1[14] /.test(remark)));
  });

  it("knows a merged backport, and the version that its merge came into", async () => {
    const { state } = sandbox();
    const author = { name: "Rory", email: "rory@example.org" };
    const at = { author, date: state.clock.now() };
    const fork = `${people.member}/cpython`;
    await state.commit(fork, [
      { ...at, branch: "backport-1", from: "3.14", message: "Fix\n", files: { "Lib/x.py": "" } },
    ]);
    const pull = await state.openPull({
      ...{ repository: "python/cpython", headRepository: fork, branch: "backport-1" },
      ...{ base: "3.14", labels: ["type-security", "release-blocker"], author: "mel-member" },
      title: `[3.14] gh-${PUBLIC_ISSUE}: Bound names (GH-140401)`,
      merged: { by: people.releaseManager, revision: "3.14" },
    });
    await state.commit("python/cpython", [
      {
        ...{ ...at, branch: "3.14", message: "Python 3.14.7\n" },
        files: { "Include/patchlevel.h": '#define PY_VERSION "3.14.7"\n' },
      },
    ]);
    const issue = state.mustHave("python/cpython").threads.get(PUBLIC_ISSUE);
    assert.ok(issue);
    issue.body = `<!-- gh-linked-prs -->\n* gh-140401\n* gh-${pull.number}\n<!-- /gh-linked-prs -->`;
    const made = await drafted();
    assert.ok(versions(made).includes("3.14.0 to before 3.14.2"));
    assert.ok(made.remarks.every((remark) => !remark.startsWith("3.14 ")));
    const urls = made.record.containers.cna.references.map(({ url }) =>
      url.replace(/^.*cpython/, ""),
    );
    assert.deepEqual(urls, ["/pull/140401", `/issues/${PUBLIC_ISSUE}`, `/pull/${pull.number}`]);
  });

  it("names the credited people and the weaknesses", async () => {
    const { record, remarks } = await drafted();
    const { credits, problemTypes } = record.containers.cna;
    assert.deepEqual(
      credits?.map(({ type, value }) => `${type}: ${value}`),
      [
        "reporter: Rita Researcher (https://github.com/rita-reporter)",
        "coordinator: Mel Ångström (https://github.com/mel-member)",
      ],
    );
    assert.match(JSON.stringify(problemTypes), /"CWE-400 Uncontrolled Resource Consumption"/);
    assert.match(JSON.stringify(problemTypes), /"description":"CWE-4711"/);
    assert.ok(remarks.every((remark) => !remark.includes("CWE")));
  });

  it("says what is missing while the fix is not public", async () => {
    const made = await draft({});
    assert.deepEqual(made, { valid: false, reason: "A CVE record needs the public pull request." });
  });

  it("asks GitHub for nothing but to read, and only what it describes", async () => {
    const requests = await requestsOf(sandbox(), () => draft());
    assert.ok(requests.every(({ method }) => method === "GET"));
    assert.deepEqual(sandbox().violations, []);
  });

  it("is not made of a branch that does not tell its version", async () => {
    const { state } = sandbox();
    await state.commit("python/cpython", [
      {
        ...{ branch: "3.13", message: "Break\n", date: state.clock.now() },
        author: { name: "Rory", email: "rory@example.org" },
        files: { "Include/patchlevel.h": "" },
      },
    ]);
    const made = await draft();
    assert.match(made.valid ? "" : made.reason, /^The version of 3\.13 could not be read: /);
  });
});
