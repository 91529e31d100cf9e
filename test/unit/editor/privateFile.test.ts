import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readPrivate, writePrivate } from "../../../src/editor/privateFile.ts";
import { useFolder } from "./folder.ts";

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe("a private file", () => {
  const folder = useFolder();

  it("is readable by its owner only, and so are the folders made for it", async () => {
    const path = join(folder(), "a", "b", "file");
    await writePrivate(path, "text");
    assert.deepEqual(
      await Promise.all([path, join(folder(), "a", "b"), join(folder(), "a")].map(modeOf)),
      [0o600, 0o700, 0o700],
    );
  });

  it("becomes private when it replaces one that was not", async () => {
    const path = join(folder(), "file");
    await writeFile(path, "old", { mode: 0o644 });
    await writePrivate(path, Uint8Array.of(0, 255));
    assert.equal(await modeOf(path), 0o600);
    assert.deepEqual(await readPrivate(path), Buffer.from([0, 255]));
  });

  it("takes the place of a link and leaves alone what that led to", async () => {
    const [target, path] = [join(folder(), "target"), join(folder(), "file")];
    await writeFile(target, "theirs");
    await symlink(target, path);
    await writePrivate(path, "ours");
    assert.equal(await readFile(target, "utf8"), "theirs");
    assert.equal(await readFile(path, "utf8"), "ours");
  });

  it("stays as it was when it can't be written, with nothing beside it", async () => {
    const path = join(folder(), "file");
    await mkdir(join(path, "in the way"), { recursive: true });
    await assert.rejects(writePrivate(path, "text"));
    assert.deepEqual(await readdir(folder()), ["file"]);
    assert.deepEqual(await readdir(path), ["in the way"]);
  });

  it("is always whole for who reads it meanwhile", async () => {
    const path = join(folder(), "file");
    const texts = ["a", "b"].map((letter) => letter.repeat(200_000));
    await writePrivate(path, texts[0] ?? "");
    const writing = (async () => {
      for (let round = 0; round < 10; round++) await writePrivate(path, texts[round % 2] ?? "");
    })();
    for (let round = 0; round < 20; round++) {
      assert.ok(texts.includes((await readPrivate(path))?.toString() ?? ""));
    }
    await writing;
    assert.deepEqual(await readdir(folder()), ["file"]);
  });

  it("reads as undefined when it is not there", async () => {
    assert.equal(await readPrivate(join(folder(), "none")), undefined);
    await assert.rejects(readPrivate(folder()), { code: "EISDIR" });
  });
});
