/** How long the host may take for what it does at once, in milliseconds. */
const SILENT_AFTER_MS = 5000;

/** Tells when nothing is heard of the host in time: after its end no page is connected again. */
export class Silence {
  readonly #show: (isSilent: boolean) => void;
  #timer: number | undefined;

  constructor(show: (isSilent: boolean) => void) {
    this.#show = show;
  }

  /** To be called with each message that the host answers at once. */
  expect(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#show(true), SILENT_AFTER_MS);
  }

  heard(): void {
    window.clearTimeout(this.#timer);
    this.#show(false);
  }
}
