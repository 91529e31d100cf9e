import { rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./child.ts";
import { root } from "./folders.ts";

/** Bundles the extension into `dist`. @throws with the bundler's own lines. */
export async function build(): Promise<void> {
  await run(process.execPath, ["esbuild.mjs"], { cwd: root });
}

/** Bundles the extension, and each file of `test/host` into `out/host`. */
export async function buildWithHostSuite(): Promise<void> {
  await rm(join(root, "out", "host"), { recursive: true, force: true });
  await run(process.execPath, ["esbuild.mjs", "--tests"], { cwd: root });
}
