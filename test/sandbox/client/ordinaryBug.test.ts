import assert from "node:assert/strict";
import { HumanError } from "../../../src/base/errors.ts";
import { addExperts, type AddExpertsPorts } from "../../../src/steps/addExperts.ts";
import {
  issueRemarks,
  issueSkeleton,
  knownIssue,
  openIssue,
  placeholderText,
  type PublicIssuePorts,
} from "../../../src/steps/publicIssue.ts";
import { LeakGate } from "../../../src/steps/leakGate.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import type { Ticket, TicketRef } from "../../../src/ticket/ticket.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { Answer, MemoryRecords, secretsBy } from "./ports.ts";

const { member, second, admin, reporter, outsider, releaseManager } = people;
const TEXT = "# Reading an empty table fails\n\n### Bug description:\n\nIt raises IndexError.\n";
const ISSUES = "/api/v3/repos/python/cpython/issues";

describe("an ordinary bug", () => {
  const sandbox = useSandbox(() => ({
    scenario: bare({ "python/cpython": cpythonSeed() }),
  }));
  let ask: Answer;
  let records: MemoryRecords;
  let ref: TicketRef;
  beforeEach(() => {
    ask = new Answer(true);
    records = new MemoryRecords();
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", author: reporter },
      summary: "Out of bounds read when a table of no rows is read",
      description: "If you call the reader with a table that has no rows at all, it reads beyond.",
    });
    ref = { repository: CPYTHON, ghsaId };
  });

  const project = (() => {
    const found = projectOf(CPYTHON);
    assert.ok(found);
    return found;
  })();
  const ports = (login: string = member): PublicIssuePorts => {
    const gitHub = gitHubOf(sandbox(), login);
    const { issues } = gitHub;
    const secrets = secretsBy(gitHub, records);
    return { issues, records, ask, clock: sandbox().clock, login, secrets };
  };
  const ticket = (): Promise<Ticket> => gitHubOf(sandbox(), member).advisories.get(ref);
  const open = async (text = TEXT, login: string = member) =>
    openIssue(ports(login), await ticket(), project, { kind: "ordinary", text });
  const remarks = async (text: string) =>
    issueRemarks(text, await LeakGate.open(ports(), await ticket()));
  const titles = (): readonly string[] =>
    [...sandbox().state.mustHave("python/cpython").threads.values()]
      .filter(({ title, kind }) => kind === "issue" && title === "Reading an empty table fails")
      .map(({ labels }) => labels.join());

  beforeEach(() => {
    const { threads } = sandbox().state.mustHave("python/cpython");
    for (const [number, { title }] of threads) {
      if (title === "Reading an empty table fails") threads.delete(number);
    }
  });

  it("is opened as shown, for everybody to read, with its label, and remembered", async () => {
    const opened = await open();
    assert.deepEqual([opened?.missingLabels, titles()], [[], ["type-bug"]]);
    assert.equal((await records.read(ref)).publicIssue, opened?.issue.number);
    assert.deepEqual(ask.plans[0]?.writes, [
      {
        target: "A new issue of python/cpython, labelled type-bug",
        audience: "PUBLIC",
        text: "Reading an empty table fails\n\n### Bug description:\n\nIt raises IndexError.\n",
      },
    ]);
  });

  it("is not opened on a no", async () => {
    ask = new Answer(false);
    assert.equal(await open(), undefined);
    assert.deepEqual([titles(), await records.read(ref)], [[], {}]);
  });

  it("tells which labels the person may not set", async () => {
    const opened = await open(TEXT, second);
    assert.deepEqual([opened?.missingLabels, titles()], [["type-bug"], [""]]);
  });

  it("is opened once, whatever is asked again", async () => {
    const first = await open();
    const again = await open("# Another title\n\nAnother text.\n");
    assert.equal(again?.issue.number, first?.issue.number);
    assert.equal(ask.plans.length, 1);
  });

  it("is found again when the answer was lost", async () => {
    sandbox().faults.add({ method: "POST", path: ISSUES, cut: "after" });
    const opened = await open();
    assert.equal(titles().length, 1);
    assert.equal((await records.read(ref)).publicIssue, opened?.issue.number);
  });

  it("is found again after a crash before the answer, under the title it was sent with", async () => {
    const opened = await open();
    records = new MemoryRecords();
    const askedAt = sandbox().clock.now();
    await records.update(ref, { openingIssue: { title: "Reading an empty table fails", askedAt } });
    const found = await knownIssue(ports(), await ticket());
    assert.equal(found?.number, opened?.issue.number);
    assert.deepEqual(await records.read(ref), {
      ...{ publicIssue: opened?.issue.number, openingIssue: undefined },
    });
  });

  it("is opened after all when the request never arrived", async () => {
    sandbox().faults.add({ method: "POST", path: ISSUES, cut: "before" });
    await assert.rejects(open(), HumanError);
    // What has no answer may still arrive.
    await assert.rejects(open(), /may still be on its way, so nothing was sent/);
    assert.deepEqual([titles(), ask.plans.length], [[], 1]);
    sandbox().clock.advance(60_000);
    await open();
    assert.equal(titles().length, 1);
  });

  it("is nobody else's issue of the same title", async () => {
    await open(TEXT, second);
    records = new MemoryRecords();
    const askedAt = sandbox().clock.now();
    await records.update(ref, { openingIssue: { title: "Reading an empty table fails", askedAt } });
    assert.equal(await knownIssue(ports(), await ticket()), undefined);
  });

  it("is described and labelled where a placeholder had reserved its number, on one yes", async () => {
    const wish = { kind: "placeholder" as const, text: placeholderText() };
    const reserved = await openIssue(ports(), await ticket(), project, wish);
    ask = new Answer(false);
    assert.equal(await open(), undefined);
    assert.equal((await records.read(ref)).quietIssue, "placeholder");

    ask = new Answer(true);
    const number = reserved?.issue.number ?? 0;
    const shown = await ports().issues.text(CPYTHON, number);
    const described = { kind: "ordinary" as const, text: TEXT, shown };
    const opened = await openIssue(ports(), await ticket(), project, described);
    assert.deepEqual([opened?.issue.number, opened?.missingLabels], [number, []]);
    assert.deepEqual(titles(), ["type-bug"]);
    assert.equal((await records.read(ref)).quietIssue, undefined);
    assert.deepEqual(ask.plans[0]?.writes, [
      {
        target: `title and text of issue #${number} of python/cpython`,
        audience: "PUBLIC",
        text: "Reading an empty table fails\n\n### Bug description:\n\nIt raises IndexError.\n",
      },
      { target: `the labels of issue #${number}`, audience: "PUBLIC", text: "+ type-bug" },
    ]);
    assert.match(ask.plans[0].note ?? "", /closed only after it, on a yes of its own\.$/);
    // Again costs nothing.
    await open();
    assert.equal(ask.plans.length, 1);
  });

  it("is held back while its text gives something of the ticket away", async () => {
    const given = await ticket();
    const leaks = [
      `# Crash\n\nSee ${given.ghsaId}.\n`,
      "# Crash\n\nReported by @rita-reporter.\n",
      "# Crash\n\nThanks to Rita Researcher!\n",
      "# [CLOSED] Crash\n\nIt crashes.\n",
      "# Crash\n\nYou call the reader with a table that has no rows at all.\n",
      `# ${given.title}\n\nIt crashes.\n`,
      `# Crash\n\nSee python/cpython-${given.ghsaId.toLowerCase()}.\n`,
    ];
    for (const text of leaks) {
      const errors = (await remarks(text)).filter(({ level }) => level === "error");
      assert.equal(errors.length, 1, text);
      await assert.rejects(open(text), HumanError);
    }
    assert.deepEqual([titles(), ask.plans], [[], []]);
    assert.deepEqual(await remarks(TEXT), []);
  });

  it("begins with nothing private, and not as it begins", async () => {
    const errors = await remarks(issueSkeleton(project));
    assert.deepEqual(
      errors.map(({ text }) => text),
      ["Write the title on the first line, behind “# ”."],
    );
    assert.match(
      (await remarks(`# Crash${issueSkeleton(project).slice(2)}`))[0]?.text ?? "",
      /^Describe the bug/,
    );
  });

  describe("with experts", () => {
    const expertPorts = (login: string): AddExpertsPorts => {
      const { advisories, repositories } = gitHubOf(sandbox(), login);
      return { advisories, rightsIn: repositories.rights.bind(repositories), ask };
    };
    const collaborators = () => sandbox().state.advisory(ref.ghsaId)?.collaborators;

    it("adds them for an admin, and keeps who came while the question was open", async () => {
      const advisory = sandbox().state.advisory(ref.ghsaId);
      assert.ok(advisory);
      advisory.collaborators = [second];
      ask.meanwhile = () => (advisory.collaborators = [second, releaseManager]);
      assert.deepEqual(await addExperts(expertPorts(admin), ref, [outsider, second]), {
        ...{ kind: "added", logins: [outsider] },
      });
      assert.deepEqual(collaborators(), [second, releaseManager, outsider]);
      assert.deepEqual(ask.plans[0]?.writes, [
        {
          target: `Collaborators of ${ref.ghsaId} in python/cpython`,
          ...{ audience: "REPORTER", text: `+ ${outsider}` },
        },
      ]);
      assert.deepEqual(await addExperts(expertPorts(admin), ref, [outsider.toUpperCase()]), {
        kind: "there",
      });
    });

    it("says that it takes an admin, known or tried", async () => {
      const answer = { kind: "admin", logins: [outsider] };
      assert.deepEqual(await addExperts(expertPorts(member), ref, [outsider]), answer);
      const hopeful = {
        ...expertPorts(member),
        rightsIn: () => Promise.resolve({ administers: true }),
      };
      assert.deepEqual(await addExperts(hopeful, ref, [outsider]), answer);
      assert.deepEqual(collaborators(), []);
    });

    it("finds people by what is typed, which is no query of its own", async () => {
      const { users } = gitHubOf(sandbox(), member);
      assert.deepEqual(await users.search("rory"), [releaseManager]);
      assert.deepEqual(await users.search('"rory" (rel'), [releaseManager]);
      assert.equal(await users.nameOf(reporter), "Rita Researcher");
      assert.equal(await users.nameOf("nobody-at-all"), undefined);
    });
  });
});
