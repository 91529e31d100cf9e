import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Gate } from "../../../src/embargo/gate.ts";
import { secrets } from "./corpus/ticket.ts";

/** Texts of a corpus file; a line of "%%" stands between two. */
function corpus(name: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, "corpus", name), "utf8");
  return text.trimEnd().split("\n%%\n");
}

describe("the gate, measured", () => {
  const gate = new Gate(secrets);
  const isBlocked = (text: string): boolean =>
    gate.scanText(text).some(({ level }) => level === "block");
  /** The same text as lines that a commit adds. */
  const isBlockedInDiff = async (text: string): Promise<boolean> => {
    const lines = text.split("\n");
    const header = ["--- /dev/null", "+++ b/Lib/x.py", `@@ -0,0 +1,${lines.length} @@`];
    const patch = [...header, ...lines.map((line) => `+${line}`), ""].join("\n");
    return (await gate.scanAddedLines(Buffer.from(patch))).some(({ level }) => level === "block");
  };
  const blockedInDiff = async (texts: readonly string[]): Promise<readonly string[]> => {
    const blocked = await Promise.all(texts.map(isBlockedInDiff));
    return texts.filter((_, at) => blocked[at]);
  };

  it("lets none of the leaking texts pass", () => {
    const leaks = corpus("leaks.txt");
    assert.ok(leaks.length >= 300, `${leaks.length} texts`);
    const passed = leaks.filter((text) => !isBlocked(text));
    console.log(`    leaking texts passed: ${passed.length} of ${leaks.length}`);
    assert.deepEqual(passed, []);
  });

  it("lets none of them pass as added lines either, but for tags in another spelling", async () => {
    const tags = /\[ ?(?:accept|closed|invalid|duplicate) ?\]|［|&#91;|ＮＯＴ|CLOSЕD/i;
    const leaks = corpus("leaks.txt").filter((text) => !tags.test(text));
    assert.ok(leaks.length >= 300, `${leaks.length} texts`);
    assert.deepEqual(await blockedInDiff(leaks), leaks);
  });

  it("blocks at most 2% of the innocent texts", async () => {
    const innocent = corpus("innocent.txt");
    assert.ok(innocent.length >= 300, `${innocent.length} texts`);
    const blocked = innocent.filter(isBlocked);
    const inDiff = await blockedInDiff(innocent);
    console.log(
      `    innocent texts blocked: ${blocked.length} of ${innocent.length} as text, ${inDiff.length} as added lines`,
    );
    assert.ok(blocked.length <= innocent.length * 0.02, blocked.join("\n%%\n"));
    assert.ok(inDiff.length <= innocent.length * 0.02, inDiff.join("\n%%\n"));
  });
});
