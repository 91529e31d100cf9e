import { lstat, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ParseError } from "jsonc-parser";
import { HumanError, systemCode } from "../base/errors.ts";
import { quarantineEdits, type SettingEdit } from "../embargo/quarantine.ts";
import type { Git } from "../git/git.ts";
import { writeWhole } from "./cloneMark.ts";

const SETTINGS = ".vscode/settings.json";

export interface Quarantine {
  /** Absolute path of the folder that the window opens: the clone, or a linked work tree of it. */
  readonly folder: string;
  /** Absolute path of the clone's main work tree. */
  readonly clone: string;
}

/**
 * Sets the settings of a private clone's window, in a file that git ignores. Other keys and comments
 * in it stay.
 * @throws {HumanError} for a file that can't be understood, or that the project tracks.
 */
export async function writeQuarantine(
  git: Git,
  place: Quarantine,
  edits: readonly SettingEdit[] = quarantineEdits(),
  signal?: AbortSignal,
): Promise<void> {
  await ignoreSettings(place.clone);
  if (!(await settingsIgnored(git, place.folder, signal))) {
    throw new HumanError(
      `The project tracks ${SETTINGS}, so settings there would get into a commit.`,
      "Set them in your user settings while you work on this ticket.",
    );
  }
  await requireNoLink(place.folder);
  const path = join(place.folder, SETTINGS);
  const before = await textOf(path);
  const after = await editedSettings(before ?? "", edits);
  if (after === before) return;
  await mkdir(join(place.folder, ".vscode"), { recursive: true });
  await writeWhole(path, after);
}

/** Whether git ignores the settings; a file that is tracked is not. */
export async function settingsIgnored(
  git: Git,
  folder: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const args = ["check-ignore", "--quiet", "--", SETTINGS];
  return (await git.attempt(args, { cwd: folder, signal })).exitCode === 0;
}

/** By `info/exclude`, which is never committed and holds for linked work trees, too. */
export async function ignoreSettings(clone: string): Promise<void> {
  const path = join(clone, ".git", "info", "exclude");
  const before = (await textOf(path)) ?? "";
  const line = `/${SETTINGS}`;
  if (before.split(/\r?\n/).includes(line)) return;
  await mkdir(join(clone, ".git", "info"), { recursive: true });
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  await writeWhole(path, `${start}${line}\n`);
}

/**
 * The text of a settings file with some values set; comments, order and other keys stay.
 * @throws {HumanError} for a text with errors, which an edit could make worse.
 */
export async function editedSettings(text: string, edits: readonly SettingEdit[]): Promise<string> {
  const { applyEdits, modify, parse } = await import("./jsonEdits.ts");
  const start = text.trim() === "" ? "{}\n" : text;
  const errors: ParseError[] = [];
  const root: unknown = parse(start, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof root !== "object" || root === null || Array.isArray(root)) {
    throw new HumanError(
      `${SETTINGS} of the private clone has errors.`,
      "Correct it, or remove it, then try again.",
    );
  }
  const formattingOptions = {
    insertSpaces: true,
    tabSize: 2,
    eol: start.includes("\r\n") ? "\r\n" : "\n",
  };
  return edits.reduce(
    (done, { path, value }) =>
      applyEdits(done, modify(done, [...path], value, { formattingOptions })),
    start,
  );
}

/** A branch may bring a link in the place of the folder or the file, which would lead elsewhere. */
async function requireNoLink(folder: string): Promise<void> {
  for (const name of [".vscode", SETTINGS]) {
    const path = join(folder, name);
    const isLink = await lstat(path).then(
      (stats) => stats.isSymbolicLink(),
      () => false,
    );
    if (isLink) {
      throw new HumanError(`${name} of the private clone is a link.`, "Remove it, then try again.");
    }
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
