import assert from "node:assert/strict";
import { isCPythonCheckout } from "../../../src/text/cpythonCheckout.ts";

describe("A CPython checkout", () => {
  const landmarks = ["Include/Python.h", "Python/ceval.c", "Misc/NEWS.d"];

  it("has its header, its interpreter loop and its NEWS", async () => {
    assert.equal(
      await isCPythonCheckout((path) => Promise.resolve(landmarks.includes(path))),
      true,
    );
  });

  for (const missing of landmarks) {
    it(`is not one without ${missing}`, async () => {
      assert.equal(await isCPythonCheckout((path) => Promise.resolve(path !== missing)), false);
    });
  }
});
