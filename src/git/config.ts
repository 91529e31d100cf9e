import type { Git } from "./git.ts";

export interface Remote {
  readonly name: string;
  /** Where it fetches from and pushes to, after the person's `insteadOf` rewriting. */
  readonly fetchUrl: string;
  readonly pushUrls: readonly string[];
}

/** A repository's configuration as git sees it, the person's own included. */
export class Config {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** @throws {GitError} @throws {CancelledError} */
  static async read(git: Git, cwd: string, signal?: AbortSignal): Promise<Config> {
    const text = await git.text(["config", "--null", "--list", "--includes"], { cwd, signal });
    const values = new Map<string, string[]>();
    for (const entry of text.split("\0").filter((line) => line !== "")) {
      const [key = "", ...rest] = entry.split("\n");
      values.set(key, [...(values.get(key) ?? []), rest.join("\n")]);
    }
    return new Config(values);
  }

  /** The value that counts: the last one. Section and variable in lower case. */
  get(key: string): string | undefined {
    return this.all(key).at(-1);
  }

  all(key: string): readonly string[] {
    return this.#values.get(key) ?? [];
  }

  remotes(): readonly Remote[] {
    return this.#matching(/^remote\.(.+)\.url$/s).flatMap(([name, [url = ""]]) => {
      const pushUrls = this.all(`remote.${name}.pushurl`);
      return {
        name,
        fetchUrl: this.#rewrite(url, "insteadof"),
        pushUrls:
          pushUrls.length > 0
            ? pushUrls.map((pushUrl) => this.#rewrite(pushUrl, "insteadof"))
            : this.all(`remote.${name}.url`).map((each) => this.pushUrl(each)),
      };
    });
  }

  /** Where `git push <url>` really goes. */
  pushUrl(url: string): string {
    const rewritten = this.#rewrite(url, "pushinsteadof");
    return rewritten === url ? this.#rewrite(url, "insteadof") : rewritten;
  }

  /** The remote that objects missing here are fetched from when they are needed. */
  get promisor(): Remote | undefined {
    return this.remotes().find(
      ({ name }) =>
        this.get(`remote.${name}.promisor`) === "true" ||
        this.get("extensions.partialclone") === name,
    );
  }

  /** git's rule: the longest prefix wins. */
  #rewrite(url: string, how: "insteadof" | "pushinsteadof"): string {
    const rules = this.#matching(new RegExp(`^url\\.(.*)\\.${how}$`, "s")).flatMap(
      ([base, prefixes]) => prefixes.map((prefix) => ({ base, prefix })),
    );
    const [best] = rules
      .filter(({ prefix }) => url.startsWith(prefix))
      .sort((a, b) => b.prefix.length - a.prefix.length);
    return best === undefined ? url : best.base + url.slice(best.prefix.length);
  }

  #matching(key: RegExp): readonly (readonly [name: string, values: readonly string[]])[] {
    return [...this.#values].flatMap(([name, values]) => {
      const found = key.exec(name)?.[1];
      return found === undefined ? [] : [[found, values] as const];
    });
  }
}
