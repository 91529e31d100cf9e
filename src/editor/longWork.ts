import * as vscode from "vscode";
import type { Progress } from "../base/progress.ts";
import { dialogs } from "./dialogs.ts";
import { isSoonDone } from "./soonDone.ts";

/** Work of less is over before anybody could read of it or cancel it, in milliseconds. */
const PATIENCE_MS = 500;

interface Step {
  readonly message?: string;
  readonly increment: number;
}

/**
 * Work that may take a while: once it does, a notification with progress and a Cancel button. Of more
 * than three notifications within a moment VS Code shows three alone, so that one for each short work
 * could keep its result from being seen.
 */
export async function longWork<T>(
  title: string,
  work: (progress: Progress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let unseen: Step = { increment: 0 };
  let show = (step: Step): void => {
    unseen = { ...step, increment: unseen.increment + step.increment };
  };
  const outcome = work(
    reporting((step) => show(step)),
    controller.signal,
  );
  if (await isSoonDone(outcome, dialogs, PATIENCE_MS)) return outcome;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (view, token) => {
      const listener = token.onCancellationRequested(() => controller.abort());
      show = (step) => view.report(step);
      show(unseen);
      try {
        return await outcome;
      } finally {
        listener.dispose();
      }
    },
  );
}

/** Fractions of the whole as the increments that VS Code adds up. */
function reporting(show: (step: Step) => void): Progress {
  let reached = 0;
  return {
    report: (message, fraction) => {
      const percent = fraction === undefined ? undefined : Math.floor(fraction * 100);
      const label = percent === undefined ? message : `${message} (${percent}%)`;
      const increment = percent === undefined ? 0 : Math.max(0, percent - reached);
      reached += increment;
      show({ message: label, increment });
    },
  };
}
