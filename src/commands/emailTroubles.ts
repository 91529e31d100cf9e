import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { openKnownPage } from "../editor/externalPage.ts";
import { choiceLabel } from "../editor/labels.ts";
import type { Disagreement } from "../steps/emailDraft.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";

/** Whether it stands in the way. */
export function isTrouble({ level }: Pick<Disagreement, "level">): boolean {
  return level === "error";
}

/**
 * Shows why the e-mail is not due; choosing one leads to where it can be mended and ends there.
 *
 * @returns the reason to write it all the same.
 * @throws {CancelledError}
 */
export async function chooseTrouble(
  desk: Desk,
  ref: TicketRef,
  troubles: readonly Disagreement[],
): Promise<string> {
  const anyway = { label: "$(edit) Write It Anyway…", detail: "Asks for a reason" };
  const items = troubles.map((trouble) => ({
    label: `$(${isTrouble(trouble) ? "error" : "warning"}) ${choiceLabel(trouble.text)}`,
    detail: trouble.place.kind === "form" ? "Open the advisory form" : "Open the page",
    trouble,
  }));
  const choices: readonly (vscode.QuickPickItem & { readonly trouble?: Disagreement })[] = [
    ...items,
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    anyway,
  ];
  const choice = await vscode.window.showQuickPick(choices, {
    title: `The e-mail about ${ref.ghsaId} is not due yet`,
    placeHolder: "Choose what you want to mend",
    ignoreFocusOut: true,
  });
  if (choice === undefined) throw new CancelledError();
  if (choice === anyway) return askReason();
  if (choice.trouble !== undefined) await lead(desk, ref, choice.trouble);
  throw new CancelledError();
}

async function lead(desk: Desk, ref: TicketRef, { place }: Disagreement): Promise<void> {
  if (place.kind !== "page") {
    desk.openForm(ref);
    return;
  }
  await openKnownPage(place.url, desk.gitHub().site.webUrl);
}

/** Why the person goes on all the same. @throws {CancelledError} */
export async function askReason(): Promise<string> {
  const reason = await vscode.window.showInputBox({
    title: "Compose Advisory E-Mail",
    prompt: "Why is it right all the same? The reason is kept on this machine only.",
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? "Give a reason." : undefined),
  });
  if (reason === undefined || reason.trim() === "") throw new CancelledError();
  return reason.trim();
}
