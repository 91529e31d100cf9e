import { asInstant, asRecord, asString } from "../base/shape.ts";
import { readPrivate, writePrivate } from "./privateFile.ts";

interface KeptText {
  readonly address: string;
  readonly text: string;
  readonly at: Date;
}

/** The last good answer of a public address, as one JSON file. */
export class KeptTextFile {
  readonly #path: string;

  /** @param path Absolute. */
  constructor(path: string) {
    this.#path = path;
  }

  /** A file that can't be understood reads as "nothing kept". */
  async read(): Promise<KeptText | undefined> {
    const bytes = await readPrivate(this.#path);
    if (bytes === undefined) return undefined;
    try {
      const data = asRecord(JSON.parse(bytes.toString("utf8")));
      const address = asString(data?.["address"]);
      const text = asString(data?.["text"]);
      const at = asInstant(data?.["at"]);
      return address === undefined || text === undefined || at === undefined
        ? undefined
        : { address, text, at };
    } catch {
      return undefined;
    }
  }

  async write({ address, text, at }: KeptText): Promise<void> {
    await writePrivate(this.#path, `${JSON.stringify({ address, text, at })}\n`);
  }
}
