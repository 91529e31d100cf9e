import assert from "node:assert/strict";
import { creditsAccess } from "../../../src/steps/advisoryAccess.ts";
import {
  delegateTicket,
  handBackTicket,
  takeTicket,
  undoCoordinator,
} from "../../../src/steps/changeCoordinator.ts";
import { returnCredits, type CreditPorts } from "../../../src/steps/changeCredits.ts";
import { coordinatorsOf } from "../../../src/ticket/coordinator.ts";
import type { Credit } from "../model.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { Answer } from "./ports.ts";
import { answersOf, CPYTHON, gitHubOf, requestsOf } from "./person.ts";

const FREE = { repository: CPYTHON, ghsaId: "GHSA-2c34-5f6g-7h8j" };
const COOKIES = { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" };
const FOUND_BY_MEMBER = { repository: CPYTHON, ghsaId: "GHSA-q923-4h5j-6m7p" };
const DECLINED = { repository: CPYTHON, ghsaId: "GHSA-r234-5j6m-7p8q" };
const CLOSED = { repository: CPYTHON, ghsaId: "GHSA-m789-2f3g-4h5j" };

const { member, second, reporter, admin } = people;

describe("the coordinator of a ticket on GitHub", () => {
  const sandbox = useSandbox();
  let ask: Answer;
  let inPause: () => void;
  let kept: Map<string, readonly Credit[]>;
  beforeEach(() => {
    ask = new Answer(true);
    inPause = () => undefined;
    kept = new Map(sandbox().state.advisories.map(({ ghsaId, credits }) => [ghsaId, [...credits]]));
  });
  afterEach(() => {
    for (const advisory of sandbox().state.advisories) {
      advisory.credits = [...(kept.get(advisory.ghsaId) ?? [])];
    }
  });

  function ports(login: string = member): CreditPorts {
    const pause = (): Promise<void> => {
      inPause();
      return Promise.resolve();
    };
    return { credits: creditsAccess(gitHubOf(sandbox(), login)), ask, pause };
  }

  function advisory({ ghsaId }: { ghsaId: string }): { credits: Credit[] } {
    const found = sandbox().state.advisory(ghsaId);
    assert.ok(found);
    return found;
  }

  function credits(ref: { ghsaId: string }): readonly string[] {
    return advisory(ref).credits.map(({ login, type, state }) => `${login} ${type} ${state}`);
  }

  it("is the person who takes it; the plan has the whole list and who sees it", async () => {
    advisory(FREE).credits = [{ login: reporter, type: "reporter", state: "accepted" }];
    const requests = await requestsOf(sandbox(), async () => {
      const outcome = await takeTicket(ports(), FREE, member);
      assert.deepEqual([outcome?.changed, outcome?.lost], [true, []]);
    });
    assert.deepEqual(answersOf(requests), ["GET 200", "GET 304", "PATCH 200", "GET 200"]);
    assert.deepEqual(requests[2]?.body, {
      credits: [
        { login: reporter, type: "reporter" },
        { login: member, type: "coordinator" },
      ],
    });
    assert.deepEqual(credits(FREE), [
      ...["rita-reporter reporter accepted", "mel-member coordinator pending"],
    ]);
    assert.deepEqual(ask.plans, [
      {
        title: "Take GHSA-2c34-5f6g-7h8j?",
        writes: [
          {
            target: "Credits of GHSA-2c34-5f6g-7h8j in python/cpython",
            audience: "REPORTER",
            text: "rita-reporter: reporter\nmel-member: coordinator, new: GitHub asks for their consent",
          },
        ],
        yes: "Take",
      },
    ]);
  });

  it("is not changed on a no, nor asked about when it is so already", async () => {
    ask = new Answer(false);
    const requests = await requestsOf(sandbox(), async () => {
      assert.equal(await takeTicket(ports(), FREE, member), undefined);
      assert.equal(await delegateTicket(ports(), COOKIES, member, second), undefined);
      assert.equal(await handBackTicket(ports(), COOKIES, member), undefined);
      assert.equal((await takeTicket(ports(), COOKIES, member.toUpperCase()))?.changed, false);
    });
    assert.equal(ask.plans.length, 3);
    assert.ok(requests.every(({ method }) => method === "GET"));
  });

  it("goes over to another member, in place, and back", async () => {
    const before = credits(COOKIES);
    const outcome = await delegateTicket(ports(), COOKIES, member, second);
    assert.deepEqual(credits(COOKIES), [
      ...["rita-reporter reporter accepted", "sam-second coordinator pending"],
    ]);
    assert.equal(
      ask.plans[0]?.writes[0]?.text,
      "rita-reporter: reporter\nsam-second: coordinator, new: GitHub asks for their consent\n" +
        "mel-member: no longer coordinator",
    );
    assert.ok(outcome);
    await undoCoordinator(ports(), COOKIES, outcome);
    assert.deepEqual(credits(COOKIES), [before[0], "mel-member coordinator pending"]);
  });

  it("goes away, with the advice to delegate instead", async () => {
    await handBackTicket(ports(), COOKIES, member);
    assert.deepEqual(credits(COOKIES), ["rita-reporter reporter accepted"]);
    assert.match(ask.plans[0]?.writes[0]?.text ?? "", /“Delegate” does that/);
  });

  it("gives another role up only when it is their own, and says so; undo brings it back", async () => {
    advisory(FOUND_BY_MEMBER).credits = [{ login: member, type: "finder", state: "accepted" }];
    const outcome = await takeTicket(ports(), FOUND_BY_MEMBER, member);
    assert.match(
      ask.plans[0]?.writes[0]?.text ?? "",
      /until now finder\n\nGitHub keeps one role per person: you give up your credit as finder\./,
    );
    assert.ok(outcome);
    await undoCoordinator(ports(), FOUND_BY_MEMBER, outcome);
    assert.deepEqual(credits(FOUND_BY_MEMBER), ["mel-member finder pending"]);

    const other = delegateTicket(ports(), COOKIES, member, reporter);
    await assert.rejects(other, {
      message:
        "rita-reporter is credited as reporter on GHSA-9q23-4r5v-6w7x, and GitHub keeps one role per person.",
    });
  });

  it("is refused where somebody else coordinates, has declined, or it is over", async () => {
    const words = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => "no refusal",
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
    assert.deepEqual(
      await Promise.all([
        words(takeTicket(ports(), FOUND_BY_MEMBER, member)),
        words(takeTicket(ports(), DECLINED, member)),
        words(takeTicket(ports(), CLOSED, member)),
        words(delegateTicket(ports(second), DECLINED, second, member)),
        words(handBackTicket(ports(second), COOKIES, second)),
        words(delegateTicket(ports(), COOKIES, member, member)),
      ]),
      [
        "GHSA-q923-4h5j-6m7p is coordinated by sam-second.",
        "You have declined to coordinate GHSA-r234-5j6m-7p8q, and only you can change that on GitHub.",
        "GHSA-m789-2f3g-4h5j is closed, so its coordinator is not changed any more.",
        "sam-second does not coordinate GHSA-r234-5j6m-7p8q any more.",
        "sam-second does not coordinate GHSA-9q23-4r5v-6w7x any more.",
        "mel-member coordinates GHSA-9q23-4r5v-6w7x already.",
      ],
    );
    assert.deepEqual(ask.plans, []);
  });

  it("is not offered to who has declined it", async () => {
    advisory(COOKIES).credits.push({ login: second, type: "coordinator", state: "declined" });
    await assert.rejects(delegateTicket(ports(), COOKIES, member, second), {
      message: "sam-second has declined to coordinate GHSA-9q23-4r5v-6w7x.",
    });
  });

  it("keeps what others write while the question is open", async () => {
    ask.meanwhile = () => {
      advisory(COOKIES).credits.push({ login: second, type: "analyst", state: "pending" });
    };
    await handBackTicket(ports(), COOKIES, member);
    assert.deepEqual(credits(COOKIES), [
      ...["rita-reporter reporter accepted", "sam-second analyst pending"],
    ]);
  });

  it("is not taken from somebody who was quicker", async () => {
    ask.meanwhile = () => {
      advisory(FREE).credits.push({ login: second, type: "coordinator", state: "accepted" });
    };
    const requests = await requestsOf(sandbox(), async () => {
      await assert.rejects(takeTicket(ports(), FREE, member), {
        message: "GHSA-2c34-5f6g-7h8j is coordinated by sam-second.",
      });
    });
    assert.ok(requests.every(({ method }) => method === "GET"));
  });

  it("is written once more when another's older list overwrote it, and then reported", async () => {
    const stale = [...advisory(FREE).credits];
    const added: Credit = { login: admin, type: "analyst", state: "accepted" };
    let times = 0;
    inPause = () => {
      times += 1;
      if (times === 1) advisory(FREE).credits = [...stale, added];
    };
    const outcome = await takeTicket(ports(), FREE, member);
    assert.deepEqual([times, outcome?.changed], [2, true]);
    assert.deepEqual(credits(FREE), [
      ...["ada-admin analyst accepted", "mel-member coordinator pending"],
    ]);

    inPause = () => (advisory(FREE).credits = [...stale]);
    const requests = await requestsOf(sandbox(), async () => {
      advisory(FREE).credits = [];
      await assert.rejects(takeTicket(ports(), FREE, member), {
        message:
          "The credits of GHSA-2c34-5f6g-7h8j were overwritten by somebody else twice, right after they were changed.",
      });
    });
    assert.equal(requests.filter(({ method }) => method === "PATCH").length, 2);
  });

  it("tells of others' credits that were lost meanwhile", async () => {
    inPause = () => {
      advisory(FREE).credits = advisory(FREE).credits.filter(({ login }) => login !== reporter);
    };
    advisory(FREE).credits = [{ login: reporter, type: "reporter", state: "accepted" }];
    const outcome = await takeTicket(ports(), FREE, member);
    assert.deepEqual(
      outcome?.lost.map(({ before, now }) => [before.login, before.type, now]),
      [[reporter, "reporter", undefined]],
    );
  });

  it("tells of a credit that an older list took before the second try, and puts it back on a yes", async () => {
    const stale: readonly Credit[] = [{ login: reporter, type: "reporter", state: "accepted" }];
    advisory(FREE).credits = [...stale];
    // Added while the question is open, overwritten together with our write.
    ask.meanwhile = () => {
      advisory(FREE).credits = [...stale, { login: second, type: "finder", state: "pending" }];
    };
    let times = 0;
    inPause = () => {
      times += 1;
      if (times === 1) advisory(FREE).credits = [...stale];
    };
    const outcome = await takeTicket(ports(), FREE, member);
    assert.deepEqual(
      outcome?.lost.map(({ before, now }) => [before.login, before.type, now]),
      [[second, "finder", undefined]],
    );
    ask.meanwhile = () => undefined;
    const returned = await returnCredits(ports(), FREE, outcome);
    assert.deepEqual([returned?.changed, returned?.lost], [true, []]);
    assert.match(ask.plans.at(-1)?.writes[0]?.text ?? "", /sam-second: finder, new: GitHub asks/);
    assert.deepEqual(credits(FREE), [
      "rita-reporter reporter accepted",
      ...["mel-member coordinator pending", "sam-second finder pending"],
    ]);
    assert.equal((await returnCredits(ports(), FREE, outcome))?.changed, false);
    assert.equal(ask.plans.length, 2);
  });

  it("tells of it although the change itself failed", async () => {
    inPause = () => {
      advisory(FREE).credits = [{ login: admin, type: "coordinator", state: "accepted" }];
    };
    advisory(FREE).credits = [{ login: reporter, type: "reporter", state: "accepted" }];
    await assert.rejects(takeTicket(ports(), FREE, member), {
      message:
        "GHSA-2c34-5f6g-7h8j is coordinated by ada-admin. Somebody else changed these credits meanwhile: rita-reporter (reporter).",
    });
  });

  it("is looked at when the write's answer was lost, and not written blindly again", async () => {
    sandbox().faults.add({ method: "PATCH", path: /GHSA-2c34/, cut: "after" });
    const requests = await requestsOf(sandbox(), async () => {
      assert.equal((await takeTicket(ports(), FREE, member))?.changed, true);
    });
    assert.deepEqual(answersOf(requests), ["GET 200", "GET 304", "PATCH 0", "GET 200"]);
    assert.deepEqual(coordinatorsOf(await gitHubOf(sandbox(), member).advisories.get(FREE)), [
      member,
    ]);
    sandbox().faults.add({ method: "PATCH", path: /GHSA-9q23/, cut: "before" });
    await assert.rejects(handBackTicket(ports(), COOKIES, member), { reason: "offline" });
    assert.equal(credits(COOKIES).length, 2);
  });

  it("is not changed where a credit can't be named", async () => {
    const rendered = await fetch(
      `${sandbox().apiUrl}/repos/python/cpython/security-advisories/${COOKIES.ghsaId}`,
      { headers: { authorization: `Bearer ${sandbox().token(member)}` } },
    );
    const body = (await rendered.json()) as Record<string, unknown>;
    const ghost = { login: null, type: "finder" };
    sandbox().faults.add({
      ...{ method: "GET", path: /GHSA-9q23/, status: 200 },
      body: { ...body, credits: [...(body["credits"] as unknown[]), ghost] },
    });
    await assert.rejects(handBackTicket(ports(), COOKIES, member), /can't be written back/);
    assert.deepEqual(ask.plans, []);
  });
});
