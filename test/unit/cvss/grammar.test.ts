import assert from "node:assert/strict";
import fc from "fast-check";
import {
  baseMetricIds,
  formatMetrics,
  missingMetrics,
  parseVector,
} from "../../../src/cvss/grammar.ts";

const BASE = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";
const FULL =
  `${BASE}/E:P/CR:H/IR:M/AR:L/MAV:A/MAC:H/MAT:P/MPR:L/MUI:A/MVC:H/MVI:L/MVA:N/MSC:L/MSI:S/MSA:H` +
  "/S:P/AU:Y/R:I/V:C/RE:M/U:Amber";

function reason(text: string): string {
  const parsed = parseVector(text);
  assert.ok(!parsed.valid, `accepted ${text}`);
  return parsed.reason;
}

describe("strict vector grammar", () => {
  it("reads a base vector and a full one", () => {
    for (const text of [BASE, FULL]) {
      const parsed = parseVector(text);
      assert.ok(parsed.valid);
      assert.equal(formatMetrics(parsed.value), text);
    }
  });

  it("names the metric at fault", () => {
    assert.equal(reason(BASE.replace("/AC:L", "")), "AC is missing.");
    assert.equal(reason(BASE.replace("/SA:N", "")), "SA is missing.");
    assert.equal(reason("CVSS:4.0/AV:N"), "AC, AT, PR, UI, VC, VI, VA, SC, SI, SA are missing.");
    assert.match(
      reason(BASE.replace("AV:N", "AV:X")),
      /^AV can’t be “X”; it is one of N, A, L, P\.$/,
    );
    assert.match(reason(BASE.replace("AT:N", "AT")), /^AT can’t be “”/);
    assert.equal(reason(`${BASE}/AV:N`), "AV is there twice.");
    assert.match(
      reason(BASE.replace("AV:N/AC:L", "AC:L/AV:N")),
      /^AC is out of order; AV comes before it/,
    );
    assert.match(reason(`${BASE}/U:Red/E:A`), /^E is out of order/);
    assert.match(reason(`${BASE}/XY:N`), /“XY” is not a CVSS v4 metric/);
    assert.match(reason(`${BASE}/constructor:N`), /not a CVSS v4 metric/);
  });

  it("refuses a trailing slash, a newline, blanks and other letter cases", () => {
    for (const text of [
      `${BASE}/`,
      `${BASE}\n`,
      ` ${BASE}`,
      BASE.toLowerCase(),
      `${BASE}//E:A`,
      "",
      "/",
    ]) {
      reason(text);
    }
  });

  it("tells a v3 vector apart", () => {
    assert.match(
      reason("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"),
      /v3 vector.*can’t be converted/,
    );
  });

  it("lists what is missing in order", () => {
    assert.deepEqual(missingMetrics({ SA: "N", AV: "N" }), baseMetricIds.slice(1, -1));
  });

  it("does not look at anything longer than a vector can be", () => {
    assert.match(reason(BASE + "/AV:N".repeat(100)), /longer than any/);
  });

  it("accepts no mutation of a valid vector that is not itself canonical", () => {
    const parts = FULL.split("/");
    fc.assert(
      fc.property(
        fc.constantFrom("drop", "duplicate", "swap", "value", "case", "insert"),
        fc.nat(parts.length - 1),
        fc.nat(parts.length - 1),
        fc.string({ minLength: 1, maxLength: 3 }),
        (kind, i, j, junk) => {
          const mutated = [...parts];
          const part = parts[i] ?? "";
          if (kind === "drop") mutated.splice(i, 1);
          if (kind === "duplicate") mutated.splice(j, 0, part);
          if (kind === "swap") [mutated[i], mutated[j]] = [parts[j] ?? "", part];
          if (kind === "value") mutated[i] = `${part}${junk}`;
          if (kind === "case") mutated[i] = part.toLowerCase();
          if (kind === "insert") mutated.splice(j, 0, junk);
          const text = mutated.join("/");
          const optional = kind === "drop" && i > 11;
          if (text === FULL || optional) return;
          assert.equal(parseVector(text).valid, false, `accepted ${text}`);
        },
      ),
      { numRuns: 20_000, seed: 4 },
    );
  });

  it("accepts no value outside its metric’s own, for each metric", () => {
    const codes = "X N A L P H S U M Y I D C Clear Green Amber Red".split(" ");
    for (const [at, part] of FULL.split("/").entries()) {
      if (at === 0) continue;
      const [id = ""] = part.split(":");
      for (const code of codes) {
        const text = FULL.replace(`/${part}`, `/${id}:${code}`);
        const parsed = parseVector(text);
        if (parsed.valid) assert.ok(`/${formatMetrics(parsed.value)}`.includes(id) || code === "X");
        else assert.match(parsed.reason, new RegExp(`^${id} can’t be “${code}”`));
      }
    }
  });
});
