import assert from "node:assert/strict";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MemoryFiles } from "../../../src/editor/memoryFiles.ts";
import type { Memory } from "../../../src/ticket/memory.ts";
import { NOW } from "../ticket/builders.ts";
import { useFolder } from "./folder.ts";

const MEL = { login: "mel", apiUrl: "https://api.github.com" };

const memory: Memory = {
  repositories: ["python/cpython"],
  tickets: new Map([
    [
      "python/cpython GHSA-2222-3333-4444",
      { seenAt: NOW, told: ["fork"], sources: ["advisory", "comments"] },
    ],
    ["python/cpython GHSA-2222-3333-5555", { told: [], sources: [] }],
  ]),
};

describe("what was told and seen", () => {
  const folder = useFolder();
  const files = (): MemoryFiles => new MemoryFiles(join(folder(), "seen"));
  const names = (): Promise<string[]> => readdir(join(folder(), "seen"));

  it("comes back after a restart, for the same person alone", async () => {
    await files().write(MEL, memory);
    assert.deepEqual(await files().read({ ...MEL, login: "Mel" }), memory);
    assert.equal(await files().read({ ...MEL, login: "sam" }), undefined);
    assert.equal(await files().read({ ...MEL, apiUrl: "https://ghe.example" }), undefined);
    const [name = ""] = await names();
    assert.equal((await stat(join(folder(), "seen", name))).mode & 0o777, 0o600);
  });

  it("is none where the file is not understood, and leaves out what is not", async () => {
    await files().write(MEL, memory);
    const [name = ""] = await names();
    await mkdir(join(folder(), "seen"), { recursive: true });
    const lay = (text: string): Promise<void> => writeFile(join(folder(), "seen", name), text);
    for (const text of ["", "{", "[]", "null", '{"tickets": 7}']) {
      await lay(text);
      assert.equal(await files().read(MEL), undefined, text);
    }
    await lay('{"tickets": {"x": {"seenAt": "soon", "told": [7], "sources": ["evil"]}}}');
    assert.deepEqual(await files().read(MEL), {
      repositories: [],
      tickets: new Map([["x", { told: [], sources: [] }]]),
    });
  });
});
