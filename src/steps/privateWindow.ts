import { HumanError } from "../base/errors.ts";
import {
  quarantineFindings,
  type Finding,
  type Fix,
  type QuarantineFacts,
  type SettingEdit,
} from "../embargo/quarantine.ts";
import { QUARANTINE_SETTINGS } from "../embargo/quarantineSettings.ts";
import { shieldOf, type Shield } from "../embargo/shield.ts";
import type { Git } from "../git/git.ts";
import { requireGit } from "../git/version.ts";
import { clockTime } from "../ticket/botSchedule.ts";
import type { MarkedClone } from "./cloneMark.ts";
import { gitTrouble } from "./gitTrouble.ts";
import { lockGaps, lockPushes, type PushLock } from "./pushLock.ts";
import { ignoreSettings, settingsIgnored, writeQuarantine } from "./quarantine.ts";

export { markedClone } from "./cloneMark.ts";
export type { Finding, Fix, MarkedClone, Shield };

/** A folder of a window that shows a private clone. */
export interface PrivateFolder extends MarkedClone {
  /** Absolute path; a linked work tree has one of its own. */
  readonly folder: string;
}

/** What the window itself tells; git is asked only in a folder that the person trusts. */
export interface WindowFacts extends Pick<QuarantineFacts, "settings" | "extensions" | "editor"> {
  readonly trusted: boolean;
}

/** The settings to look at. */
export const quarantineSettingIds: readonly string[] = QUARANTINE_SETTINGS.map(({ id }) => id);

/** Looks at everything that the quarantine of a private clone's window is made of. Changes nothing. */
export async function inspectWindow(
  git: Git,
  place: PrivateFolder,
  { trusted, ...facts }: WindowFacts,
): Promise<readonly Finding[]> {
  if (!trusted) return quarantineFindings({ ...facts, lock: "unchecked", ignored: "unchecked" });
  try {
    await requireGit(git);
    const [lock, ignored] = await Promise.all([
      lockGaps(git, place.path, lockOf(place)),
      settingsIgnored(git, place.folder),
    ]);
    return quarantineFindings({ ...facts, lock, ignored });
  } catch (error) {
    throw gitTrouble(error);
  }
}

/** Puts right what can be without the person. @throws {HumanError} */
export async function repairWindow(
  git: Git,
  place: PrivateFolder,
  fixes: readonly Fix[],
): Promise<void> {
  try {
    const edits = fixes.flatMap((fix): readonly SettingEdit[] =>
      fix.kind === "settings" ? fix.edits : [],
    );
    if (fixes.some(({ kind }) => kind === "ignore")) await ignoreSettings(place.path);
    if (fixes.some(({ kind }) => kind === "lock")) {
      await lockPushes(git, place.path, lockOf(place));
    }
    if (edits.length > 0) {
      await writeQuarantine(git, { folder: place.folder, clone: place.path }, edits);
    }
    if (
      fixes.some(({ kind }) => kind === "ignore") &&
      !(await settingsIgnored(git, place.folder))
    ) {
      throw new HumanError(
        "git still sees .vscode/settings.json: the project tracks it.",
        "Don't commit it.",
      );
    }
  } catch (error) {
    throw gitTrouble(error);
  }
}

/** The status bar's words for what was found. @param at when it was looked at. */
export function shieldWords(
  findings: readonly Finding[],
  places: readonly PrivateFolder[],
  at: Date,
): Shield {
  const tickets = places.map(({ ticket }) => ticket.ghsaId).join(", ");
  return shieldOf(findings, tickets, clockTime(at));
}

function lockOf({ path, folder, fork, upstream }: PrivateFolder): PushLock {
  return { fork, upstream, finalPath: path, workTree: folder };
}
