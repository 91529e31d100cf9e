/** The modal dialogs on show: nobody can use a notification behind one. */
export class Dialogs {
  readonly #open = new Set<PromiseLike<unknown>>();

  /** Knows of the dialog until it is answered. */
  async show<T>(answer: PromiseLike<T>): Promise<T> {
    this.#open.add(answer);
    try {
      return await answer;
    } finally {
      this.#open.delete(answer);
    }
  }

  /** Waits until no dialog is open; false at once when none was. */
  async answered(): Promise<boolean> {
    if (this.#open.size === 0) return false;
    while (this.#open.size > 0) await Promise.allSettled([...this.#open]);
    return true;
  }
}

/** Those of this window. */
export const dialogs = new Dialogs();
