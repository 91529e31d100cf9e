import assert from "node:assert/strict";
import { baseSections } from "../../../src/cvss/baseWords.ts";
import { environmentalSections } from "../../../src/cvss/environmentalWords.ts";
import {
  isMetricValue,
  metricGroupOf,
  metricIds,
  type MetricGroup,
} from "../../../src/cvss/grammar.ts";
import { fullMetricName, type MetricSection } from "../../../src/cvss/metricWords.ts";
import { supplementalSections } from "../../../src/cvss/supplementalWords.ts";
import { threatSections } from "../../../src/cvss/threatWords.ts";

const CODES = "X N A L P H S U M Y I D C Clear Green Amber Red".split(" ");

const groups: readonly (readonly [MetricGroup, readonly MetricSection[]])[] = [
  ["base", baseSections],
  ["threat", threatSections],
  ["environmental", environmentalSections],
  ["supplemental", supplementalSections],
];

const metrics = groups.flatMap(([, sections]) => sections.flatMap((section) => section.metrics));

describe("the words of the metrics", () => {
  it("cover each metric in the order of a vector, each in its group", () => {
    assert.deepEqual(
      metrics.map(({ id }) => id),
      metricIds,
    );
    for (const [group, sections] of groups) {
      for (const { id } of sections.flatMap((section) => section.metrics)) {
        assert.equal(metricGroupOf(id), group, id);
      }
    }
  });

  it("name exactly the values that the grammar has", () => {
    for (const { id, values } of metrics) {
      assert.deepEqual(
        values.map(({ code }) => code).sort(),
        CODES.filter((code) => isMetricValue(id, code)).sort(),
        id,
      );
    }
  });

  it("describe each value of a metric in words of its own", () => {
    for (const { id, values } of metrics) {
      assert.equal(new Set(values.map(({ description }) => description)).size, values.length, id);
      assert.equal(new Set(values.map(({ name }) => name)).size, values.length, id);
    }
  });

  it("tell the systems and the modified metrics apart", () => {
    assert.equal(new Set(metrics.map(fullMetricName)).size, metricIds.length);
    const name = (id: string): string | undefined =>
      metrics.filter((metric) => metric.id === id).map(fullMetricName)[0];
    assert.equal(name("VC"), "Vulnerable system confidentiality");
    assert.equal(name("MSI"), "Modified subsequent system integrity");
    assert.equal(name("MAV"), "Modified Attack Vector");
    assert.equal(name("S"), "Safety");
    assert.equal(name("V"), "Value Density");
  });
});
