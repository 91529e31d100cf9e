import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";

describe("New Security Blurb", () => {
  let session: UiSession;
  let folder: string;
  let earlier: readonly string[];

  before(async () => {
    session = await sharedSession();
    const { clones } = session.surroundings;
    folder = join(clones["python/cpython"] ?? "", "Misc", "NEWS.d", "next", "Security");
    earlier = await readdir(folder);
  });

  const written = async (): Promise<readonly string[]> =>
    (await readdir(folder)).filter((name) => !earlier.includes(name));

  it("asks for an issue that is one", async () => {
    const { quickInput } = session.workbench;
    await session.workbench.command("PSRT: New Security Blurb…");
    await quickInput.type("public issue", "CVE-2026-40107");
    await quickInput.complaint(/This is no CPython issue/);
    await quickInput.type("New Security Blurb", "gh-150777");
  });

  it("shows while typing what is wrong, and writes nothing then", async () => {
    const { workbench } = session;
    const entry = "Security entry gh-150777.rst";
    await workbench.type(entry, "gh-150777: Reject line breaks.");
    await workbench.page.keyboard.press("Control+Enter");
    assert.match(
      await workbench.notification("begins with"),
      /begins with "gh-", which blurb adds by itself.*Change the text/s,
    );
    assert.match(await workbench.problem("begins with"), /begins with "gh-"/);
    assert.deepEqual(await written(), []);
  });

  it("writes the entry as blurb does, and opens it", async () => {
    const { workbench } = session;
    await workbench.clearNotifications();
    await workbench.command("View: Focus Active Editor Group");
    await workbench.page.keyboard.press("Control+a");
    const text =
      "Reject line breaks in the values that are given to :meth:`http.cookies.Morsel.set`.";
    await workbench.type("Security entry gh-150777.rst", text);
    await workbench.page.keyboard.press("Control+Enter");
    const [name = "", ...others] = await until("the entry", async () => {
      const names = await written();
      return names.length === 0 ? undefined : names;
    });
    assert.match(name, /^\d{4}(-\d\d){5}\.gh-issue-150777\.[\w-]{6}\.rst$/);
    assert.deepEqual(others, []);
    assert.equal(
      await readFile(join(folder, name), "utf8"),
      "Reject line breaks in the values that are given to\n:meth:`http.cookies.Morsel.set`.\n",
    );
    await workbench.tab(name);
    await rm(join(folder, name));
  });
});
