import { join } from "node:path";
import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { writePrivate } from "../editor/privateFile.ts";
import type { EmailTexts } from "../steps/emailDraft.ts";
import type * as Letters from "../steps/letters.ts";

export interface ReadyEmail {
  readonly letters: Pick<typeof Letters, "emailFile" | "mailtoAddress">;
  readonly email: EmailTexts;
  /** Of the message file, without ending: "CVE-2026-40107". */
  readonly name: string;
  /** Writes a message file for the mail program; answers its path. */
  readonly keep: (name: string, content: Uint8Array) => Promise<string>;
  readonly now: Date;
}

/**
 * Hands the e-mail to the person's own mail program, or to the clipboard; nothing is sent by us.
 * Copying does not end it, since the subject and the text are copied one after the other; nor does a
 * mail program, since VS Code can't tell whether one has opened.
 *
 * @throws {CancelledError} when none of the ways was taken.
 */
export async function sendEmail({ letters, email, name, keep, now }: ReadyEmail): Promise<void> {
  const mailto = letters.mailtoAddress(email);
  // A file of a remote machine can't be opened by the mail program of this one.
  const isLocal =
    vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  const open = {
    label: "$(mail) Open as a Draft in the Mail Program",
    description: `${name}.eml`,
  };
  const address = { label: "$(link-external) Begin a Message in the Mail Program" };
  const save = { label: "$(save) Save as a Message File…", description: `${name}.eml` };
  const subject = { label: "$(copy) Copy the Subject", text: email.subject };
  const text = { label: "$(copy) Copy the Text", text: email.body };
  const done = { label: "$(check) Done" };
  const long = {
    label: "Too long to begin a message in the mail program",
    kind: vscode.QuickPickItemKind.Separator,
  };
  let before: string | undefined;
  for (;;) {
    const choices: readonly (vscode.QuickPickItem & { readonly text?: string })[] = [
      ...(isLocal ? [open] : []),
      ...(mailto === undefined ? [long] : [address]),
      ...[save, subject, text],
      ...(before === undefined ? [] : [done]),
    ];
    const choice = await vscode.window.showQuickPick(choices, {
      title: "Advisory E-Mail",
      placeHolder: before ?? "How do you want to send it? To: security-announce@python.org",
      ignoreFocusOut: true,
    });
    if (choice === done) return;
    if (choice === undefined) {
      if (before === undefined) throw new CancelledError();
      return;
    }
    if (choice.text !== undefined) {
      await vscode.env.clipboard.writeText(choice.text);
      before = choice === subject ? "The subject is copied" : "The text is copied";
      continue;
    }
    if (choice === save) {
      await writePrivate(await askPath(name), await letters.emailFile(email, now));
      return;
    }
    if (choice === address && mailto !== undefined) {
      await openAddress(mailto);
    } else {
      const path = await keep(`${name}.eml`, await letters.emailFile(email, now));
      await vscode.env.openExternal(vscode.Uri.file(path));
    }
    before = "If no mail program has opened, take another way";
  }
}

async function askPath(name: string): Promise<string> {
  const uri = await vscode.window.showSaveDialog({
    title: "Save the advisory e-mail",
    filters: { "Mail messages": ["eml"] },
    defaultUri: vscode.Uri.file(
      join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "", `${name}.eml`),
    ),
  });
  if (uri?.scheme !== "file") throw new CancelledError();
  return uri.fsPath;
}

/**
 * A `Uri` would decode what is encoded in the address, and lose "&" and "#" of the text: VS Code
 * takes the text itself, too (https://github.com/microsoft/vscode/issues/85930).
 */
async function openAddress(address: string): Promise<void> {
  await vscode.env.openExternal(address as unknown as vscode.Uri);
}
