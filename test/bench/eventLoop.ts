/** How long the event loop was held up at most, measured by a timer that should come every 2 ms. */
export class EventLoop {
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();
  #cpu = process.cpuUsage();
  #blocked = 0;
  #computed = 0;

  constructor() {
    this.#timer = setInterval(() => this.#tick(), EVERY_MS);
  }

  /** The longest block and what this process computed in it, in milliseconds. */
  end(): { readonly blocked: number; readonly computed: number } {
    this.#tick();
    clearInterval(this.#timer);
    return { blocked: this.#blocked, computed: Math.min(this.#computed, this.#blocked) };
  }

  #tick(): void {
    const [now, cpu] = [performance.now(), process.cpuUsage(this.#cpu)];
    const blocked = now - this.#last - EVERY_MS;
    if (blocked > this.#blocked) {
      this.#blocked = blocked;
      this.#computed = (cpu.user + cpu.system) / 1000;
    }
    this.#last = now;
    this.#cpu = process.cpuUsage();
  }
}

const EVERY_MS = 2;
