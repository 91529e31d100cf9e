import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BegunTexts } from "../../../src/editor/begunTexts.ts";
import { DraftKey } from "../../../src/editor/draftKey.ts";
import { SealedDrafts } from "../../../src/editor/sealedDrafts.ts";
import { CPYTHON } from "../ticket/builders.ts";
import { useFolder } from "./folder.ts";
import { Secrets } from "./secrets.ts";

const REF = { repository: CPYTHON, ghsaId: "GHSA-2222-3333-4444" };
const OTHER = { repository: CPYTHON, ghsaId: "GHSA-2222-3333-5555" };

describe("begun replies", () => {
  const folder = useFolder();
  let drafts: SealedDrafts;
  let replies: BegunTexts;
  beforeEach(() => {
    const key = new DraftKey(join(folder(), "key"), new Secrets(), "one");
    drafts = new SealedDrafts(join(folder(), "replies"), key, "reply");
    replies = new BegunTexts(drafts);
  });
  const files = (): Promise<string[]> => readdir(join(folder(), "replies"));
  const texts = async (): Promise<readonly string[]> =>
    (await replies.of(REF)).map(({ text }) => text);

  it("stay when another one is begun, and each goes only when it is sent", async () => {
    await replies.keep(REF, { id: "a", text: "What I had thought about for an hour" });
    await replies.keep(REF, { id: "b", text: "Thanks for" });
    await replies.keep(REF, { id: "b", text: "Thanks for your report." });
    assert.deepEqual(await texts(), [
      ...["Thanks for your report.", "What I had thought about for an hour"],
    ]);
    assert.deepEqual(await replies.of(OTHER), []);
    await replies.drop(REF, "b");
    assert.deepEqual(await texts(), ["What I had thought about for an hour"]);
    await replies.drop(REF, "a");
    assert.deepEqual([await texts(), await files()], [[], []]);
  });

  it("are none when they are empty, and leave no file", async () => {
    await replies.keep(REF, { id: "a", text: "Thanks" });
    await replies.keep(REF, { id: "a", text: " \n" });
    assert.deepEqual([await texts(), await files()], [[], []]);
  });

  it("are all kept when they are written at once", async () => {
    const ids = ["a", "b", "c", "d"];
    await Promise.all(ids.map((id) => replies.keep(REF, { id, text: id })));
    assert.deepEqual([...(await texts())].sort(), ids);
    await replies.remove(REF);
    assert.deepEqual(await files(), []);
  });

  it("are none where their file can't be opened, and new ones take its place", async () => {
    await replies.keep(REF, { id: "a", text: "Thanks" });
    const [name = ""] = await files();
    await writeFile(join(folder(), "replies", name), "damaged");
    assert.deepEqual(await texts(), []);
    await replies.keep(REF, { id: "b", text: "Thanks again" });
    assert.deepEqual(await texts(), ["Thanks again"]);
  });

  it("stay where their file can't be read for a moment", async () => {
    await replies.keep(REF, { id: "a", text: "Thanks" });
    const read = drafts.read.bind(drafts);
    drafts.read = () => Promise.reject(new Error("EMFILE: too many open files"));
    await assert.rejects(replies.keep(REF, { id: "b", text: "Hello" }), /EMFILE/);
    drafts.read = read;
    assert.deepEqual(await texts(), ["Thanks"]);
  });
});
