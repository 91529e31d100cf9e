import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { parseVector, type Vector } from "../../../src/cvss/grammar.ts";

export function vector(text: string): Vector {
  const parsed = parseVector(text);
  assert.ok(parsed.valid, parsed.valid ? "" : parsed.reason);
  return parsed.value;
}

export interface Reference {
  readonly text: string;
  readonly score: string;
  readonly severity: string;
  readonly macroVector: string;
  readonly nomenclature: string;
}

/** 10 135 vectors, scored by an exact-rational implementation that agrees with FIRST's published set. */
export async function reference(): Promise<readonly Reference[]> {
  const table = gunzipSync(await readFile(new URL("reference.tsv.gz", import.meta.url)));
  const [, ...rows] = table.toString("utf8").trimEnd().split("\n");
  assert.equal(rows.length, 10_135);
  return rows.map((row) => {
    const [text = "", score = "", severity = "", macroVector = "", nomenclature = ""] =
      row.split("\t");
    return { text, score, severity, macroVector, nomenclature };
  });
}
