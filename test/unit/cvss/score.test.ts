import assert from "node:assert/strict";
import { formatBase, formatMetrics } from "../../../src/cvss/grammar.ts";
import { scoreOf } from "../../../src/cvss/score.ts";
import { bandOf, emailSeverity } from "../../../src/cvss/severity.ts";
import { reference, vector } from "./reference.ts";

describe("CVSS v4 score", () => {
  it("equals the reference for each of its 10 135 vectors", async function () {
    this.timeout(120_000);
    const differences = (await reference()).filter(({ text, score, severity }) => {
      const mine = scoreOf(vector(text));
      return mine.text !== score || mine.band !== severity;
    });
    assert.deepEqual(differences, []);
  });

  // Vectors of real Python CVEs with the score in their published records.
  for (const [cve, text, score, band] of [
    [
      "CVE-2024-3219",
      "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
      "5.1",
      "Medium",
    ],
    [
      "CVE-2024-8088",
      "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N/S:N/AU:N/R:U/RE:L",
      "8.7",
      "High",
    ],
    [
      "CVE-2024-9287",
      "CVSS:4.0/AV:L/AC:L/AT:P/PR:H/UI:A/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N/U:Green",
      "5.3",
      "Medium",
    ],
    [
      "CVE-2026-11940",
      "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:H/SI:H/SA:N",
      "7.8",
      "High",
    ],
  ] as const) {
    it(`gives ${cve} its recorded ${score}`, () => {
      const { text: shown, band: shownBand } = scoreOf(vector(text));
      assert.deepEqual([shown, shownBand], [score, band]);
    });
  }

  it("shows a score without impact as 0.0, with no word for the e-mail", () => {
    const score = scoreOf(
      vector("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N"),
    );
    assert.deepEqual(score, { value: 0, text: "0.0", band: "None" });
    assert.equal(emailSeverity(score.band), undefined);
  });

  it("keeps the bands' limits", () => {
    const limits = [0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map(bandOf);
    assert.deepEqual(limits, [
      "None",
      "Low",
      "Low",
      "Medium",
      "Medium",
      "High",
      "High",
      "Critical",
      "Critical",
    ]);
    assert.equal(emailSeverity("Medium"), "MEDIUM");
  });

  it("scores rounding ties up, as 8.6 where FIRST’s page shows 8.5", () => {
    const tie = vector("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H");
    assert.equal(scoreOf(tie).text, "8.6");
  });
});

describe("canonical text", () => {
  it("drops explicit X and keeps the order", () => {
    const text = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N/E:X/CR:H/U:Clear";
    assert.equal(formatMetrics(vector(text)), text.replace("/E:X", ""));
    assert.equal(formatBase(vector(text)), text.slice(0, text.indexOf("/E:X")));
  });

  it("writes the part that is there of an incomplete choice, in order", () => {
    assert.equal(formatBase({ SA: "N", AC: "L" }), "CVSS:4.0/AC:L/SA:N");
  });
});
