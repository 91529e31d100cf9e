import * as vscode from "vscode";
import { HumanError } from "../base/errors.ts";

/**
 * Opens a page of GitHub in the browser. Its address came with an answer, so it must lie on the
 * site that the person is signed in to, such as "https://github.com".
 *
 * @throws {HumanError}
 */
export async function openOnSite(address: string, site: string): Promise<void> {
  if (!address.startsWith(`${site}/`)) {
    throw new HumanError(
      "The ticket's address does not lead to GitHub.",
      "Open it in the browser by its GHSA id.",
    );
  }
  await vscode.env.openExternal(vscode.Uri.parse(address, true));
}

/** Sites that a ticket's texts lead to besides the person's own GitHub. */
const KNOWN_SITES = ["https://github.com/", "https://pypi.org/"];

/**
 * Opens a page in the browser that lies on the person's GitHub or on another site that is known.
 *
 * @throws {HumanError}
 */
export async function openKnownPage(address: string, site: string): Promise<void> {
  if (![`${site}/`, ...KNOWN_SITES].some((start) => address.startsWith(start))) {
    throw new HumanError(
      "The page's address does not lead to GitHub.",
      "Open it in the browser by the ticket's GHSA id.",
    );
  }
  await vscode.env.openExternal(vscode.Uri.parse(address, true));
}

/**
 * FIRST's own calculator, filled in.
 *
 * @param vector a checked CVSS v4 vector
 */
export async function openFirstsCalculator(vector: string): Promise<void> {
  const page = vscode.Uri.parse("https://www.first.org/cvss/calculator/4.0", true);
  await vscode.env.openExternal(page.with({ fragment: vector }));
}
