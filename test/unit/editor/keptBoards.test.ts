import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { silentLog } from "../../../src/base/log.ts";
import { DraftKey } from "../../../src/editor/draftKey.ts";
import { KeptBoards } from "../../../src/editor/keptBoards.ts";
import type { KeptBoard } from "../../../src/ticket/keptBoard.ts";
import { NO_RIGHTS } from "../../../src/ticket/rights.ts";
import { CPYTHON, makeTicket, NOW } from "../ticket/builders.ts";
import { useFolder } from "./folder.ts";
import { Secrets } from "./secrets.ts";

const MEL = { login: "mel", apiUrl: "https://api.github.com" };
const SAM = { login: "sam", apiUrl: "https://api.github.com" };

function made(title: string, asOf = NOW): KeptBoard {
  const readings = [
    { repository: CPYTHON, tickets: [makeTicket({ title })], rights: NO_RIGHTS, asOf },
  ];
  return { readings, facts: new Map(), isMember: true };
}

describe("the tickets kept for the time without a network", () => {
  const folder = useFolder();
  let secrets: Secrets;
  beforeEach(() => (secrets = new Secrets()));
  /** As a window has them. */
  const boards = (version = "1.0.0"): KeptBoards => {
    const key = new DraftKey(join(folder(), "key"), secrets, "one");
    return new KeptBoards(join(folder(), "boards"), key, version, silentLog);
  };
  const files = async (): Promise<string[]> =>
    (await readdir(join(folder(), "boards"))).map((name) => join(folder(), "boards", name));
  const bytes = async (): Promise<Buffer> => {
    const [only, ...others] = await files();
    assert.ok(only !== undefined && others.length === 0);
    return readFile(only);
  };

  it("come back whole after a restart, dates and all", async () => {
    const board = made("naïve café 🐍");
    await boards().keep(MEL, board);
    assert.deepEqual(await boards().read(MEL), board);
    assert.deepEqual(await boards().read({ ...MEL, login: "MEL" }), board);
  });

  it("lie on disk sealed, for their owner only, and do not name whose they are", async () => {
    await boards().keep(MEL, made("EMBARGOED"));
    const [file = ""] = await files();
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.ok(!file.includes("mel"));
    for (const word of ["EMBARGOED", "GHSA", "cpython"]) {
      assert.ok(!(await bytes()).includes(word), word);
    }
  });

  it("are one account's each, and can't be passed off as another's", async () => {
    await boards().keep(MEL, made("of mel"));
    assert.equal(await boards().read(SAM), undefined);
    assert.equal(await boards().read({ ...MEL, apiUrl: "https://ghe.example/api/v3" }), undefined);
    const [mine = ""] = await files();
    const content = await readFile(mine);
    await boards().keep(SAM, made("of sam"));
    for (const file of await files()) await writeFile(file, content);
    assert.equal(await boards().read(SAM), undefined);
    assert.deepEqual(await boards().read(MEL), made("of mel"));
  });

  it("are written again only when they have changed, or their time is long past", async () => {
    const one = boards();
    await one.keep(MEL, made("a"));
    const first = await bytes();
    const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
    await one.keep(MEL, made("a", minutes(5)));
    assert.deepEqual(await bytes(), first);
    await one.keep(MEL, made("a", minutes(10)));
    assert.notDeepEqual(await bytes(), first);
    assert.deepEqual((await one.read(MEL))?.readings[0]?.asOf, minutes(10));
    await one.keep(MEL, made("b", minutes(11)));
    assert.equal((await one.read(MEL))?.readings[0]?.tickets[0]?.title, "b");
  });

  it("are gone when forgotten, and when there is nothing left that may be seen", async () => {
    const one = boards();
    void one.keep(MEL, made("a"));
    await one.forget(MEL);
    assert.deepEqual(await files(), []);
    await one.keep(MEL, made("a"));
    assert.deepEqual(await boards().read(MEL), made("a"));
    await one.keep(MEL, { readings: [], facts: new Map(), isMember: true });
    assert.deepEqual(await files(), []);
    await one.forget(SAM);
  });

  it("read as none when damaged, without their key, or made by another version", async () => {
    await boards().keep(MEL, made("a"));
    assert.equal(await boards("1.0.1").read(MEL), undefined);
    const [file = ""] = await files();
    const whole = await readFile(file);
    for (const content of [Buffer.alloc(0), whole.subarray(0, 20), whole.subarray(1)]) {
      await writeFile(file, content);
      assert.equal(await boards().read(MEL), undefined);
    }
    await writeFile(file, whole);
    secrets.broken = true;
    assert.equal(await boards().read(MEL), undefined);
    await boards().keep(MEL, made("b"));
    secrets.broken = false;
    assert.deepEqual(await boards().read(MEL), made("a"));
  });
});
