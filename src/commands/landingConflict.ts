import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { choiceLabel, noticeText } from "../editor/labels.ts";
import type { LandingOutcome, LandingSlot } from "../steps/landing.ts";
import { LandingFolder } from "../steps/landingFolder.ts";
import type { ConflictedFile, Landing } from "../ticket/landing.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";

type Conflict = Extract<LandingOutcome, { at: "conflict" }>;

/**
 * Lets the person resolve what conflicts: files without markers by a choice, the others in the
 * merge editor, one after the other. VS Code takes a second one for the first when it opens at once.
 * @returns how many files are left that are resolved in an editor.
 */
export async function openConflicts(
  desk: Desk,
  ref: TicketRef,
  slot: LandingSlot,
  { landing, open }: Conflict,
): Promise<number> {
  const folder = new LandingFolder(desk.storage, ref, slot);
  const known = new Map((landing.conflicts ?? []).map((each) => [each.path, each]));
  for (const { path } of open.filter(({ hasMarkers }) => !hasMarkers)) {
    await askVersion(desk, folder, known.get(path) ?? { path, hasMarkers: false }, landing);
  }
  const { isPlainText } = await import("../steps/landing.ts");
  const inEditor = open.filter(({ hasMarkers }) => hasMarkers);
  for (const { path } of inEditor.slice(0, 1)) {
    const versions = known.get(path) ?? { path, hasMarkers: true };
    if (await isPlainText(desk.git(), folder, versions)) {
      await desk.landingFiles.merge(folder.name, versions, sidesOf(landing));
    } else {
      await desk.landingFiles.open(folder.name, path);
    }
  }
  return inEditor.length;
}

function sidesOf({ of }: Landing): { readonly project: string; readonly reviewed: string } {
  return of.kind === "main"
    ? { project: "Project", reviewed: `Private pull request #${of.pullRequest}` }
    : { project: `Branch ${of.branch}`, reviewed: `Fix ${of.commit.slice(0, 10)}` };
}

/** For a file that git can't merge line by line: deleted on one side, binary, renamed twice. */
async function askVersion(
  desk: Desk,
  folder: LandingFolder,
  file: ConflictedFile,
  landing: Landing,
): Promise<void> {
  const sides = sidesOf(landing);
  const choice = await vscode.window.showQuickPick(
    [
      {
        label: file.reviewed === undefined ? "Delete it" : "Take the reviewed version",
        detail: choiceLabel(sides.reviewed),
        side: "reviewed" as const,
      },
      {
        label: file.project === undefined ? "Leave it out" : "Take the project's version",
        detail: choiceLabel(sides.project),
        side: "project" as const,
      },
    ],
    {
      title: "Continue Landing",
      placeHolder: noticeText(`${file.path} can't be merged line by line`),
      ignoreFocusOut: true,
    },
  );
  if (choice === undefined) throw new CancelledError();
  const { chooseVersion } = await import("../steps/landing.ts");
  await chooseVersion(desk.git(), folder, file.path, choice.side);
}
