import { join } from "node:path";
import { isCPythonCheckout } from "../text/cpythonCheckout.ts";
import { checkoutFiles } from "./checkoutFiles.ts";

/** Whether a folder (absolute path) is a CPython checkout. */
export async function isCPythonFolder(root: string): Promise<boolean> {
  return isCPythonCheckout(
    async (path) => (await checkoutFiles.kind(join(root, path))) !== undefined,
  );
}
