import assert from "node:assert/strict";
import { equivalenceClasses } from "../../../src/cvss/equivalence.ts";
import { explain } from "../../../src/cvss/explanation.ts";
import { namedScores, nomenclatureOf } from "../../../src/cvss/nomenclature.ts";
import { scoreOf } from "../../../src/cvss/score.ts";
import { scoreIf } from "../../../src/cvss/whatIf.ts";
import { earlierVectors } from "../../../src/cvss/earlierVectors.ts";
import { reference, vector } from "./reference.ts";

const BASE = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";

describe("the explanation of a score", () => {
  it("arrives at the score of each of the 10 135 reference vectors", async function () {
    this.timeout(60_000);
    const wrong = (await reference()).filter(({ text, score, macroVector }) => {
      const { unrounded, macroVector: mine } = explain(vector(text));
      // Half up; the part after the first decimal is a whole number of hundred-thousandths or more.
      const rounded = Math.floor(unrounded * 10 + 0.5 + 1e-9) / 10;
      return rounded.toFixed(1) !== score || mine.text !== macroVector;
    });
    assert.deepEqual(wrong, []);
  });

  it("tells the table's value, the distance in each class, and what is taken off", () => {
    const { macroVector, distances, meanDistance, unrounded, tie } = explain(vector(BASE));
    assert.equal(macroVector.text, "001200");
    assert.equal(macroVector.lookup, 8.8);
    assert.deepEqual(
      distances.map(({ steps, depth, gap }) => [steps, depth, gap]),
      [
        [0, 1, 1.6],
        [0, 1, 0.4],
        [3, 8, 0.8],
        [3, 4, undefined],
        [0, 1, 1],
      ],
    );
    assert.equal(meanDistance.toFixed(3), "0.075");
    assert.equal(unrounded.toFixed(3), "8.725");
    assert.equal(tie, undefined);
  });

  it("says 0.0 without any impact", () => {
    const none = explain(vector(BASE.replace("VA:H", "VA:N")));
    assert.equal(none.noImpact, true);
    assert.equal(none.unrounded, 0);
    assert.equal(none.tie, undefined);
  });

  it("finds the ties that FIRST’s page rounds down", () => {
    const { tie } = explain(
      vector("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H"),
    );
    assert.deepEqual(tie, { onFirstsPage: "8.5" });
  });
});

describe("the equivalence classes", () => {
  it("put a macrovector in words", () => {
    assert.deepEqual(
      equivalenceClasses("001200").map(({ id, name, level }) => `${id} ${name}: ${level}`),
      [
        "EQ1 Exploitability: High",
        "EQ2 Complexity: High",
        "EQ3 Vulnerable system: Medium",
        "EQ4 Subsequent systems: Low",
        "EQ5 Exploitation: High",
        "EQ6 Security requirements: High",
      ],
    );
  });

  it("know two levels of complexity and of requirements, and three of the others", () => {
    const levels = (digit: string): readonly string[] =>
      equivalenceClasses(digit.repeat(6)).map(({ level }) => level);
    assert.deepEqual(levels("1"), ["Medium", "Low", "Medium", "Medium", "Medium", "Low"]);
    assert.equal(equivalenceClasses("222222").length, 4);
  });
});

describe("the nomenclature", () => {
  it("names the groups as the reference does", async () => {
    const wrong = (await reference()).filter(
      ({ text, nomenclature }) => nomenclatureOf(vector(text)) !== nomenclature,
    );
    assert.deepEqual(wrong, []);
  });

  it("gives each group's score, the base first", () => {
    const named = (text: string): readonly string[] =>
      namedScores(vector(text)).map(({ nomenclature, score }) => `${nomenclature} ${score.text}`);
    assert.deepEqual(named(BASE), ["CVSS-B 8.7"]);
    assert.deepEqual(named(`${BASE}/E:U`), ["CVSS-B 8.7", "CVSS-BT 6.6"]);
    assert.deepEqual(named(`${BASE}/AR:L/S:P`), ["CVSS-B 8.7", "CVSS-BE 7.9"]);
    assert.deepEqual(
      named(`${BASE}/E:U/AR:L`).map((each) => each.split(" ")[0]),
      ["CVSS-B", "CVSS-BT", "CVSS-BE", "CVSS-BTE"],
    );
  });
});

describe("what if a metric had another value", () => {
  it("is the score of the vector with that value", () => {
    const metrics = vector(BASE);
    assert.equal(
      scoreIf(metrics, "VA", "L")?.text,
      scoreOf(vector(BASE.replace("VA:H", "VA:L"))).text,
    );
    assert.equal(scoreIf(metrics, "E", "U")?.text, scoreOf(vector(`${BASE}/E:U`)).text);
    assert.equal(scoreIf(metrics, "VA", "H")?.text, "8.7");
  });

  it("is known for the last metric that is missing, and for no other", () => {
    const rest = Object.fromEntries(Object.entries(vector(BASE)).filter(([id]) => id !== "VA"));
    assert.equal(scoreIf(rest, "VA", "H")?.text, "8.7");
    assert.equal(scoreIf(rest, "VC", "H"), undefined);
  });

  it("is not asked of supplemental metrics", () => {
    // The same vector, of which the score is known by now.
    assert.equal(scoreIf(vector(`${BASE}/AU:Y`), "AV", "N")?.text, "8.7");
    assert.equal(scoreIf(vector(BASE), "AU", "Y"), undefined);
  });
});

describe("the vectors of earlier Python CVEs", () => {
  it("have the scores of their records", () => {
    assert.deepEqual(
      earlierVectors.map(({ cveId, vector: text }) => `${cveId} ${scoreOf(vector(text)).text}`),
      ["CVE-2024-8088 8.7", "CVE-2026-11940 7.8", "CVE-2024-9287 5.3", "CVE-2024-3219 5.1"],
    );
  });
});
