import assert from "node:assert/strict";
import fc from "fast-check";
import { parseVector } from "../../../src/cvss/grammar.ts";
import { repairOf } from "../../../src/cvss/repair.ts";

const BASE = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";

function repaired(text: string): { readonly vector: string; readonly changes: readonly string[] } {
  const repair = repairOf(text);
  assert.ok(repair.valid, repair.valid ? "" : repair.reason);
  return repair.value;
}

function reason(text: string): string {
  const repair = repairOf(text);
  assert.ok(!repair.valid, `repaired ${text}`);
  return repair.reason;
}

describe("the repair of a vector", () => {
  for (const [text, change] of [
    [`${BASE}/`, "no “/” at the end"],
    [` ${BASE}\n`, "no blanks or line breaks"],
    [BASE.replace("/AC:L", " / AC:L"), "no blanks or line breaks"],
    [`\u202e${BASE.replace("AV:N", "A\u200bV:N")}\ufeff`, "no invisible characters"],
    [BASE.replace("/AC:L", "//AC:L"), "no double “/”"],
    [BASE.slice("CVSS:4.0/".length), "“CVSS:4.0” in front"],
    [BASE.replace("CVSS:4.0", "CVSS4.0"), "“CVSS:4.0” in front"],
    [BASE.replace("AV:N/AC:L", "AC:L/AV:N"), "metrics in the order of the specification"],
    [`${BASE}/E:X/CR:X`, "no metrics that are not defined (X)"],
    [`${BASE}/AV:N`, "AV once"],
    [`https://www.first.org/cvss/calculator/4.0#${BASE}`, "no address in front"],
    [BASE.replace("AV:N", "av:n"), "capital letters as in the specification"],
  ] as const) {
    it(`is offered by name: ${change}`, () => {
      const repair = repaired(text);
      assert.equal(repair.vector, BASE);
      assert.ok(repair.changes.includes(change), repair.changes.join());
    });
  }

  it("names several at once, each once", () => {
    const { vector, changes } = repaired(`${BASE.replace("AV:N/AC:L", "AC:L/AV:N")}/E:X/MAV:X/`);
    assert.equal(vector, BASE);
    assert.deepEqual(changes, [
      "no “/” at the end",
      "metrics in the order of the specification",
      "no metrics that are not defined (X)",
    ]);
  });

  it("keeps what is said beyond the base, the urgency in its own letters", () => {
    assert.equal(repaired(`${BASE}/u:RED/e:a`).vector, `${BASE}/E:A/U:Red`);
  });

  it("is not offered where the meaning is not certain", () => {
    assert.equal(reason(BASE.replace("/AC:L", "")), "AC is missing.");
    assert.equal(reason(`${BASE}/AV:P`), "AV has two values, N and P.");
    assert.equal(reason(BASE.replace("AV:N", "AV:X")), "AV can’t be “X”.");
    assert.match(reason(`${BASE}/ZZ:N`), /“ZZ:N” is not a CVSS v4 metric/);
    assert.match(reason("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"), /older version/);
    assert.match(reason(BASE.replace("4.0", "5.0")), /not CVSS v4/);
    assert.match(reason(BASE.repeat(9)), /longer/);
    assert.equal(reason(BASE), "The text is a vector.");
  });

  it("never throws, and what it gives is always a canonical vector", () => {
    const parts = fc.constantFrom(
      ...BASE.split("/"),
      "",
      " ",
      "E:X",
      "e:a",
      "U:red",
      "CVSS:4.0",
      "x",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.shuffledSubarray(BASE.split("/")).map((list) => list.join("/")),
          fc.array(parts).map((list) => [BASE, ...list].join("/")),
        ),
        (text) => {
          const repair = repairOf(text);
          if (repair.valid) assert.equal(parseVector(repair.value.vector).valid, true);
        },
      ),
      { numRuns: 3000, seed: 4 },
    );
  });
});
