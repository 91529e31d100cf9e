/** Whatever must be let go. VS Code's own Disposable fits. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns disposables and lets them go in reverse order, once. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];

  add<T extends Disposable>(item: T): T {
    this.#items.push(item);
    return item;
  }

  dispose(): void {
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}
