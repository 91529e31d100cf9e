import * as vscode from "vscode";
import { openOnSite } from "../editor/externalPage.ts";
import { noticeText } from "../editor/labels.ts";
import { andWords, labelRequest, type MissingLabels } from "../steps/labels.ts";
import { issueSecrets, type IssueWish } from "../steps/publicIssue.ts";
import type { Project } from "../ticket/project.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";

/** What no public text of the ticket may give away. */
export async function secretsFor(desk: Desk, ticket: Ticket): Promise<IssueWish["secrets"]> {
  const { users } = desk.gitHub();
  const reporter = ticket.author === null ? undefined : await users.nameOf(ticket.author);
  return issueSecrets(ticket, reporter);
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
