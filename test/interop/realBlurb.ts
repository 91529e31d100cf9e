import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BlurbSection } from "../../src/text/blurb.ts";
import { run } from "../launch/child.ts";
import { piece } from "../launch/piece.ts";
import { whileSaying } from "../launch/say.ts";
import { findPython, pipInstall } from "./python.ts";

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
      piece(`interop-blurb-${version}`, (folder) =>
        pipInstall(python, folder, [`blurb==${version}`], "--no-deps"),
      ),
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
