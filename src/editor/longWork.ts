import * as vscode from "vscode";
import type { Progress } from "../base/progress.ts";

/** Work that takes a while: a notification with progress and a Cancel button. */
export function longWork<T>(
  title: string,
  work: (progress: Progress, signal: AbortSignal) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (view, token) => {
      const controller = new AbortController();
      const listener = token.onCancellationRequested(() => controller.abort());
      let reached = 0;
      const progress: Progress = {
        report: (message, fraction) => {
          const percent = fraction === undefined ? undefined : Math.floor(fraction * 100);
          const label = percent === undefined ? message : `${message} (${percent}%)`;
          const increment = percent === undefined ? 0 : Math.max(0, percent - reached);
          reached += increment;
          view.report({ message: label, increment });
        },
      };
      try {
        return await work(progress, controller.signal);
      } finally {
        listener.dispose();
      }
    },
  );
}
