/** The extension that reviews pull requests in VS Code. */
export const REVIEW_EXTENSION = "GitHub.vscode-pull-request-github";

/**
 * The address by which that extension opens a pull request. It wants the numbers and names as JSON,
 * which all of its versions read.
 *
 * @param scheme of this editor: "vscode", "vscode-insiders", …
 */
export function reviewAddress(
  scheme: string,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  pull: number,
): string {
  const query = encodeURIComponent(JSON.stringify({ owner, repo, pullRequestNumber: pull }));
  return `${scheme}://${REVIEW_EXTENSION.toLowerCase()}/open-pull-request-webview?${query}`;
}
