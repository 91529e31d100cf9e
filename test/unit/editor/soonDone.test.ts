import assert from "node:assert/strict";
import { setTimeout as after } from "node:timers/promises";
import { Dialogs } from "../../../src/editor/dialogs.ts";
import { isSoonDone } from "../../../src/editor/soonDone.ts";

/** In milliseconds; far from each other, since the machine does other things, too. */
const PATIENCE = 50;
const LONG = 400;

describe("work that may be soon done", () => {
  it("is, whether it succeeds or fails", async () => {
    const none = new Dialogs();
    assert.equal(await isSoonDone(Promise.resolve(1), none, LONG), true);
    assert.equal(await isSoonDone(Promise.reject(new Error("no")), none, LONG), true);
  });

  it("is not once patience has ended", async () => {
    assert.equal(await isSoonDone(after(LONG), new Dialogs(), PATIENCE), false);
  });

  it("may take its time over a dialog, and is counted anew from its answer", async () => {
    const dialogs = new Dialogs();
    const asks = (rest: number): Promise<void> => dialogs.show(after(LONG)).then(() => after(rest));
    assert.equal(await isSoonDone(asks(0), dialogs, PATIENCE), true);
    assert.equal(await isSoonDone(asks(LONG), dialogs, PATIENCE), false);
  });

  it("does not wait for the dialog of other work", async () => {
    const dialogs = new Dialogs();
    let answer = (): void => undefined;
    const other = dialogs.show(
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
    );
    assert.equal(await isSoonDone(after(2 * PATIENCE), dialogs, PATIENCE), true);
    answer();
    await other;
    assert.equal(await dialogs.answered(), false);
  });
});
