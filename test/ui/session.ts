import { join } from "node:path";
import { prepareEditor } from "../launch/editor.ts";
import { vsix } from "../launch/folders.ts";
import { signInVsix } from "../launch/product.ts";
import {
  prepareSurroundings,
  type Surroundings,
  type SurroundingsOptions,
} from "../launch/surroundings.ts";
import { within } from "./until.ts";
import { Workbench } from "./workbench.ts";

/** A window of VS Code with the packaged product in it, and the sandbox it talks to. */
export interface UiSession {
  /** The window; another one after a restart. */
  readonly workbench: Workbench;
  readonly surroundings: Surroundings;
  /** Another window on the same folder, beside the first. */
  secondWindow(): Promise<Workbench>;
  /** Absolute path of the folder with the product's own files. */
  readonly storage: string;
  /** Ends VS Code, starts it again as it was left, and opens the window on the same folder. */
  restart(): Promise<void>;
  /** The same after a crash: nobody had time to save anything. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export interface UiSessionOptions extends SurroundingsOptions {
  /** Whether each window signs in to the sandbox by itself; true when left out. */
  readonly signedIn?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Those that are not closed yet. */
export const openSessions = new Set<UiSession>();

/** Starts everything anew. The packages must have been made, as the launcher does before the suite. */
export async function openSession(options: UiSessionOptions = {}): Promise<UiSession> {
  const surroundings = await prepareSurroundings({ bot: "off", ...options });
  const closers = [() => within("the sandbox's end", surroundings.close())];
  const close = async (): Promise<void> => {
    const ends = [];
    // One after the other, the last made first; what can't be ended keeps no other from its end.
    for (const end of closers.reverse()) ends.push(...(await Promise.allSettled([end()])));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };
  try {
    const prepared = await prepareEditor();
    const editor = await prepared.start({
      settings: {
        ...surroundings.settings,
        // A slow machine moves the focus late, which would close a pick under the driver.
        "workbench.quickOpen.closeOnFocusLost": false,
        ...options.settings,
      },
      env: surroundings.env,
      extensions: options.signedIn === false ? [vsix] : [vsix, signInVsix],
    });
    closers.push(() => within("VS Code's end", editor.close()));
    const openWindow = (): Promise<Workbench> => Workbench.open(editor, surroundings.folder);
    let workbench = await openWindow();
    const session: UiSession = {
      get workbench() {
        return workbench;
      },
      surroundings,
      secondWindow: openWindow,
      storage: join(editor.storage, "psrt.psrt-coordinator"),
      restart: async () => {
        await editor.restart();
        workbench = await openWindow();
      },
      crash: async () => {
        await editor.crash();
        workbench = await openWindow();
      },
      close,
    };
    openSessions.add(session);
    closers.push(() => Promise.resolve(void openSessions.delete(session)));
    return session;
  } catch (error) {
    await close();
    throw error;
  }
}
