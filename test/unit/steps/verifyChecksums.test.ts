import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CancelledError } from "../../../src/base/errors.ts";
import { silentProgress } from "../../../src/base/progress.ts";
import { verifyChecksums } from "../../../src/steps/verifyChecksums.ts";
import type { Comparison, GivenChecksum } from "../../../src/ticket/checksums.ts";
import { useFolder } from "../editor/folder.ts";

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function given(text: string, name?: string): GivenChecksum {
  return { sha256: sha256(text), ...(name !== undefined && { name }) };
}

describe("comparing checksums with artifacts", () => {
  const folder = useFolder();
  const lay = (path: string, text: string): void => {
    mkdirSync(join(folder(), path, ".."), { recursive: true });
    writeFileSync(join(folder(), path), text);
  };
  const compare = (checksums: readonly GivenChecksum[]): Promise<Comparison> =>
    verifyChecksums(checksums, [folder()], silentProgress);

  it("tells what matches, what differs under its name, and what is nowhere", async () => {
    lay("a/python.exe", "python");
    lay("b/copy.exe", "python");
    lay("a/Other.exe", "changed");
    lay("a/more.txt", "more");
    const { compared, files, unmentioned } = await compare([
      given("python", "C:\\Downloads\\python.exe"),
      given("other", "other.EXE"),
      given("nowhere", "nowhere.exe"),
      given("unnamed"),
    ]);
    assert.deepEqual(
      compared.map(({ matches, differs }) => [matches, differs]),
      [
        [["a/python.exe", "b/copy.exe"], []],
        [[], ["a/Other.exe"]],
        [[], []],
        [[], []],
      ],
    );
    assert.deepEqual([files, unmentioned], [4, 1]);
  });

  it("takes single files, and several of them", async () => {
    lay("a/one", "1");
    lay("b/two", "2");
    const paths = [join(folder(), "a/one"), join(folder(), "b/two")];
    const { compared } = await verifyChecksums([given("2")], paths, silentProgress);
    assert.deepEqual(compared[0]?.matches, ["two"]);
    const alone = await verifyChecksums([given("1")], paths.slice(0, 1), silentProgress);
    assert.deepEqual(alone.compared[0]?.matches, [paths[0]]);
  });

  it("follows no link, neither out nor in a circle, and opens no pipe", async () => {
    lay("outside/secret", "secret");
    mkdirSync(join(folder(), "in"));
    symlinkSync(join(folder(), "outside"), join(folder(), "in/out"));
    symlinkSync(join(folder(), "outside/secret"), join(folder(), "in/file"));
    symlinkSync(join(folder(), "in"), join(folder(), "in/again"));
    symlinkSync("nowhere", join(folder(), "in/broken"));
    execFileSync("mkfifo", [join(folder(), "in/pipe")]);
    const { compared, files, links, troubles } = await verifyChecksums(
      [given("secret")],
      [join(folder(), "in")],
      silentProgress,
    );
    assert.deepEqual([compared[0]?.matches, files, links, troubles], [[], 0, 4, []]);
  });

  it("takes a chosen folder that is a link for what it leads to", async () => {
    lay("real/python.exe", "python");
    symlinkSync(join(folder(), "real"), join(folder(), "link"));
    const { compared } = await verifyChecksums(
      [given("python")],
      [join(folder(), "link")],
      silentProgress,
    );
    assert.deepEqual(compared[0]?.matches, ["python.exe"]);
  });

  it("goes on where a file can't be read, and says so", async function () {
    lay("python.exe", "python");
    const { compared, troubles } = await verifyChecksums(
      [given("python")],
      [folder(), join(folder(), "gone")],
      silentProgress,
    );
    assert.equal(compared[0]?.matches.length, 1);
    assert.deepEqual(troubles, [{ path: "gone", trouble: "It is not there any more." }]);
    if (process.getuid?.() === 0) return;
    chmodSync(join(folder(), "python.exe"), 0);
    assert.equal((await compare([given("python")])).troubles[0]?.trouble, "You may not read it.");
  });

  it("reads a huge file piece by piece, tells how far it is and can be cancelled", async () => {
    lay("huge", "");
    truncateSync(join(folder(), "huge"), 2 ** 31);
    const controller = new AbortController();
    const fractions: number[] = [];
    const before = process.memoryUsage().rss;
    const progress = {
      report: (_: string, fraction?: number): void => {
        if (fraction !== undefined) fractions.push(fraction);
        if (fractions.length === 40) controller.abort();
      },
    };
    await assert.rejects(
      verifyChecksums([given("x")], [folder()], progress, controller.signal),
      CancelledError,
    );
    assert.equal(fractions.length, 40);
    assert.ok(fractions.every((each, index) => each > (fractions[index - 1] ?? 0)));
    assert.ok(process.memoryUsage().rss - before < 200e6);
  });

  it("looks at thousands of files in many folders", async () => {
    for (let n = 0; n < 2000; n++) lay(`${n % 50}/${n}`, String(n));
    const { files, compared } = await compare([given("1234")]);
    assert.deepEqual([files, compared[0]?.matches], [2000, ["34/1234"]]);
  });

  it("has nothing to say of an empty folder", async () => {
    const { files, compared } = await compare([given("x")]);
    assert.deepEqual([files, compared[0]?.matches], [0, []]);
  });
});
