import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isAdmin,
  isReleaseManager,
  isSteeringCouncil,
  parseRoster,
  SHIPPED_ROSTER,
  type RosterMember,
} from "../../../src/ticket/roster.ts";

function members(text: string): readonly RosterMember[] {
  const roster = parseRoster(text);
  assert.ok(roster.valid);
  return roster.value.members;
}

describe("the roster", () => {
  it("is read from the devguide's form", () => {
    assert.deepEqual(members('Ned Deily,ned-deily,"Admin, Release Manager"\nŁukasz,ambv,\n'), [
      { name: "Ned Deily", login: "ned-deily", notes: "Admin, Release Manager" },
      { name: "Łukasz", login: "ambv", notes: "" },
    ]);
  });

  it("is read leniently: heading, blank lines, @, CRLF, missing and surplus cells, twice the same", () => {
    const text =
      "\uFEFFName,GitHub username,Notes\r\n\r\nAnn, @ann \r\n,bob,Admin,since 2020\r\nAnn again,ANN,\r\nNobody,not a login,\r\n";
    const roster = parseRoster(text);
    assert.ok(roster.valid);
    assert.deepEqual(roster.value, {
      members: [
        { name: "Ann", login: "ann", notes: "" },
        { name: "bob", login: "bob", notes: "Admin, since 2020" },
      ],
      skipped: 1,
    });
  });

  it("is none for an empty answer, a page, or a list of something else", () => {
    for (const text of [
      "",
      "Ann,ann,",
      "<!DOCTYPE html>\n<title>Sign in, please</title>\n<p>a, b</p>",
      "x,,\ny,,\nAnn,ann,\nBob,bob,\nz,!,",
    ]) {
      assert.equal(parseRoster(text).valid, false, text);
    }
  });

  it("never fails on any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseRoster(text)));
  });

  it("knows the roles from the notes, and the council from the person's setting too", () => {
    const [ned] = members('Ned,ned,"Admin, Release Manager"\nSam,sam,Steering Council');
    assert.ok(ned);
    assert.deepEqual([isAdmin(ned), isReleaseManager(ned)], [true, true]);
    const plain = { notes: "Administrator of nothing", login: "Mel" };
    assert.deepEqual([isAdmin(plain), isReleaseManager(plain)], [false, false]);
    assert.equal(isSteeringCouncil(plain, []), false);
    assert.equal(isSteeringCouncil(plain, ["mel"]), true);
    assert.equal(isSteeringCouncil({ login: "sam", notes: "Steering Council" }, []), true);
  });

  it("is part of the product, whole", () => {
    const shipped = parseRoster(SHIPPED_ROSTER);
    assert.ok(shipped.valid);
    const { members, skipped } = shipped.value;
    assert.deepEqual([members.length, skipped, members.filter(isAdmin).length], [30, 0, 4]);
    assert.equal(members.filter(isReleaseManager).length, 7);
  });
});
