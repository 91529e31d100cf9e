import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { checkoutFiles } from "../steps/checkoutFiles.ts";
import { isCPythonFolder } from "../steps/cpythonFolder.ts";
import { newBlurb } from "../steps/newBlurb.ts";
import { parseIssue } from "../steps/publicTexts.ts";
import { projects } from "../ticket/project.ts";
import type { Desk } from "./desk.ts";
import { newsRemarks } from "./landing.ts";

const TITLE = "New Security Blurb";

/** A Security news entry in any CPython checkout, as the real blurb writes it. */
export function registerBlurb(desk: Desk): vscode.Disposable[] {
  return [registerCommand("psrt.newBlurb", desk.log, () => writeBlurb(desk))];
}

async function writeBlurb(desk: Desk): Promise<void> {
  const project = projects.find(({ news }) => news === "blurb");
  if (project === undefined) throw new Error("No project takes blurbs");
  const root = await chooseCheckout();
  const text = await vscode.window.showInputBox({
    title: TITLE,
    prompt: "Number or address of the public issue: 140001, gh-140001, …",
    ignoreFocusOut: true,
    validateInput: (text) => {
      const issue = parseIssue(project, text);
      return issue.valid ? undefined : issue.reason;
    },
  });
  const issue = text === undefined ? undefined : parseIssue(project, text);
  if (issue?.valid !== true) throw new CancelledError();
  const now = desk.clock.now();
  const body = await desk.documents.ask({
    name: `Security entry gh-${issue.value}.rst`,
    text: "",
    editable: true,
    yes: "Write Entry",
    no: "Cancel",
    hint: "What users will notice, in neutral words, without ids",
    check: (text) => newsRemarks(project, issue.value, text, now),
  });
  if (body === undefined) throw new CancelledError();
  const path = await newBlurb({ root, issue: issue.value, body, now }, checkoutFiles);
  await vscode.window.showTextDocument(vscode.Uri.file(path));
}

/** The workspace folder that is a CPython checkout; asks when there are several. */
async function chooseCheckout(): Promise<string> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(
    ({ uri }) => uri.scheme === "file",
  );
  const checks = await Promise.all(
    folders.map(async (folder) => ((await isCPythonFolder(folder.uri.fsPath)) ? [folder] : [])),
  );
  const checkouts = checks.flat();
  const [first, ...others] = checkouts;
  if (first === undefined) {
    throw new HumanError(
      "No open folder is a CPython checkout.",
      "Open the folder that holds Include/Python.h, Python/ceval.c and Misc/NEWS.d.",
    );
  }
  if (others.length === 0) return first.uri.fsPath;
  const choice = await vscode.window.showQuickPick(
    checkouts.map(({ name, uri }) => ({ label: name, description: uri.fsPath })),
    { title: TITLE, placeHolder: "CPython checkout" },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.description;
}
