import * as vscode from "vscode";

const SCHEME = "psrt-new";

/** What a row with something new on it is decorated by. */
export function newMarkUri(rowId: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${rowId}` });
}

/** A dot at the end of the row, as the explorer marks a file that was changed. */
export const newMarks: vscode.FileDecorationProvider = {
  provideFileDecoration: ({ scheme }) =>
    scheme === SCHEME
      ? new vscode.FileDecoration(
          "●",
          "New since you last looked",
          new vscode.ThemeColor("list.highlightForeground"),
        )
      : undefined,
};
