import assert from "node:assert/strict";
import { join } from "node:path";
import { HumanError } from "../../../src/base/errors.ts";
import type { CheckoutFiles } from "../../../src/steps/checkoutFiles.ts";
import { newBlurb } from "../../../src/steps/newBlurb.ts";

const root = join("/", "home", "me", "cpython");
const now = new Date(2026, 10, 3, 9, 5, 7);
const name = "2026-11-03-09-05-07.gh-issue-140001.uU4zSB.rst";

type Kind = "file" | "folder" | "link" | "other" | undefined;

/** A checkout in memory; `refusal` is the code of the error that every write meets. */
class MemoryCheckout implements CheckoutFiles {
  readonly kinds = new Map<string, Kind>(
    Object.entries({
      "Include/Python.h": "file",
      "Python/ceval.c": "file",
      Misc: "folder",
      "Misc/NEWS.d": "folder",
      "Misc/NEWS.d/next": "folder",
      "Misc/NEWS.d/next/Security": "folder",
    } as const).map(([path, kind]) => [join(root, path), kind]),
  );
  readonly written = new Map<string, string>();
  refusal: string | undefined;

  kind(path: string): Promise<Kind> {
    return Promise.resolve(this.kinds.get(path));
  }

  create(path: string, content: string): Promise<void> {
    if (this.refusal !== undefined) {
      return Promise.reject(Object.assign(new Error(this.refusal), { code: this.refusal }));
    }
    this.written.set(path, content);
    return Promise.resolve();
  }
}

function run(files: CheckoutFiles, change: { issue?: number; body?: string } = {}) {
  return newBlurb({ root, issue: 140001, body: "Fix it.", now, ...change }, files);
}

function humanly(message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof HumanError);
    assert.match(error.message, message);
    assert.notEqual(error.next, "");
    return true;
  };
}

describe("New Security Blurb", () => {
  it("writes the entry into the checkout and says where", async () => {
    const files = new MemoryCheckout();
    const path = join(root, "Misc", "NEWS.d", "next", "Security", name);
    assert.equal(await run(files), path);
    assert.deepEqual([...files.written], [[path, "Fix it.\n"]]);
  });

  it("refuses a text or number that blurb refuses", async () => {
    const files = new MemoryCheckout();
    await assert.rejects(run(files, { body: "" }), humanly(/empty/));
    await assert.rejects(run(files, { issue: 5 }), humanly(/32426/));
    assert.equal(files.written.size, 0);
  });

  it("refuses a folder that is no CPython checkout", async () => {
    const files = new MemoryCheckout();
    files.kinds.delete(join(root, "Python/ceval.c"));
    await assert.rejects(run(files), humanly(/not a CPython checkout/));
  });

  for (const folder of ["Misc", "Misc/NEWS.d", "Misc/NEWS.d/next", "Misc/NEWS.d/next/Security"]) {
    it(`refuses to write through a link at ${folder}`, async () => {
      const files = new MemoryCheckout();
      files.kinds.set(join(root, folder), "link");
      await assert.rejects(run(files), humanly(/symbolic link/));
      assert.equal(files.written.size, 0);
    });
  }

  it("makes no folder of its own", async () => {
    const files = new MemoryCheckout();
    files.kinds.delete(join(root, "Misc/NEWS.d/next/Security"));
    await assert.rejects(run(files), humanly(/no folder/));
  });

  for (const [code, message] of [
    ["EEXIST", /exists already/],
    ["ENOSPC", /disk is full/],
    ["EDQUOT", /disk is full/],
    ["EROFS", /read-only/],
    ["EACCES", /read-only/],
  ] as const) {
    it(`explains ${code}`, async () => {
      const files = new MemoryCheckout();
      files.refusal = code;
      await assert.rejects(run(files), humanly(message));
    });
  }

  it("lets an unknown failure through as it is", async () => {
    const files = new MemoryCheckout();
    files.refusal = "EIO";
    await assert.rejects(run(files), { code: "EIO" });
  });
});
