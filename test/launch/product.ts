import { join } from "node:path";
import { build } from "./build.ts";
import { cache, root, vsix } from "./folders.ts";
import { packageExtension } from "./vsce.ts";

/** The packaged helper that signs in to the sandbox; never part of the product. */
export const signInVsix = join(cache, "sandbox-signin.vsix");

/** Builds and packages the product as users get it, into `vsix`. */
export async function packageProduct(): Promise<void> {
  await build();
  await packageExtension(root, vsix);
}

/**
 * Packages `sandbox-signin`, an extension that calls the product's token command when a window
 * starts: the web workbench keeps secrets in memory, so each of its windows starts signed out.
 */
export async function packageSignIn(): Promise<void> {
  await packageExtension(join(import.meta.dirname, "sandbox-signin"), signInVsix);
}
