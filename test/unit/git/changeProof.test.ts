import assert from "node:assert/strict";
import { compareChanges, isSameChange } from "../../../src/git/changeProof.ts";

const patch = (path: string, hunk: string, at = "1,3 +1,3", index = "aaa..bbb"): string =>
  `diff --git a/${path} b/${path}\nindex ${index} 100644\n--- a/${path}\n+++ b/${path}\n@@ -${at} @@ def f():\n${hunk}\n`;
const compare = (a: string, b: string): ReturnType<typeof compareChanges> =>
  compareChanges(Buffer.from(a, "latin1"), Buffer.from(b, "latin1"));

describe("the proof of a change", () => {
  it("holds where the same lines stand elsewhere in the file", () => {
    const there = patch("Lib/x.py", " a\n-b\n+c", "90,3 +95,3", "ccc..ddd");
    assert.ok(isSameChange(compare(patch("Lib/x.py", " a\n-b\n+c"), there)));
  });

  it("fails for an added blank, another line around it, another mode or another byte", () => {
    const one = patch("Lib/x.py", " a\n-b\n+c\xe9");
    for (const other of [
      patch("Lib/x.py", " a\n-b\n+ c\xe9"),
      patch("Lib/x.py", " A\n-b\n+c\xe9"),
      patch("Lib/x.py", " a\n-b\n+c\xe8"),
      patch("Lib/x.py", " a\n-b\n+c\xe9\n+index 1..2 100644"),
      one.replace("index", "old mode 100644\nnew mode 100755\nindex"),
    ]) {
      assert.deepEqual(compare(one, other).different, ["Lib/x.py"]);
    }
  });

  it("names files that only one of the two changes", () => {
    const [x, y, z] = ["x", "y", "z"].map((name) => patch(name, "+a"));
    assert.deepEqual(compare(`${x}${y}`, `${y}${z}`), {
      same: ["y"],
      different: [],
      onlyFirst: ["x"],
      onlySecond: ["z"],
    });
  });
});
