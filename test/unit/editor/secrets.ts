import type { SecretStorage } from "vscode";

/** The editor's secret storage, as a map; nothing else is asked of it. */
export class Secrets implements Pick<SecretStorage, "get" | "store"> {
  readonly kept = new Map<string, string>();
  broken = false;

  get(key: string): Promise<string | undefined> {
    if (this.broken) return Promise.reject(new Error("The keyring is locked"));
    return Promise.resolve(this.kept.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.kept.set(key, value);
    return Promise.resolve();
  }
}
