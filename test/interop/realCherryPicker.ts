import { run } from "../launch/child.ts";
import { piece } from "../launch/piece.ts";
import { whileSaying } from "../launch/say.ts";
import { findPython, pipInstall } from "./python.ts";

/** The release that ours must agree with. */
const version = "2.7.0";

/** The `cherry_picker` tool from PyPI. */
export class RealCherryPicker {
  readonly #python: string;
  readonly #packages: string;

  private constructor(python: string, packages: string) {
    this.#python = python;
    this.#packages = packages;
  }

  static async install(): Promise<RealCherryPicker> {
    const python = await findPython();
    const name = `interop-cherry-picker-${version}`;
    const packages = await whileSaying(`Installing cherry_picker ${version} from PyPI`, () =>
      piece(name, (folder) => pipInstall(python, folder, [`cherry_picker==${version}`])),
    );
    return new RealCherryPicker(python, packages);
  }

  /** Makes a backport branch in a checkout, and leaves it there. @throws when it does not apply. */
  async pick(checkout: string, commit: string, branch: string): Promise<void> {
    await this.#command(checkout, "--no-push", commit, branch);
  }

  /** Ends what `pick` has begun; the branch goes. */
  async abort(checkout: string): Promise<void> {
    await this.#command(checkout, "--abort");
  }

  async #command(cwd: string, ...args: readonly string[]): Promise<void> {
    await run(this.#python, ["-m", "cherry_picker", ...args], {
      cwd,
      env: { PYTHONPATH: this.#packages, PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" },
    });
  }
}
