import * as vscode from "vscode";
import { openOnSite } from "../editor/externalPage.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { labelRequest, type MissingLabels } from "../steps/labels.ts";
import { LeakGate } from "../steps/leakGate.ts";
import type { Project } from "../ticket/project.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { andWords } from "../ticket/words.ts";
import type { Desk } from "./desk.ts";
import { secretsFor } from "./secrets.ts";

/** What marks in a text, while it is written, what it would give away of the ticket. */
export async function leakGateFor(desk: Desk, ticket: Ticket): Promise<LeakGate> {
  const { records } = desk;
  return longWork(`Reading what ${ticket.ghsaId} must not give away`, (_, signal) =>
    LeakGate.open({ secrets: secretsFor(desk), records, signal }, ticket),
  );
}

/** Says which labels are missing still and exactly what to ask for; silent when none is. */
export async function tellMissing(
  desk: Desk,
  { repository }: Project,
  missing: MissingLabels,
): Promise<void> {
  const [first] = missing;
  if (first === undefined) return;
  const { webUrl } = desk.gitHub().site;
  const words = missing.map(({ number, labels }) => `#${number} lacks ${andWords(labels)}`);
  const [copy, open] = ["Copy Request", "Open in Browser"];
  const choice = await vscode.window.showWarningMessage(
    noticeText(
      `${words.join("; ")}: GitHub did not let you set it. Ask somebody who triages ${fullName(repository)}.`,
    ),
    ...[copy, open],
  );
  if (choice === copy) {
    await vscode.env.clipboard.writeText(labelRequest(webUrl, repository, missing));
    vscode.window.setStatusBarMessage("Request copied (it names nothing private)", 6000);
  }
  if (choice === open) {
    await openOnSite(`${webUrl}/${fullName(repository)}/issues/${first.number}`, webUrl);
  }
}
