import assert from "node:assert/strict";
import { Gate } from "../../../src/embargo/gate.ts";
import { SLICE, slicesOf } from "../../../src/embargo/slices.ts";
import { secrets } from "./corpus/ticket.ts";

const MEGABYTE = 1024 * 1024;

function patchOf(text: string): Buffer {
  const lines = text.split("\n");
  const header = ["--- /dev/null", "+++ b/Lib/x.py", `@@ -0,0 +1,${lines.length} @@`];
  return Buffer.from([...header, ...lines.map((line) => `+${line}`), ""].join("\n"));
}

/** A text of innocent lines. */
function filler(length: number): string {
  return "    return self.decode(value) if value else default\n".repeat(Math.ceil(length / 52));
}

describe("searching a long change", () => {
  const gate = new Gate(secrets);

  it("hands over after every slice, also within one file and one line", async () => {
    for (const text of [filler(MEGABYTE), "x".repeat(MEGABYTE), "// ".repeat(MEGABYTE / 3)]) {
      let pauses = 0;
      await gate.scanAddedLines(patchOf(text), () => {
        pauses += 1;
        return Promise.resolve();
      });
      assert.ok(pauses >= MEGABYTE / SLICE - 1, `${pauses} pauses`);
    }
  });

  it("takes slices that are all short, and miss nothing", () => {
    const text = filler(10 * SLICE);
    let reached = 0;
    for (const [start, part] of slicesOf(text)) {
      assert.ok(part.length <= SLICE);
      assert.ok(start <= reached, "a gap between two slices");
      reached = start + part.length;
    }
    assert.equal(reached, text.length);
  });

  it("hands over also while it learns long private texts", async () => {
    let pauses = 0;
    await Gate.open({ ...secrets, texts: [filler(MEGABYTE)] }, () => {
      pauses += 1;
      return Promise.resolve();
    });
    assert.ok(pauses >= MEGABYTE / SLICE - 1, `${pauses} pauses`);
  });

  it("finds once what stands anywhere around a cut, with its line and column", async () => {
    const secret = "# see GHSA-7hm9-x2qv-3cwr here";
    for (let shift = -60; shift <= 60; shift += 1) {
      const before = filler(SLICE + 2 * 52).slice(0, SLICE + shift);
      const text = `${before}\n${secret}\n${filler(SLICE)}`;
      const found = await gate.scanAddedLines(patchOf(text), () => Promise.resolve());
      assert.deepEqual(
        found.map(({ kind, line, start, end, text }) => [kind, line, start, end, text]),
        [["ghsa-id", before.split("\n").length + 1, 6, 25, "GHSA-7hm9-x2qv-3cwr"]],
        `${shift}`,
      );
    }
  });

  it("finds a quotation that is wrapped across a cut", async () => {
    const quoted = ["# that the time grows", "# with the square of", "# the length of it"];
    for (let shift = -100; shift <= 0; shift += 7) {
      const before = filler(2 * SLICE).slice(0, SLICE + shift);
      const text = [before, ...quoted, filler(100)].join("\n");
      const found = await gate.scanAddedLines(patchOf(text), () => Promise.resolve());
      assert.deepEqual(
        found.map(({ kind }) => kind),
        ["private-text"],
        `${shift}`,
      );
    }
  });
});
