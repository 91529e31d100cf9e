import * as vscode from "vscode";

/** VS Code's token for a signal, which closes what it has opened. */
export function cancellationOf(signal: AbortSignal | undefined): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  if (signal?.aborted === true) source.cancel();
  signal?.addEventListener("abort", () => source.cancel(), { once: true });
  return source.token;
}
