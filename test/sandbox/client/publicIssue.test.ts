import assert from "node:assert/strict";
import { HumanError } from "../../../src/base/errors.ts";
import { addLabels, labelRequest } from "../../../src/steps/labels.ts";
import { linkIssue } from "../../../src/steps/linkIssue.ts";
import {
  describeIssue,
  issueDocument,
  issueRemarks,
  knownIssue,
  openIssue,
  placeholderText,
  type IssueKind,
  type PublicIssuePorts,
} from "../../../src/steps/publicIssue.ts";
import { LeakGate } from "../../../src/steps/leakGate.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import type { Ticket, TicketRef } from "../../../src/ticket/ticket.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import type { Issue } from "../model.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { Answer, MemoryRecords, secretsBy } from "./ports.ts";

const { member, second, reporter } = people;
const ISSUES = "/api/v3/repos/python/cpython/issues";
const TEXT = "# Bound what is read\n\nReading has no bound yet.\n";

const project = (() => {
  const found = projectOf(CPYTHON);
  assert.ok(found);
  return found;
})();

describe("the public issue of a fix", () => {
  const sandbox = useSandbox(() => ({ scenario: bare({ "python/cpython": cpythonSeed() }) }));
  let ask: Answer;
  let records: MemoryRecords;
  let ref: TicketRef;

  const makeTicket = (): TicketRef => {
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", author: reporter, state: "draft" },
      summary: "Reading takes all memory there is",
    });
    return { repository: CPYTHON, ghsaId };
  };
  beforeEach(() => {
    ask = new Answer(true);
    records = new MemoryRecords();
    ref = makeTicket();
  });

  const ports = (login: string = member): PublicIssuePorts => {
    const gitHub = gitHubOf(sandbox(), login);
    const { issues } = gitHub;
    const secrets = secretsBy(gitHub, records);
    return { issues, records, ask, clock: sandbox().clock, login, secrets };
  };
  const ticketOf = (of: TicketRef = ref): Promise<Ticket> =>
    gitHubOf(sandbox(), member).advisories.get(of);
  const open = async (kind: IssueKind, text = TEXT, of = ref, login: string = member) => {
    return openIssue(ports(login), await ticketOf(of), project, { kind, text });
  };
  const link = async (number: number, of = ref, others?: readonly Ticket[]) => {
    const { pulls } = gitHubOf(sandbox(), member);
    return linkIssue({ ...ports(), pulls }, await ticketOf(of), project, number, others);
  };
  const issueOf = (number = 0): Issue => {
    const thread = sandbox().state.mustHave("python/cpython").threads.get(number);
    assert.ok(thread?.kind === "issue");
    return thread;
  };
  const count = (): number =>
    [...sandbox().state.mustHave("python/cpython").threads.values()].length;
  const refused = async (call: Promise<unknown>, what: RegExp): Promise<void> => {
    await assert.rejects(call, (error) => error instanceof HumanError && what.test(error.message));
  };

  it("is opened with its label and without the bug's", async () => {
    const opened = await open("security");
    assert.deepEqual(issueOf(opened?.issue.number).labels, ["type-security"]);
    const [plan] = ask.plans;
    assert.match(plan?.note ?? "", /embargo ends/);
    assert.equal(plan?.writes[0]?.audience, "PUBLIC");
    assert.equal(plan.writes[0].text, "Bound what is read\n\nReading has no bound yet.\n");
    assert.equal((await records.read(ref)).quietIssue, undefined);
  });

  it("is opened by one window only, when two ask at the same time", async () => {
    const before = count();
    const first = open("placeholder");
    ask.meanwhile = () => {
      ask.meanwhile = () => undefined;
      return open("placeholder");
    };
    await refused(first, /Another window has opened the public issue/);
    assert.equal(count(), before + 1);
  });

  it("is not opened again when an earlier try arrives while the person is asked", async () => {
    const { clock, state } = sandbox();
    const title = "Bound what arrives late";
    await records.update(ref, {
      openingIssue: { title, askedAt: new Date(clock.now().getTime() - 60_000) },
    });
    const before = count();
    let late = 0;
    ask.meanwhile = () => {
      late = state.addIssue("python/cpython", { title, author: member }).number;
    };
    const opened = await open("security", `# ${title}\n\nIt has none.\n`);
    assert.equal(count(), before + 1);
    assert.equal(opened?.issue.number, late);
    assert.equal((await records.read(ref)).publicIssue, late);
  });

  it("tells what to ask for when its label was dropped", async () => {
    const opened = await open("security", TEXT, ref, second);
    assert.ok(opened);
    assert.deepEqual(opened.missingLabels, ["type-security"]);
    const { number } = opened.issue;
    const missing = await addLabels({ ...ports(second), ask }, CPYTHON, [
      { number, what: "issue", labels: ["type-security"] },
    ]);
    assert.equal(
      labelRequest("https://github.com", CPYTHON, missing ?? []),
      `Please add type-security to https://github.com/python/cpython/issues/${number}`,
    );
    // Somebody else may: what is there already is not asked about.
    const asked = ask.plans.length;
    issueOf(number).labels = ["type-security"];
    assert.deepEqual(
      await addLabels({ ...ports(second), ask }, CPYTHON, [
        { number, what: "issue", labels: ["Type-Security"] },
      ]),
      [],
    );
    assert.equal(ask.plans.length, asked);
  });

  it("is added the label by who may, once and after a lost answer, too", async () => {
    const { number } = sandbox().state.addIssue("python/cpython", { title: "x", author: member });
    const wanted = [{ number, what: "issue" as const, labels: ["type-security"] }];
    sandbox().faults.add({
      method: "POST",
      path: /\/labels$/,
      rateLimit: { status: 429, retryAfter: 60 },
    });
    assert.deepEqual(await addLabels(ports(), CPYTHON, wanted), wanted);
    sandbox().faults.add({ method: "POST", path: /\/labels$/, cut: "after" });
    assert.deepEqual(await addLabels(ports(), CPYTHON, wanted), wanted);
    assert.deepEqual(await addLabels(ports(), CPYTHON, wanted), []);
    assert.deepEqual(issueOf(number).labels, ["type-security"]);
    ask = new Answer(false);
    issueOf(number).labels = [];
    assert.equal(await addLabels({ ...ports(), ask }, CPYTHON, wanted), undefined);
    assert.deepEqual(issueOf(number).labels, []);
  });

  describe("as a placeholder", () => {
    it("says nothing, has no label, and is described once the fix is public", async () => {
      const ticket = await ticketOf();
      const gate = await LeakGate.open(ports(), ticket);
      assert.deepEqual(issueRemarks(placeholderText(), gate), []);
      const opened = await open("placeholder", placeholderText());
      const number = opened?.issue.number ?? 0;
      assert.deepEqual([issueOf(number).title, issueOf(number).labels], ["Upcoming change", []]);
      assert.equal((await records.read(ref)).quietIssue, "placeholder");
      // bedevere has listed the pull request meanwhile.
      const list = "<!-- gh-linked-prs -->\n### Linked PRs\n* gh-140900\n<!-- /gh-linked-prs -->";
      issueOf(number).body = `${issueOf(number).body ?? ""}\n\n${list}\n`;
      const before = await ports().issues.text(CPYTHON, number);
      assert.equal(issueDocument(before), placeholderText());
      const describe = (): Promise<readonly string[] | undefined> =>
        describeIssue(ports(), ticket, project, number, { shown: before, text: TEXT });
      // Somebody else writes into it, before the question and while it is asked.
      issueOf(number).title = "Reading is unbounded";
      ask.meanwhile = () => (issueOf(number).title = "Reading should be bounded");
      await refused(describe(), /Somebody has changed #\d+ while you were asked/);
      assert.match(ask.plans.at(-1)?.note ?? "", /is replaced:\n\n# Reading is unbounded\n/);
      ask.meanwhile = () => undefined;
      await describe();
      assert.equal(issueOf(number).title, "Bound what is read");
      assert.equal(issueOf(number).body, `Reading has no bound yet.\n\n${list}\n`);
      assert.equal((await records.read(ref)).quietIssue, undefined);
    });

    it("is one for each ticket, also where they have one title and an answer was lost", async () => {
      const first = await open("placeholder", placeholderText());
      const other = makeTicket();
      const before = count();
      sandbox().faults.add({ method: "POST", path: ISSUES, cut: "after" });
      const third = await open("placeholder", placeholderText(), other);
      assert.equal(count(), before + 1);
      assert.notEqual(third?.issue.number, first?.issue.number);
      assert.equal((await records.read(other)).publicIssue, third?.issue.number);
      assert.equal((await records.read(other)).quietIssue, "placeholder");
    });

    it("is found after a crash, as what it is", async () => {
      const opened = await open("placeholder", placeholderText());
      records = new MemoryRecords();
      const openingIssue = {
        title: "Upcoming change",
        askedAt: sandbox().clock.now(),
        quiet: true,
      };
      await records.update(ref, { openingIssue });
      const found = await knownIssue(ports(), await ticketOf());
      assert.ok((found?.number ?? 0) >= (opened?.issue.number ?? 0));
      assert.equal((await records.read(ref)).quietIssue, "placeholder");
    });
  });

  describe("that is there already", () => {
    const given = (change: Partial<Issue> = {}): number => {
      const issue = sandbox().state.addIssue("python/cpython", { title: "Old", author: second });
      Object.assign(issue, change);
      return issue.number;
    };

    it("is linked on a yes, and shows nothing before the fix is public", async () => {
      const number = given();
      ask = new Answer(false);
      assert.equal(await link(number), undefined);
      assert.deepEqual(await records.read(ref), {});
      ask = new Answer(true);
      assert.equal((await link(number))?.number, number);
      const record = await records.read(ref);
      assert.deepEqual([record.publicIssue, record.quietIssue], [number, "linked"]);
      assert.deepEqual(issueOf(number).labels, []);
      assert.deepEqual(ask.plans[0]?.writes[0]?.audience, "YOU");
      // Again costs nothing.
      await link(number);
      assert.equal(ask.plans.length, 1);
    });

    it("is refused when it is another ticket's, before and while it is asked about", async () => {
      const number = given();
      const other = makeTicket();
      await records.update(other, { publicIssue: number });
      await refused(link(number), new RegExp(`is the public issue of ${other.ghsaId} already`));
      assert.deepEqual(ask.plans, []);
      await records.update(other, { publicIssue: 1 });
      ask.meanwhile = () => void records.update(other, { publicIssue: number });
      await refused(link(number), /already/);
      assert.equal((await records.read(ref)).publicIssue, undefined);
    });

    it("is refused when its title or its pull request's names another CVE", async () => {
      const { state } = sandbox();
      const own = { ...makeTicket() };
      Object.assign(state.advisory(own.ghsaId) ?? {}, { cveId: "CVE-2026-40001" });
      const named = given({ title: "CVE-2026-40002: Bound what is read" });
      await refused(link(named, own), /is about CVE-2026-40002, as its title says/);
      const pull = await state.openPull({
        ...{ repository: "python/cpython", branch: "3.14", base: "main", author: second },
        title: "gh-1: Bound what is read (cve-2026-40002)",
      });
      const body = `<!-- gh-linked-prs -->\n* gh-${pull.number}\n<!-- /gh-linked-prs -->`;
      const linked = given({ body });
      await refused(link(linked, own), /is about CVE-2026-40002, as its pull request #\d+ says/);
      assert.deepEqual(ask.plans, []);
      pull.title = "gh-1: Bound it (CVE-2026-40001, after CVE-2026-40002)";
      assert.equal((await link(linked, own))?.number, linked);
    });

    it("is linked with a warning when another ticket that can be read names it", async () => {
      const number = given();
      const other = makeTicket();
      Object.assign(sandbox().state.advisory(other.ghsaId) ?? {}, {
        description: `See https://github.com/python/cpython/issues/${number}.`,
      });
      const others = [await ticketOf(other)];
      await link(number, ref, others);
      assert.match(
        ask.plans[0]?.note ?? "",
        new RegExp(`^${other.ghsaId} names it\\. One issue per`),
      );
      await link(given(), ref, others);
      assert.match(ask.plans[1]?.note ?? "", /none that you can read names it; what other members/);
      await link(given());
      assert.match(ask.plans[2]?.note ?? "", /The other tickets were not read; what other members/);
    });

    it("is refused when it is no open issue", async () => {
      await refused(link(999_999), /There is no issue/);
      await refused(link(given({ locked: true })), /is locked/);
      await refused(link(given({ state: "closed" })), /is closed/);
      const { number } = await sandbox().state.openPull({
        ...{ repository: "python/cpython", branch: "3.14", base: "main" },
        ...{ title: "x", author: member },
      });
      await refused(link(number), /is a pull request/);
      assert.deepEqual(ask.plans, []);
    });

    it("is linked when its fix has closed it, with a warning", async () => {
      const body = "<!-- gh-linked-prs -->\n* gh-140401\n<!-- /gh-linked-prs -->";
      const number = given({ state: "closed", labels: ["type-security"], body });
      assert.equal((await link(number))?.number, number);
      assert.match(ask.plans[0]?.note ?? "", /One issue per CVE/);
      assert.equal((await records.read(ref)).quietIssue, undefined);
    });
  });
});
