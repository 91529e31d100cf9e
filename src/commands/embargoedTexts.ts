import { join } from "node:path";
import * as vscode from "vscode";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { asRecord } from "../base/shape.ts";
import { BegunTexts } from "../editor/begunTexts.ts";
import { DraftKey } from "../editor/draftKey.ts";
import { KeptBoards } from "../editor/keptBoards.ts";
import { MailFiles } from "../editor/mailFiles.ts";
import { SealedDrafts } from "../editor/sealedDrafts.ts";
import { TicketPages } from "../editor/ticketPages.ts";
import { ReportKeeper } from "../steps/keepReport.ts";

/** Where embargoed text is shown and kept on this machine: sealed, but for what a mail program opens. */
export interface EmbargoedTexts {
  readonly pages: TicketPages;
  readonly reports: ReportKeeper;
  /** Of the advisory form. */
  readonly drafts: SealedDrafts;
  /** Replies that were begun and not sent. */
  readonly replies: BegunTexts;
  /** Public issues and pull requests that were written and not opened: secret until they are. */
  readonly publicTexts: BegunTexts;
  /** Private pull requests that were begun and not opened. */
  readonly pulls: SealedDrafts;
  readonly mails: MailFiles;
  /** The last known tickets. */
  readonly kept: KeptBoards;
  dispose(): void;
}

export function embargoedTexts(
  { globalStorageUri, secrets, extension }: vscode.ExtensionContext,
  clock: Clock,
  log: Log,
): EmbargoedTexts {
  const folder = (name: string): string => vscode.Uri.joinPath(globalStorageUri, name).fsPath;
  const key = new DraftKey(join(folder("drafts"), "key"), secrets, vscode.env.sessionId);
  const version = String(asRecord(extension.packageJSON)?.["version"]);
  const pages = new TicketPages();
  return {
    pages,
    reports: new ReportKeeper(new SealedDrafts(folder("reports"), key, "report"), clock, log),
    drafts: new SealedDrafts(folder("drafts"), key),
    replies: new BegunTexts(new SealedDrafts(folder("replies"), key, "reply")),
    publicTexts: new BegunTexts(new SealedDrafts(folder("public-texts"), key, "public")),
    pulls: new SealedDrafts(folder("pulls"), key, "pull"),
    mails: new MailFiles(folder("mail")),
    kept: new KeptBoards(folder("last-known"), key, version, log),
    dispose: () => pages.dispose(),
  };
}
