/** How long the event loop was held up at most, measured by a timer that should come every 2 ms. */
export class EventLoop {
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();
  #blocked = 0;

  constructor() {
    this.#timer = setInterval(() => this.#tick(), EVERY_MS);
  }

  /** The longest block, in milliseconds. */
  end(): { readonly blocked: number } {
    this.#tick();
    clearInterval(this.#timer);
    return { blocked: this.#blocked };
  }

  #tick(): void {
    const now = performance.now();
    this.#blocked = Math.max(this.#blocked, now - this.#last - EVERY_MS);
    this.#last = now;
  }
}

const EVERY_MS = 2;
