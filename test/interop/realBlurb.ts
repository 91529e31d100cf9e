import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BlurbSection } from "../../src/text/blurb.ts";
import { Child, run } from "../launch/child.ts";
import { piece } from "../launch/piece.ts";
import { whileSaying } from "../launch/say.ts";

/** The release that ours must agree with; it needs Python 3.11. */
const version = "2.3.0";

export interface BlurbCase {
  /** As on the command line of `blurb add -i`. */
  readonly issue: string;
  readonly section: BlurbSection;
  readonly body: string;
  /** Whole seconds since the epoch. */
  readonly now: number;
}

export type BlurbAnswer =
  | { readonly refusal: string }
  | {
      readonly path: string;
      readonly content: string;
      /** Every word typed was written, and blurb reads the same entry back from its file. */
      readonly faithful: boolean;
    };

/** The `blurb` tool from PyPI. */
export class RealBlurb {
  readonly #python: string;
  readonly #packages: string;

  private constructor(python: string, packages: string) {
    this.#python = python;
    this.#packages = packages;
  }

  /** @throws when there is no Python 3.11, or neither pip nor venv in it. */
  static async install(): Promise<RealBlurb> {
    const python = await findPython();
    const packages = await whileSaying(`Installing blurb ${version} from PyPI`, () =>
      piece(`interop-blurb-${version}`, (folder) => pipInstall(python, folder)),
    );
    return new RealBlurb(python, packages);
  }

  /** What blurb makes of each case in a time zone. */
  async answers(cases: readonly BlurbCase[], zone: string): Promise<readonly BlurbAnswer[]> {
    const folder = await mkdtemp(join(tmpdir(), "blurb-"));
    try {
      const [asked, answered] = [join(folder, "cases.json"), join(folder, "answers.json")];
      await writeFile(asked, JSON.stringify(cases));
      const driver = join(import.meta.dirname, "driver.py");
      await this.#python3([driver, asked, answered], folder, { TZ: zone });
      const answers = JSON.parse(await readFile(answered, "utf8")) as readonly BlurbAnswer[];
      if (answers.length !== cases.length) throw new Error("blurb left cases unanswered.");
      return answers;
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  /** Runs a subcommand in a checkout. @throws with its output when it fails. */
  async command(checkout: string, ...args: readonly string[]): Promise<void> {
    await this.#python3(["-m", "blurb", ...args], checkout);
  }

  async #python3(
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await run(this.#python, args, {
      cwd,
      env: { ...env, PYTHONPATH: this.#packages, PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" },
    });
  }
}

async function findPython(): Promise<string> {
  for (const python of ["python3", "/usr/bin/python3", "python"]) {
    const check = "import sys; sys.exit(sys.version_info < (3, 11))";
    if ((await new Child(python, ["-c", check]).exited) === 0) return python;
  }
  throw new Error(
    `The interop test needs Python 3.11 or newer to run blurb ${version}, and found none. ` +
      "Install it (Debian: apt-get install python3 python3-pip) and run again.",
  );
}

async function pipInstall(python: string, folder: string): Promise<void> {
  const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder];
  const blurb = [...install, "--disable-pip-version-check", `blurb==${version}`];
  if ((await new Child(python, ["-m", "pip", "--version"]).exited) === 0) {
    await run(python, blurb);
    return;
  }
  const scratch = await mkdtemp(join(tmpdir(), "venv-"));
  try {
    const venv = new Child(python, ["-m", "venv", scratch]);
    if ((await venv.exited) !== 0) {
      throw new Error(
        "Python has neither pip nor venv to install blurb with. Install one of them " +
          `(Debian: apt-get install python3-pip) and run again.\n${venv.lastLines}`,
      );
    }
    await run(join(scratch, "bin", "python"), blurb);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
