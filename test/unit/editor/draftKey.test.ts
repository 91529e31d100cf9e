import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DraftKey } from "../../../src/editor/draftKey.ts";
import { useFolder } from "./folder.ts";
import { Secrets } from "./secrets.ts";

describe("the key of drafts", () => {
  const folder = useFolder();
  let secrets: Secrets;
  beforeEach(() => (secrets = new Secrets()));
  const file = (): string => join(folder(), "drafts", "key");
  const key = (session: string): Promise<Buffer> => new DraftKey(file(), secrets, session).get();

  it("stays the same in every window and session", async () => {
    const first = await key("one");
    assert.equal(first.length, 32);
    for (const session of ["one", "two", "two", "three"]) {
      assert.deepEqual(await key(session), first, session);
    }
  });

  it("lies in a private file until the secret storage has kept it over a restart", async () => {
    await key("one");
    assert.equal((await stat(file())).mode & 0o777, 0o600);
    await key("one");
    assert.ok(existsSync(file()));
    await key("two");
    assert.ok(!existsSync(file()));
  });

  it("is found again where the secret storage forgets everything", async () => {
    const first = await key("one");
    for (const session of ["two", "three"]) {
      secrets.kept.clear();
      assert.deepEqual(await key(session), first, session);
      assert.deepEqual(await readFile(file()), first);
    }
  });

  it("is one key when several windows need it at once for the first time", async () => {
    const keys = await Promise.all(["one", "one", "two", "two"].map(key));
    for (const each of keys) assert.deepEqual(each, keys[0]);
    assert.deepEqual(await key("three"), keys[0]);
  });

  it("is asked of the secret storage once in a window", async () => {
    const one = new DraftKey(file(), secrets, "one");
    const first = await one.get();
    secrets.broken = true;
    assert.deepEqual(await one.get(), first);
    await assert.rejects(key("one"));
  });

  it("can be had after the keyring was locked at first", async () => {
    const one = new DraftKey(file(), secrets, "one");
    secrets.broken = true;
    await assert.rejects(one.get());
    secrets.broken = false;
    assert.equal((await one.get()).length, 32);
  });

  it("is made anew when what is there is no key", async () => {
    await mkdir(join(folder(), "drafts"));
    for (const [stored, filed] of [
      ["not JSON", ""],
      ['{"key": "short", "session": "one"}', "half a key"],
    ] as const) {
      secrets.kept.clear();
      secrets.kept.set("psrt.draftKey", stored);
      await writeFile(file(), filed);
      const made = await key("two");
      assert.equal(made.length, 32);
      assert.deepEqual(await key("two"), made);
    }
  });
});
