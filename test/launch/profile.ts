import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { EditorOptions } from "./editor.ts";
import { quietSettings } from "./settings.ts";

/** The folder in which one run of VS Code keeps its settings, extensions and state. */
export interface Profile {
  readonly folder: string;
  /** Where each extension keeps files of its own. */
  readonly storage: string;
  dispose(): Promise<void>;
}

/** @param settingsFiles where the settings go, relative to the profile's folder. */
export async function makeProfile(
  options: EditorOptions,
  settingsFiles: readonly string[],
): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), "psrt-vscode-"));
  const settings = JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2);
  for (const name of settingsFiles) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${settings}\n`, { mode: 0o600 });
  }
  return {
    folder,
    storage: join(folder, "data", "User", "globalStorage"),
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A secret for one run. */
export function newToken(): string {
  return randomBytes(16).toString("hex");
}
