import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { runCommand } from "../editor/commands.ts";
import { openOnSite } from "../editor/externalPage.ts";
import { REVIEW_EXTENSION, reviewAddress } from "../editor/reviewAddress.ts";
import { knownPlace } from "../steps/privatePlace.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";
import { isInWindow } from "./privateTicket.ts";

/**
 * Hands a private pull request to the GitHub Pull Requests extension in the private clone's window,
 * or to the browser. In any other window that extension would offer a clone of its own, without
 * lock and quarantine.
 */
export async function reviewPull(
  desk: Desk,
  ticket: Ticket,
  fork: RepositoryName,
  { number, htmlUrl }: Pick<PullRequest, "number" | "htmlUrl">,
): Promise<void> {
  const browse = (): Promise<void> => openOnSite(htmlUrl, desk.gitHub().site.webUrl);
  if (vscode.extensions.getExtension(REVIEW_EXTENSION) === undefined) return browse();
  if (await isInWindow(ticket)) {
    const address = reviewAddress(vscode.env.uriScheme, fork, number);
    await vscode.env.openExternal(vscode.Uri.parse(address, true));
    return;
  }
  if ((await knownPlace(await desk.records.read(ticket), ticket)) === undefined) return browse();
  const choice = await vscode.window.showQuickPick(
    [
      {
        label: "$(lock) In the private clone's window",
        detail: "It opens; review there with “Review Private Pull Request”.",
        act: () => runCommand("psrt.openPrivateClone", { ticket }),
      },
      { label: "$(link-external) In the browser", detail: "The page on GitHub.", act: browse },
    ],
    { title: `Review Private Pull Request #${number}`, placeHolder: "Where" },
  );
  if (choice === undefined) throw new CancelledError();
  await choice.act();
}
