import { prepareEditor, type RunningEditor } from "../launch/editor.ts";
import { vsix } from "../launch/folders.ts";
import { signInVsix } from "../launch/product.ts";
import {
  prepareSurroundings,
  type Surroundings,
  type SurroundingsOptions,
} from "../launch/surroundings.ts";
import { Workbench } from "./workbench.ts";

/** A window of VS Code with the packaged product in it, and the sandbox it talks to. */
export interface UiSession {
  readonly workbench: Workbench;
  readonly surroundings: Surroundings;
  readonly editor: RunningEditor;
  close(): Promise<void>;
}

export interface UiSessionOptions extends SurroundingsOptions {
  /** Whether each window signs in to the sandbox by itself; true when left out. */
  readonly signedIn?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Starts everything anew. The packages must have been made, as the launcher does before the suite. */
export async function openSession(options: UiSessionOptions = {}): Promise<UiSession> {
  const surroundings = await prepareSurroundings(options);
  let editor: RunningEditor | undefined;
  const close = async (): Promise<void> => {
    await editor?.close();
    await surroundings.close();
  };
  try {
    const prepared = await prepareEditor();
    editor = await prepared.start({
      settings: {
        ...surroundings.settings,
        // A slow machine moves the focus late, which would close a pick under the driver.
        "workbench.quickOpen.closeOnFocusLost": false,
        ...options.settings,
      },
      env: surroundings.env,
      extensions: options.signedIn === false ? [vsix] : [vsix, signInVsix],
    });
    const workbench = await Workbench.open(editor, surroundings.folder);
    return { workbench, surroundings, editor, close };
  } catch (error) {
    await close();
    throw error;
  }
}
