import assert from "node:assert/strict";
import { guardHook } from "../../../src/embargo/publicGuard.ts";

describe("the hook of a guarded public clone", () => {
  it("finds its list on Windows, and under any name elsewhere", () => {
    const listIn = (path: string): string | undefined => /^list=(.*)$/m.exec(guardHook(path))?.[1];
    assert.equal(listIn("C:\\Users\\Mia\\patch-ids"), "'C:/Users/Mia/patch-ids'");
    assert.equal(listIn("\\\\host\\share\\patch-ids"), "'//host/share/patch-ids'");
    assert.equal(listIn("/home/mia/it's\\odd"), "'/home/mia/it'\\''s\\odd'");
  });
});
