import { join, resolve } from "node:path";

/** The root of the checkout. */
export const root = resolve(import.meta.dirname, "../..");

/** Everything the launcher fetches or makes; git-ignored and safe to delete. */
export const cache = join(root, ".vscode-test");

/** The packaged extension, made by `npm run package`. */
export const vsix = join(root, "psrt-coordinator.vsix");
