import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cache } from "./folders.ts";
import { piece } from "./piece.ts";

describe("a piece of the cache", () => {
  const name = `test-piece-${String(process.pid)}`;

  afterEach(async () => {
    await rm(join(cache, name), { recursive: true, force: true });
  });

  it("is installed once", async () => {
    let installs = 0;
    const install = async (folder: string): Promise<void> => {
      installs += 1;
      await writeFile(join(folder, "file"), "whole");
    };
    const folder = await piece(name, install);
    assert.equal(await piece(name, install), folder);
    assert.equal(installs, 1);
    assert.ok(existsSync(join(folder, "file")));
  });

  it("is not there when its installation failed", async () => {
    const failing = piece(name, async (folder) => {
      await writeFile(join(folder, "file"), "half");
      throw new Error("cut off");
    });
    await assert.rejects(failing, /cut off/);
    assert.equal(existsSync(join(cache, name)), false);
  });

  it("sweeps away what a dead run left half done", async () => {
    // No process has this id: Linux stops at 2^22.
    const left = join(cache, "unfinished-99999999-something");
    await mkdir(left, { recursive: true });
    await piece(name, () => Promise.resolve());
    assert.equal(existsSync(left), false);
  });

  it("takes the piece that another run has put in place meanwhile", async () => {
    const folder = await piece(name, async () => {
      await mkdir(join(cache, name));
      await writeFile(join(cache, name, "file"), "theirs");
    });
    assert.ok(existsSync(join(folder, "file")));
  });
});
