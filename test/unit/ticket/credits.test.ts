import assert from "node:assert/strict";
import fc from "fast-check";
import {
  changeRoles,
  CREDIT_TYPES,
  creditOf,
  creditWords,
  holds,
  lostCredits,
  lostWords,
  returnOf,
  type Credits,
  type RoleChange,
} from "../../../src/ticket/credits.ts";
import type { Credit } from "../../../src/ticket/ticket.ts";

const RITA: Credit = { login: "rita", type: "reporter", state: "accepted" };
const MEL: Credit = { login: "Mel", type: "coordinator", state: "accepted" };
const TIM: Credit = { login: "tim", type: "remediation_developer", state: "pending" };

function credits(...list: readonly Credit[]): Credits {
  return { credits: list, unnamedCredits: 0 };
}

function changed(from: Credits, ...changes: readonly RoleChange[]): unknown {
  const result = changeRoles(from, changes);
  return result.kind === "write"
    ? result.entries.map(({ login, type }) => `${login} ${type}`)
    : result.kind;
}

const TAKE: RoleChange = { login: "sam", from: null, to: "coordinator" };
const LEAVE: RoleChange = { login: "mel", from: "coordinator", to: null };

describe("changing roles", () => {
  it("adds a credit behind the others", () => {
    assert.deepEqual(changed(credits(RITA, TIM), TAKE), [
      ...["rita reporter", "tim remediation_developer", "sam coordinator"],
    ]);
  });

  it("puts the new coordinator where the old one stood", () => {
    assert.deepEqual(changed(credits(MEL, RITA), LEAVE, TAKE), [
      "sam coordinator",
      "rita reporter",
    ]);
  });

  it("removes a credit and keeps the spelling of the others", () => {
    assert.deepEqual(changed(credits(RITA, MEL, TIM), LEAVE), [
      ...["rita reporter", "tim remediation_developer"],
    ]);
  });

  it("changes a person's one role in its place", () => {
    const take: RoleChange = { login: "RITA", from: "reporter", to: "coordinator" };
    assert.deepEqual(changed(credits(RITA, TIM), take), [
      ...["rita coordinator", "tim remediation_developer"],
    ]);
  });

  it("writes nothing when it is so already", () => {
    assert.equal(changed(credits(RITA), LEAVE), "done");
    const kept: RoleChange = { login: "mel", from: "coordinator", to: "coordinator" };
    assert.equal(changed(credits(MEL), kept), "done");
  });

  it("stops at a role that somebody else has changed", () => {
    const sam: Credit = { login: "sam", type: "finder", state: "pending" };
    assert.equal(changed(credits(sam), TAKE), "conflict");
    assert.equal(changed(credits(), LEAVE), "done");
    const mel: Credit = { ...MEL, type: "analyst" };
    assert.equal(changed(credits(mel), LEAVE), "conflict");
    assert.equal(changed(credits(RITA), LEAVE, TAKE), "conflict");
  });

  it("writes no list that would lose what it can't name", () => {
    assert.equal(changed({ credits: [RITA], unnamedCredits: 1 }, TAKE), "unwritable");
    assert.equal(changed(credits({ ...RITA, type: "muse" }), TAKE), "unwritable");
  });

  const login = fc.constantFrom("ann", "Bob", "cy", "dee", "Eve", "fay");
  const type = fc.constantFrom(...CREDIT_TYPES);
  const state = fc.constantFrom("accepted" as const, "pending" as const, "declined" as const);
  const lists = fc.uniqueArray(fc.record({ login, type, state }), {
    selector: (credit) => credit.login,
  });
  const role = fc.option(type);
  const change = fc.uniqueArray(fc.record({ login, to: role }), {
    selector: (each) => each.login,
    minLength: 1,
    maxLength: 3,
  });

  it("keeps every other credit, in its order, whatever is changed", () => {
    fc.assert(
      fc.property(lists, change, (list, wanted) => {
        const before = credits(...list);
        const changes = wanted.map(({ login, to }) => {
          const from = creditOf(before, login)?.type ?? null;
          return { login, from: CREDIT_TYPES.find((each) => each === from) ?? null, to };
        });
        const result = changeRoles(before, changes);
        if (result.kind === "done") {
          assert.ok(holds(before, changes));
          return;
        }
        assert.ok(result.kind === "write");
        const others = (entries: readonly { login: string; type: string }[]): readonly string[] =>
          entries
            .filter((entry) => !wanted.some((each) => each.login === entry.login))
            .map((entry) => `${entry.login} ${entry.type}`);
        assert.deepEqual(others(result.entries), others(list));
        const after = result.entries.map((entry) => ({ ...entry, state: "accepted" as const }));
        assert.ok(holds({ credits: after }, changes));
        assert.deepEqual(lostCredits([before, { credits: after }], changes), []);
      }),
    );
  });
});

describe("lost credits", () => {
  const before = credits(RITA, MEL, TIM);
  const pending: Credit = { ...RITA, state: "pending" };
  const tester: Credit = { ...TIM, type: "analyst" };

  it("are those of others that are gone, changed, or no longer accepted", () => {
    const lost = (...list: readonly Credit[]): unknown =>
      lostCredits([before, credits(...list)], [LEAVE]);
    assert.deepEqual(lost(RITA, TIM), []);
    assert.deepEqual(lost(pending, TIM), [{ before: RITA, now: pending }]);
    assert.deepEqual(lost(RITA), [{ before: TIM, now: undefined }]);
    assert.deepEqual(lost(RITA, tester), [{ before: TIM, now: tester }]);
  });

  it("are found in any reading, each person's once", () => {
    const readings = [credits(RITA), credits(RITA, TIM), credits(TIM), credits(RITA)];
    assert.deepEqual(lostCredits(readings, []), [{ before: TIM, now: undefined }]);
    assert.deepEqual(lostCredits([], []), []);
  });

  it("are none when a person has answered meanwhile", () => {
    const answered: Credit = { ...TIM, state: "declined" };
    assert.deepEqual(lostCredits([credits(TIM), credits(answered)], []), []);
    const left: Credit = { ...RITA, state: "declined" };
    assert.deepEqual(lostCredits([credits(RITA), credits(left)], []), []);
  });

  it("come back by a change, but for a consent, which only the person can give", () => {
    const after = credits(pending, tester);
    const lost = lostCredits([before, after], []);
    assert.deepEqual(returnOf(lost, before), []);
    assert.deepEqual(returnOf(lost, after), [
      { login: "Mel", from: null, to: "coordinator" },
      { login: "tim", from: "analyst", to: "remediation_developer" },
    ]);
    assert.equal(
      lostWords(lost),
      "rita (reporter), Mel (coordinator), tim (remediation developer)",
    );
  });
});

describe("a credit's type", () => {
  it("reads as words", () => {
    assert.equal(creditWords("remediation_developer"), "remediation developer");
  });
});
