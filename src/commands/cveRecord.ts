import { join } from "node:path";
import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { EMBARGOED_ENDING } from "../editor/contributions.ts";
import { isMeant } from "../editor/doubt.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { writePrivate } from "../editor/privateFile.ts";
import type { WeaknessFile } from "../editor/weaknessFile.ts";
import type { CveRecordDraft } from "../steps/draftRecord.ts";
import type * as AllLetters from "../steps/letters.ts";
import type { Project } from "../ticket/project.ts";
import { parseVersion, type PythonVersion } from "../ticket/pythonVersion.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { requireProject, ticketFor, type Desk } from "./desk.ts";

type Letters = Pick<typeof AllLetters, "checkCveRecord" | "cveRecordText" | "recordDigest">;

const TITLE = "Draft CVE Record";

/** The CVE record for the numbering authority's operators, to copy or to save. */
export function registerCveRecord(desk: Desk, weaknesses: WeaknessFile): vscode.Disposable[] {
  return [
    registerCommand("psrt.draftCveRecord", desk.log, (row) => draftFor(desk, weaknesses, row)),
  ];
}

async function draftFor(desk: Desk, weaknesses: WeaknessFile, row: unknown): Promise<void> {
  const ref = await ticketFor(desk, row, TITLE, ({ state }) => state === "draft");
  const project = requireProject(ref.repository);
  const introducedIn = await askFirstVersion(project);
  const gitHub = desk.gitHub();
  const letters = await import("../steps/letters.ts");
  const draft = await longWork("Drafting the CVE record", async (_, signal) => {
    const facts = await desk.board.readAnew(gitHub, ref, signal);
    const wishes = {
      cweIds: facts.ticket.weaknesses,
      ...(introducedIn !== undefined && { introducedIn }),
    };
    const ports = { gitHub, weaknesses: () => weaknesses.read() };
    return letters.draftRecord(ports, project, facts, wishes, signal);
  });
  if (!draft.valid) throw new HumanError(draft.reason, "Complete the ticket, then try again.");
  await handOver(desk, ref, draft.value, letters);
}

/** Undefined where the person does not know it. @throws {CancelledError} */
async function askFirstVersion({ backports }: Project): Promise<PythonVersion | undefined> {
  if (!backports) return undefined;
  const text = await vscode.window.showInputBox({
    title: TITLE,
    prompt: "The first version that is affected, if you know it; else all before the fix are.",
    placeHolder: "3.13.0",
    ignoreFocusOut: true,
    validateInput: (given) => {
      const version = parseVersion(given);
      return given.trim() === "" || version.valid ? undefined : version.reason;
    },
  });
  if (text === undefined) throw new CancelledError();
  const version = parseVersion(text);
  return version.valid ? version.value : undefined;
}

async function handOver(
  desk: Desk,
  ref: TicketRef,
  draft: CveRecordDraft,
  letters: Letters,
): Promise<void> {
  const name = draft.record.cveMetadata.cveId;
  const text = await edit(desk, draft, letters);
  if (text === undefined || !(await copyOrSave(name, text))) return;
  const digest = letters.recordDigest(text);
  if (digest === undefined) return;
  await desk.records.update(ref, { madeRecord: digest });
  await desk.board.recordChanged(ref);
}

/** Lets the person change the record until it says what the advisory says, or is wanted as it is. */
async function edit(
  desk: Desk,
  { record, remarks }: CveRecordDraft,
  { checkCveRecord, cveRecordText }: Letters,
): Promise<string | undefined> {
  const warnings = remarks.map((remark) => ({ level: "warning" as const, text: remark }));
  let text = cveRecordText(record);
  for (;;) {
    const answer = await desk.documents.ask({
      name: `${record.cveMetadata.cveId}.json${EMBARGOED_ENDING}`,
      text,
      editable: true,
      yes: "Copy or Save…",
      no: "Close",
      hint: "For the PSF's numbering authority, who publishes it after the e-mail",
      check: (given) => [...checkCveRecord(given, record), ...warnings],
      advises: true,
    });
    if (answer === undefined) return undefined;
    text = answer;
    const errors = checkCveRecord(text, record).filter(({ level }) => level === "error");
    if (errors.length === 0) return text;
    const isWanted = await isMeant({
      message: "The record says something else than the advisory.",
      detail: errors.map(({ line, text: words }) => `• Line ${line + 1}: ${words}`).join("\n"),
      yes: "Use It Anyway",
      no: "Edit Again",
    });
    if (isWanted) return text;
  }
}

/** Whether it was handed over. */
async function copyOrSave(name: string, text: string): Promise<boolean> {
  const copy = { label: "$(copy) Copy" };
  const save = { label: "$(save) Save as a File…", description: `${name}.json` };
  const choice = await vscode.window.showQuickPick([copy, save], {
    title: name,
    ignoreFocusOut: true,
  });
  if (choice === copy) {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(`The record of ${name} is copied (embargoed)`, 4000);
    return true;
  }
  if (choice !== save) return false;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const uri = await vscode.window.showSaveDialog({
    title: "Save the CVE record",
    filters: { JSON: ["json"] },
    defaultUri: vscode.Uri.file(join(folder, `${name}.json`)),
  });
  if (uri?.scheme !== "file") return false;
  await writePrivate(uri.fsPath, text);
  vscode.window.setStatusBarMessage(
    noticeText(`The record of ${name} is saved to ${uri.fsPath} (embargoed)`),
    4000,
  );
  return true;
}
