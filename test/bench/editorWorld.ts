import { prepareEditor } from "../launch/editor.ts";
import { vsix } from "../launch/folders.ts";
import { requireProduct, requireSignIn, signInVsix } from "../launch/product.ts";
import { prepareSurroundings, type Surroundings } from "../launch/surroundings.ts";
import { until } from "../ui/until.ts";
import { Workbench } from "../ui/workbench.ts";
import { Probe, probeVsix, requireProbe } from "./probe.ts";

/** The packaged product in a real VS Code, signed in to a sandbox with tickets in every stage. */
export interface EditorWorld {
  readonly workbench: Workbench;
  readonly probe: Probe;
  readonly surroundings: Surroundings;
  close(): Promise<void>;
}

export async function openEditorWorld(): Promise<EditorWorld> {
  const editor = await prepareEditor();
  await requireProduct();
  await Promise.all([requireSignIn(), requireProbe()]);
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closers.reverse()) await each();
  };
  try {
    const surroundings = await prepareSurroundings({ bot: "off" });
    closers.push(() => surroundings.close());
    const probe = await Probe.listen();
    closers.push(() => probe.close());
    const running = await editor.start({
      settings: { ...surroundings.settings, "workbench.quickOpen.closeOnFocusLost": false },
      env: { ...surroundings.env, ...probe.environment },
      extensions: [vsix, signInVsix, probeVsix],
    });
    closers.push(() => running.close());
    const workbench = await Workbench.open(running, surroundings.folder);
    // All rows of the list of extensions are in sight.
    await workbench.page.setViewportSize({ width: 1440, height: 2400 });
    await ready(workbench, probe);
    return { workbench, probe, surroundings, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Until the product is at work, and everything else has started. */
export async function ready(workbench: Workbench, probe: Probe): Promise<void> {
  await workbench.showActivity("PSRT");
  await workbench.tree("My Tickets").row("Your Move");
  await until("the probe", () => Promise.resolve(probe.isThere ? true : undefined));
}
