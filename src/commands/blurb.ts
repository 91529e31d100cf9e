import { basename } from "node:path";
import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { asRecord, asString } from "../base/shape.ts";
import { registerCommand } from "../editor/commands.ts";
import { checkoutFiles } from "../steps/checkoutFiles.ts";
import { isCPythonFolder } from "../steps/cpythonFolder.ts";
import { newBlurb } from "../steps/newBlurb.ts";
import { parseIssue } from "../steps/publicTexts.ts";
import { projects, type Project } from "../ticket/project.ts";
import type { Desk } from "./desk.ts";
import { newsRemarks } from "./landingQuestions.ts";

const TITLE = "New Security Blurb";

/**
 * A Security news entry in any CPython checkout, as the real blurb writes it. A key binding may
 * give the issue: `{"issue": "gh-140001"}`.
 */
export function registerBlurb(desk: Desk): vscode.Disposable[] {
  return [registerCommand("psrt.newBlurb", desk.log, (given) => writeBlurb(desk, given))];
}

async function writeBlurb(desk: Desk, given: unknown): Promise<void> {
  const project = projects.find(({ news }) => news === "blurb");
  if (project === undefined) throw new Error("No project takes blurbs");
  const root = await chooseCheckout(desk, project);
  const issue = await chooseIssue(project, asString(asRecord(given)?.["issue"]));
  const now = desk.clock.now();
  const body = await desk.documents.ask({
    name: `Security entry gh-${issue}.rst`,
    text: "",
    editable: true,
    yes: "Write Entry",
    no: "Cancel",
    hint: "What users will notice, in neutral words, without ids",
    check: (text) => newsRemarks(project, issue, text, now),
  });
  if (body === undefined) throw new CancelledError();
  const path = await newBlurb({ root, issue, body, now }, checkoutFiles);
  await vscode.window.showTextDocument(vscode.Uri.file(path));
}

/** @throws {HumanError} for a given text that names no issue. @throws {CancelledError} */
async function chooseIssue(project: Project, given: string | undefined): Promise<number> {
  const text =
    given ??
    (await vscode.window.showInputBox({
      title: TITLE,
      prompt: "Number or address of the public issue: 140001, gh-140001, …",
      ignoreFocusOut: true,
      validateInput: (text) => {
        const issue = parseIssue(project, text);
        return issue.valid ? undefined : issue.reason;
      },
    }));
  if (text === undefined) throw new CancelledError();
  const issue = parseIssue(project, text);
  if (!issue.valid) throw new HumanError("No entry was written.", issue.reason);
  return issue.value;
}

/** The CPython checkout among the open folders and the chosen public clone; asks among several. */
async function chooseCheckout({ settings }: Desk, project: Project): Promise<string> {
  const open = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === "file")
    .map(({ uri }) => uri.fsPath);
  const chosen = settings.publicClone(project.repository);
  const folders = new Set(chosen === undefined ? open : [...open, chosen]);
  const checks = await Promise.all(
    [...folders].map(async (folder) => ((await isCPythonFolder(folder)) ? [folder] : [])),
  );
  const checkouts = checks.flat();
  const [first, ...others] = checkouts;
  if (first === undefined) {
    throw new HumanError(
      "No open folder is a CPython checkout.",
      "Open the folder that holds Include/Python.h, Python/ceval.c and Misc/NEWS.d.",
    );
  }
  if (others.length === 0) return first;
  const choice = await vscode.window.showQuickPick(
    checkouts.map((path) => ({ label: basename(path), description: path })),
    { title: TITLE, placeHolder: "CPython checkout" },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.description;
}
