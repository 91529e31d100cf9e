import { asRecord, asString } from "../base/shape.ts";

/** The second click of a double click comes within this time, in milliseconds. */
const DOUBLE_CLICK_MS = 500;

/** A tree runs a row's command at each click of a double click; the second is meant by nobody. */
export class DoubleClicks {
  #last = { key: "", at: -Infinity };

  /** @param now in milliseconds, by a clock that never goes back. */
  isSecond(command: string, row: unknown, now: number): boolean {
    const id = asString(asRecord(row)?.["id"]);
    if (id === undefined) return false;
    const key = `${command} ${id}`;
    const before = this.#last;
    this.#last = { key, at: now };
    return before.key === key && now - before.at < DOUBLE_CLICK_MS;
  }
}
