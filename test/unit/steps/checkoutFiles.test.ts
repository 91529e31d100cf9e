import assert from "node:assert/strict";
import { mkdtemp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkoutFiles } from "../../../src/steps/checkoutFiles.ts";

describe("The files of a checkout", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "checkout-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("tell a file, a folder, a link and nothing apart", async () => {
    await writeFile(join(folder, "file"), "");
    await mkdir(join(folder, "folder"));
    await symlink("folder", join(folder, "link"));
    const kinds = ["file", "folder", "link", "nothing", "file/below"].map((name) =>
      checkoutFiles.kind(join(folder, name)),
    );
    assert.deepEqual(await Promise.all(kinds), ["file", "folder", "link", undefined, undefined]);
  });

  it("are created, never overwritten", async () => {
    const path = join(folder, "file");
    await checkoutFiles.create(path, "é\n");
    await assert.rejects(checkoutFiles.create(path, "other"), { code: "EEXIST" });
    assert.equal(await readFile(path, "utf8"), "é\n");
  });

  it("are not created through a link that points nowhere", async () => {
    await symlink("nowhere", join(folder, "link"));
    await assert.rejects(checkoutFiles.create(join(folder, "link"), "x"), { code: "EEXIST" });
  });
});
