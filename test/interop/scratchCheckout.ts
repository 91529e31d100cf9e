import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../launch/child.ts";

/** A git repository that blurb takes for CPython, with one released version in its NEWS. */
export async function makeScratchCheckout(): Promise<string> {
  const checkout = await mkdtemp(join(tmpdir(), "cpython-"));
  const files = {
    "README.rst": "This is Python version 3.15.0 alpha 2\n",
    LICENSE: "A. HISTORY OF THE SOFTWARE\n",
    "Include/Python.h": "",
    "Python/ceval.c": "",
    "Misc/NEWS.d/3.15.0a1.rst":
      ".. date: 2026-05-01-12-00-00\n.. gh-issue: 130000\n.. nonce: AAAAAA\n" +
      ".. release date: 2026-05-02\n.. section: Library\n\nBegin.\n",
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(checkout, dirname(path)), { recursive: true });
    await writeFile(join(checkout, path), content);
  }
  await run("git", ["init", "--quiet"], { cwd: checkout });
  return checkout;
}

export async function removeScratchCheckout(checkout: string): Promise<void> {
  await rm(checkout, { recursive: true });
}
