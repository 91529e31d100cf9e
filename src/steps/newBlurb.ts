import { join } from "node:path";
import { HumanError, systemCode } from "../base/errors.ts";
import { makeBlurb } from "../text/blurb.ts";
import { isCPythonCheckout } from "../text/cpythonCheckout.ts";
import type { CheckoutFiles } from "./checkoutFiles.ts";

export interface NewBlurb {
  /** The checkout's absolute path. */
  readonly root: string;
  readonly issue: number;
  readonly body: string;
  readonly now: Date;
}

/**
 * Writes a Security entry into a CPython checkout and returns its absolute path. Never overwrites,
 * never makes a folder, never leaves the checkout through a link.
 * @throws {HumanError} for a text or number that blurb refuses, a folder that is no CPython
 * checkout, an entry that exists, and a disk that refuses.
 */
export async function newBlurb(
  { root, issue, body, now }: NewBlurb,
  files: CheckoutFiles,
): Promise<string> {
  const blurb = makeBlurb({ issue, section: "Security", body, now });
  if (!blurb.valid) {
    throw new HumanError(blurb.reason, "Change the entry and try again; nothing was written.");
  }
  const isThere = async (path: string) => (await files.kind(join(root, path))) !== undefined;
  if (!(await isCPythonCheckout(isThere))) {
    throw new HumanError(
      `${root} is not a CPython checkout.`,
      "Open the folder that holds Include/Python.h, Python/ceval.c and Misc/NEWS.d.",
    );
  }
  const names = blurb.value.path.split("/");
  for (let depth = 1; depth < names.length; depth++) {
    await requireFolder(join(root, ...names.slice(0, depth)), files);
  }
  const path = join(root, ...names);
  try {
    await files.create(path, blurb.value.content);
  } catch (error) {
    throw explain(error, path);
  }
  return path;
}

async function requireFolder(path: string, files: CheckoutFiles): Promise<void> {
  const kind = await files.kind(path);
  if (kind === "folder") return;
  throw kind === "link"
    ? new HumanError(
        `${path} is a symbolic link, and an entry is written only inside the checkout.`,
        "Restore the folder with git, then try again.",
      )
    : new HumanError(
        `The checkout has no folder ${path}.`,
        "Restore it with git, or switch to a branch that takes NEWS entries.",
      );
}

function explain(error: unknown, path: string): unknown {
  const options = { cause: error };
  switch (systemCode(error)) {
    case "EEXIST":
      return new HumanError(
        `The entry ${path} exists already; it was not changed.`,
        "Open it, or wait a second and try again.",
        options,
      );
    case "ENOSPC":
    case "EDQUOT":
      return new HumanError(
        "The disk is full; no entry was written.",
        "Free some space and try again.",
        options,
      );
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return new HumanError(
        `${path} can't be written: the folder is read-only for you.`,
        "Make the checkout writable and try again.",
        options,
      );
    default:
      return error;
  }
}
