import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HumanError } from "../../../src/base/errors.ts";
import { DraftKey } from "../../../src/editor/draftKey.ts";
import { SealedDrafts } from "../../../src/editor/sealedDrafts.ts";
import { CPYTHON } from "../ticket/builders.ts";
import { useFolder } from "./folder.ts";
import { Secrets } from "./secrets.ts";

const REF = { repository: CPYTHON, ghsaId: "GHSA-2222-3333-4444" };
const OTHER = { repository: CPYTHON, ghsaId: "GHSA-2222-3333-5555" };
const DRAFT = { version: 1, text: "EMBARGOED naïve café 🐍" };

describe("drafts of embargoed text", () => {
  const folder = useFolder();
  let secrets: Secrets;
  beforeEach(() => (secrets = new Secrets()));
  /** As a window has them that was opened in that session of VS Code. */
  const drafts = (session = "one"): SealedDrafts => {
    const key = new DraftKey(join(folder(), "key"), secrets, session);
    return new SealedDrafts(join(folder(), "drafts"), key);
  };
  const loseKey = async (): Promise<void> => {
    secrets.kept.clear();
    await rm(join(folder(), "key"), { force: true });
  };
  const files = async (): Promise<string[]> =>
    (await readdir(join(folder(), "drafts"))).map((name) => join(folder(), "drafts", name));
  const file = async (): Promise<string> => {
    const [only, ...others] = await files();
    assert.ok(only !== undefined && others.length === 0);
    return only;
  };

  it("survive a restart of the editor", async () => {
    await drafts().write(REF, DRAFT);
    assert.deepEqual(await drafts().read(REF), DRAFT);
    assert.equal(await drafts().read(OTHER), undefined);
  });

  it("lie on disk sealed, for their owner only", async () => {
    await drafts().write(REF, DRAFT);
    const bytes = await readFile(await file());
    for (const word of ["EMBARGOED", "version", "café"]) assert.ok(!bytes.includes(word), word);
    const modes = [await file(), join(folder(), "drafts")].map(
      async (path) => (await stat(path)).mode & 0o777,
    );
    assert.deepEqual(await Promise.all(modes), [0o600, 0o700]);
    const [key = ""] = secrets.kept.values();
    assert.ok(!bytes.includes(Buffer.from(key, "base64")));
  });

  it("never repeat a seal", async () => {
    const one = drafts();
    await one.write(REF, DRAFT);
    const first = await readFile(await file());
    await one.write(REF, DRAFT);
    assert.notDeepEqual(await readFile(await file()), first);
  });

  it("are all sealed by one key", async () => {
    const one = drafts();
    await Promise.all([one.write(REF, DRAFT), one.write(OTHER, { version: 2 })]);
    assert.equal(secrets.kept.size, 1);
    assert.deepEqual(await drafts().read(REF), DRAFT);
    assert.deepEqual(await drafts().read(OTHER), { version: 2 });
  });

  it("can't be opened as another ticket's, changed, cut or without their key", async () => {
    const refused = async (): Promise<void> => {
      await assert.rejects(drafts().read(REF), (error: unknown) => {
        assert.ok(error instanceof HumanError);
        assert.match(error.message, /can't be opened/);
        return true;
      });
    };
    await drafts().write(OTHER, DRAFT);
    const name = await file();
    await rename(name, name.replace(OTHER.ghsaId, REF.ghsaId));
    await refused();

    await drafts().write(REF, DRAFT);
    const path = await file();
    const whole = await readFile(path);
    for (const at of [0, 13, whole.length - 1]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path, changed);
      await refused();
    }
    for (const length of [0, 5, 20, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length));
      await refused();
    }
    await writeFile(path, whole);
    await loseKey();
    await refused();
  });

  it("make room for a new one when they can't be opened", async () => {
    await drafts().write(REF, { version: 1 });
    await loseKey();
    await assert.rejects(drafts().read(REF), HumanError);
    await drafts().write(REF, DRAFT);
    assert.deepEqual(await drafts().read(REF), DRAFT);
  });

  it("are not written unsealed, nor over each other, while the keyring is locked", async () => {
    const one = drafts();
    await one.write(REF, DRAFT);
    const before = await readFile(await file());
    secrets.broken = true;
    await assert.rejects(drafts().write(REF, { version: 2 }));
    await assert.rejects(drafts().read(REF), HumanError);
    assert.deepEqual(await readFile(await file()), before);
    secrets.broken = false;
    const later = drafts();
    assert.deepEqual(await later.read(REF), DRAFT);
  });

  it("are gone once removed, as often as that is asked", async () => {
    await drafts().write(REF, DRAFT);
    await drafts().remove(REF);
    await drafts().remove(REF);
    assert.deepEqual(await files(), []);
    assert.equal(await drafts().read(REF), undefined);
  });

  it("pass the disk's own troubles on", async () => {
    await mkdir(join(folder(), "drafts"));
    await drafts().write(OTHER, DRAFT);
    const path = (await file()).replace(OTHER.ghsaId, REF.ghsaId);
    await mkdir(path);
    await assert.rejects(drafts().read(REF), { code: "EISDIR" });
  });
});
