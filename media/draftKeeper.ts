import type { Edits } from "../src/form/formState.ts";
import type { Host } from "./host.ts";
import { keptText } from "./saveBar.ts";
import type { Silence } from "./silence.ts";

/** How long typing rests before the draft is kept, in milliseconds. */
const KEEP_AFTER_MS = 300;

/** Sends the draft to the host, which keeps it, and says what came of that. */
export class DraftKeeper {
  readonly #host: Host;
  readonly #silence: Silence;
  readonly #say: (text: string) => void;
  #waiting: Edits | undefined;
  #timer: number | undefined;

  constructor(host: Host, silence: Silence, say: (text: string) => void) {
    this.#host = host;
    this.#silence = silence;
    this.#say = say;
    // A hidden page may be gone at any time, so the draft leaves before.
    for (const event of ["blur", "pagehide"]) window.addEventListener(event, () => this.now());
    document.addEventListener("visibilitychange", () => this.now());
  }

  /** Keeps it when typing rests. */
  soon(edits: Edits): void {
    this.#waiting = edits;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.now(), KEEP_AFTER_MS);
  }

  /** Keeps what is waiting, if anything is. */
  now(): void {
    if (this.#waiting !== undefined) void this.keep(this.#waiting);
  }

  /** Keeps it in place of what is waiting; resolves when the host has answered. */
  async keep(edits: Edits): Promise<void> {
    window.clearTimeout(this.#timer);
    this.#waiting = undefined;
    this.#silence.expect();
    const answer = await this.#host.ask({ type: "keepDraft", edits });
    this.#silence.heard();
    if (answer.type === "draftKept") {
      this.#say(keptText(answer.savedAt));
    } else if (answer.type === "refused") {
      this.#say(`Draft not kept: ${answer.message} ${answer.next}`);
    }
  }
}
