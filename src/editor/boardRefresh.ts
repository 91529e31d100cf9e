import * as vscode from "vscode";
import { HumanError, isCancellation } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { isOffline, seesNothing, type BoardSource } from "../ticket/board.ts";
import { report } from "./commands.ts";
import { setContext } from "./contextKeys.ts";
import { viewIds } from "./contributions.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";

/** Out of sight the tickets are read for notifications alone, and not more often than this. */
const HIDDEN_MS = 15 * 60_000;

/** Without a network it is tried again at least this often; that costs GitHub nothing. */
const OFFLINE_MS = 60_000;

interface RefreshableBoard extends BoardSource {
  refresh(): Promise<void>;
  clear(): void;
}

interface Watched {
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
}

/**
 * Reads the tickets when somebody signs in, when the repositories change, and from time to time.
 * Owns the context keys that tell about reading.
 */
export function keepBoardFresh(
  board: RefreshableBoard,
  session: Session,
  settings: Settings,
  view: Watched,
  log: Log,
): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;

  const read = async (): Promise<void> => {
    try {
      await board.refresh();
    } catch (error) {
      if (!isCancellation(error)) report(error, log, "Reading the tickets");
    }
  };
  const schedule = (): void => {
    clearTimeout(timer);
    const every = settings.refreshInterval;
    if (every === 0 || session.current === undefined) return;
    const usual = view.visible ? every : Math.max(every, HIDDEN_MS);
    const offline = board.board !== undefined && isOffline(board.board);
    timer = setTimeout(() => void read(), offline ? Math.min(usual, OFFLINE_MS) : usual);
  };
  const configured = (): unknown =>
    vscode.workspace.getConfiguration().get<unknown>("psrt.repositories");
  let repositories = JSON.stringify(configured());
  const tellConfigured = (): void => setContext("psrt.configured", namesRepositories(settings));
  const startOver = (): void => {
    board.clear();
    tellConfigured();
    schedule();
    // A window that shows a private clone wakes us with no view in sight: it reads nothing at once.
    if (session.current !== undefined && view.visible) void read();
  };
  const showReading = (): void => {
    setContext("psrt.reading", board.reading);
    setContext("psrt.nothing", board.board !== undefined && seesNothing(board.board));
  };
  const readOnce = (): void => {
    schedule();
    if (view.visible && board.board === undefined && session.current !== undefined) void read();
  };

  tellConfigured();
  let ended: (() => void) | undefined;
  return vscode.Disposable.from(
    session.onDidChange(startOver),
    view.onDidChangeVisibility(readOnce),
    vscode.workspace.onDidChangeConfiguration((event) => {
      // A workspace that names them changes nothing: VS Code tells all the same.
      const given = JSON.stringify(configured());
      if (given !== repositories) {
        repositories = given;
        startOver();
      } else if (event.affectsConfiguration("psrt.refreshMinutes")) {
        schedule();
      }
    }),
    board.onDidChange(() => {
      showReading();
      if (!board.reading) schedule();
      if (board.reading && ended === undefined) {
        const reading = new Promise<void>((end) => (ended = end));
        for (const viewId of Object.values(viewIds)) {
          void vscode.window.withProgress({ location: { viewId } }, () => reading);
        }
      } else if (!board.reading) {
        ended?.();
        ended = undefined;
      }
    }),
    { dispose: () => clearTimeout(timer) },
  );
}

/** A list with a name that is none is not read at all: the views then say what is to be corrected. */
function namesRepositories(settings: Settings): boolean {
  try {
    return settings.repositories.length > 0;
  } catch (error) {
    if (error instanceof HumanError) return false;
    throw error;
  }
}
