import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";

/** How long a person may pause between two letters before a search begins, in milliseconds. */
const PAUSE_MS = 400;

interface Person extends vscode.QuickPickItem {
  readonly login: string;
}

/**
 * Lets the person search people and check several; who was checked stays in the list.
 *
 * @throws {CancelledError} when nobody was chosen.
 */
export async function choosePeople(
  title: string,
  search: (words: string, signal: AbortSignal) => Promise<readonly string[]>,
  failed: (error: unknown) => void,
): Promise<readonly string[]> {
  const pick = vscode.window.createQuickPick<Person>();
  pick.title = title;
  pick.placeholder = "Login or name of a person on GitHub";
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  let timer: NodeJS.Timeout | undefined;
  let running = new AbortController();
  const look = async (words: string): Promise<void> => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    pick.busy = true;
    try {
      const found = await search(words, signal);
      if (signal.aborted) return;
      const chosen = [...pick.selectedItems];
      const more = found
        .filter((login) => chosen.every((each) => each.login !== login))
        .map((login) => ({ label: login, login, alwaysShow: true }));
      pick.items = [...chosen, ...more];
      pick.selectedItems = chosen;
      if (chosen.length === 0) pick.activeItems = more.slice(0, 1);
      pick.title = found.length === 0 ? `${title}: GitHub knows nobody by “${words}”` : title;
    } catch (error) {
      if (!signal.aborted) failed(error);
    } finally {
      if (!signal.aborted) pick.busy = false;
    }
  };
  const listeners = [
    pick.onDidChangeValue((value) => {
      clearTimeout(timer);
      const words = value.trim();
      if (words.length >= 2) timer = setTimeout(() => void look(words), PAUSE_MS);
    }),
  ];
  try {
    const chosen = await new Promise<readonly Person[]>((resolve) => {
      listeners.push(
        pick.onDidAccept(() => {
          const { selectedItems, activeItems } = pick;
          // Return without a check mark means the person under the cursor, and never nothing.
          const meant = selectedItems.length > 0 ? selectedItems : activeItems;
          if (meant.length > 0) resolve(meant);
        }),
        pick.onDidHide(() => resolve([])),
      );
      pick.show();
    });
    if (chosen.length === 0) throw new CancelledError();
    return chosen.map(({ login }) => login);
  } finally {
    clearTimeout(timer);
    running.abort();
    for (const listener of listeners) listener.dispose();
    pick.dispose();
  }
}
