import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { securityPatches } from "../../real/securityPatches.ts";

describe("The security patches of a Debian series", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "patches-"));
    const patches = {
      "deb-setup.diff": "Description: gh-12345: flags\n\n--- a/x\n+++ b/x\n",
      "0001-upstream.patch":
        "From: =?UTF-8?q?=C5=81ukasz=20Langa?= <a@example.org>\nDate: x\n" +
        "Subject: [PATCH] [3.11] gh-140001: Fix a\n thing\n\nText\n---\n a | 1 +\n\ndiff --git a/a b/a\n",
      "CVE-2024-0001.patch":
        'Author: "Ada" <ada@example.org>\nBug: gh-140002\n\n+++ b/Misc/NEWS.d/next/Security/x.rst\n',
      "skip-CVE-2023-1.patch": "From: Ada <ada@example.org>\nSubject: Skip tests\n\n--- a/x\n",
      "unused.patch": "From: A <a@b>\nSubject: [3.11] gh-140003: Not in the series\n",
      series:
        "deb-setup.diff\n# off.patch\n0001-upstream.patch -p1\n\nCVE-2024-0001.patch # x\nskip-CVE-2023-1.patch\n",
    };
    for (const [name, text] of Object.entries(patches)) await writeFile(join(folder, name), text);
  });

  after(() => rm(folder, { recursive: true }));

  it("are upstream's commits for 3.11 and what is named for a CVE, in order", async () => {
    assert.deepEqual(await securityPatches(folder), [
      {
        name: "0001-upstream.patch",
        path: join(folder, "0001-upstream.patch"),
        subject: "[3.11] gh-140001: Fix a thing",
        author: { name: "Łukasz Langa", email: "a@example.org" },
        issue: 140001,
        bringsNews: false,
      },
      {
        name: "CVE-2024-0001.patch",
        path: join(folder, "CVE-2024-0001.patch"),
        subject: "CVE-2024-0001.patch",
        author: { name: "Ada", email: "ada@example.org" },
        issue: 140002,
        bringsNews: true,
      },
    ]);
  });
});
