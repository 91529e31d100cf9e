import { join } from "node:path";
import { build } from "./build.ts";
import { cache, root, vsix } from "./folders.ts";
import { isFresh } from "./freshness.ts";
import { packageExtension } from "./vsce.ts";

/** The packaged helper that signs in to the sandbox; never part of the product. */
export const signInVsix = join(cache, "sandbox-signin.vsix");

/** Builds and packages the product as users get it, into `vsix`. */
export async function packageProduct(): Promise<void> {
  await build();
  await packageExtension(root, vsix);
}

/** All that the package is made from. */
const sources = [
  "src",
  "media",
  "package.json",
  "package.nls.json",
  "package-lock.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  ".vscodeignore",
  "esbuild.mjs",
].map((name) => join(root, name));

/** Packages the product, unless it has not changed since it was last packaged. */
export async function requireProduct(): Promise<void> {
  if (!(await isFresh(vsix, sources))) await packageProduct();
}

const signIn = join(import.meta.dirname, "sandbox-signin");

/**
 * Packages `sandbox-signin` unless it is there: an extension that calls the product's token command
 * when a window starts. The web workbench keeps secrets in memory, so each of its windows starts
 * signed out.
 */
export async function requireSignIn(): Promise<void> {
  if (!(await isFresh(signInVsix, [signIn]))) await packageExtension(signIn, signInVsix);
}
