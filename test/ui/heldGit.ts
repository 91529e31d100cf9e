import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.ts";

// A call hands its process on to git, so that the file in which it says who has called is the only
// trace of it. Of two calls at a time one alone can take "wanted" away.
const PROGRAM = `#!/bin/sh
here=$(dirname "$0")
echo $PPID > "$here/caller.$$" && mv "$here/caller.$$" "$here/caller"
if [ -f "$here/wanted" ]; then
  case "$*" in
    *"$(cat "$here/wanted")"*)
      if mv "$here/wanted" "$here/own.$$" 2>/dev/null; then
        echo $$ > "$here/own.$$" && mv "$here/own.$$" "$here/held"
        while [ -f "$here/held" ]; do sleep 0.05; done
      fi ;;
  esac
fi
exec git "$@"
`;

/** A git that waits before a command until it is let go, for who wants to do something meanwhile. */
export class HeldGit {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<HeldGit> {
    const folder = await mkdtemp(join(tmpdir(), "psrt-git-"));
    const held = new HeldGit(folder);
    await writeFile(held.program, PROGRAM);
    await chmod(held.program, 0o755);
    return held;
  }

  get program(): string {
    return join(this.#folder, "git");
  }

  /** The next command whose arguments hold the words will wait. */
  async hold(words: string): Promise<void> {
    await writeFile(join(this.#folder, "wanted"), words);
  }

  /** Waits until a command waits; its process. */
  async held(): Promise<number> {
    return until("git to be called", () => this.#number("held"));
  }

  /** The process that has called git last: the extension host. */
  async caller(): Promise<number> {
    return until("a caller of git", () => this.#number("caller"));
  }

  async letGo(): Promise<void> {
    await rm(join(this.#folder, "held"), { force: true });
  }

  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #number(name: string): Promise<number | undefined> {
    const text = await readFile(join(this.#folder, name), "utf8").catch(() => "");
    return text === "" ? undefined : Number(text);
  }
}
