import type { BrowserContext, Page } from "playwright-core";
import { messageOf } from "../../src/base/errors.ts";
import { findDesktop } from "./desktop.ts";
import { say } from "./say.ts";
import { prepareServer } from "./server.ts";

/** What one run of VS Code starts with. */
export interface EditorOptions {
  /** Beside the quiet ones; where the machine-scoped settings of the product go, too. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Seen by the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Packaged extensions to install. */
  readonly extensions?: readonly string[];
  /** Runs an extension from its folder instead of from a package. */
  readonly development?: Development;
}

export interface Development {
  /** The extension's folder. */
  readonly extension: string;
  /** A module exporting `run(): Promise<void>`, run inside the extension host. */
  readonly tests?: string;
}

/** A VS Code with its own settings and extensions, not the person's. */
export interface RunningEditor {
  /** Opens a window on a folder for Playwright to drive. */
  open(folder: string): Promise<Page>;
  /** Absolute path of the folder in which each extension keeps files of its own. */
  readonly storage: string;
  /** Where the windows opened by `open`, and those they open themselves, live. */
  readonly windows: BrowserContext | undefined;
  /**
   * Shows a folder to a person: the server answers the address to visit, the desktop opens its
   * window and answers undefined.
   */
  show(folder: string): string | undefined;
  /** Resolves when VS Code ended by itself: its window was closed, or it crashed. */
  readonly ended: Promise<void>;
  /**
   * Ends VS Code and starts it again as it was left: settings, extensions, what the windows keep.
   * Its windows are gone then; `open` gives new ones.
   */
  restart(): Promise<void>;
  /** The same without a word to its windows before, as when everything is killed. */
  crash(): Promise<void>;
  /** Ends VS Code and all its processes, and removes what was temporary. */
  close(): Promise<void>;
}

/** One kind of VS Code, installed and ready to start. */
export interface Editor {
  readonly kind: "desktop" | "server";
  /** One line: which VS Code this is, and shown by what. */
  readonly description: string;
  start(options?: EditorOptions): Promise<RunningEditor>;
}

/**
 * The one way to get a VS Code: the desktop where it can be downloaded and shown, VS Code's server
 * with a headless browser everywhere else. PSRT_EDITOR=desktop or =server forces one.
 */
export async function prepareEditor(): Promise<Editor> {
  const editor = await choose(process.env["PSRT_EDITOR"]);
  say(`Editor: ${editor.description}`);
  // The processes of this run need not ask the vendor's host again.
  process.env["PSRT_EDITOR"] = editor.kind;
  return editor;
}

async function choose(forced: string | undefined): Promise<Editor> {
  switch (forced) {
    case "desktop":
      return findDesktop();
    case "server":
      return prepareServer();
    case undefined:
      try {
        return await findDesktop();
      } catch (error) {
        say(`The desktop VS Code can't be used here (${messageOf(error)}); using its server.`);
        return prepareServer();
      }
    default:
      throw new Error(`PSRT_EDITOR is "${forced}"; it may be "desktop" or "server".`);
  }
}
