import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child, run } from "../launch/child.ts";

/** A Python that runs the tools. @throws when there is none of 3.11 or newer. */
export async function findPython(): Promise<string> {
  for (const python of ["python3", "/usr/bin/python3", "python"]) {
    const check = "import sys; sys.exit(sys.version_info < (3, 11))";
    if ((await new Child(python, ["-c", check]).exited) === 0) return python;
  }
  throw new Error(
    "The interop test needs Python 3.11 or newer to run blurb and cherry_picker, and found none. " +
      "Install it (Debian: apt-get install python3 python3-pip) and run again.",
  );
}

/**
 * Installs packages from PyPI into a folder.
 *
 * @throws when Python has neither pip nor venv.
 */
export async function pipInstall(
  python: string,
  folder: string,
  packages: readonly string[],
  ...options: readonly string[]
): Promise<void> {
  const quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  const install = [...quiet, ...options, "--target", folder, ...packages];
  if ((await new Child(python, ["-m", "pip", "--version"]).exited) === 0) {
    await run(python, install);
    return;
  }
  const scratch = await mkdtemp(join(tmpdir(), "venv-"));
  try {
    const venv = new Child(python, ["-m", "venv", scratch]);
    if ((await venv.exited) !== 0) {
      throw new Error(
        "Python has neither pip nor venv to install from PyPI with. Install one of them " +
          `(Debian: apt-get install python3-pip) and run again.\n${venv.lastLines}`,
      );
    }
    await run(join(scratch, "bin", "python"), install);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
