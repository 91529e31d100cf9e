import { stat } from "node:fs/promises";
import type { Workbench } from "../ui/workbench.ts";
import { listArchive } from "../launch/archive.ts";
import { vsix } from "../launch/folders.ts";
import { say } from "../launch/say.ts";
import { until } from "../ui/until.ts";
import { ready, type EditorWorld } from "./editorWorld.ts";
import { median, time, type Figures } from "./figures.ts";

const ROUNDS = 5;

/** In bytes. */
const PACKAGE_BELOW = 1_000_000;
const BUNDLE_BELOW = 450_000;

/**
 * Activation beside that of VS Code's own GitHub extension, as "Show Running Extensions" has both:
 * loading the code and the call of `activate`.
 */
export async function measureActivation(world: EditorWorld, figures: Figures): Promise<void> {
  const { workbench, probe } = world;
  const [ours, theirs] = [new Array<number>(), new Array<number>()];
  for (let round = 1; round <= ROUNDS; round++) {
    await workbench.reload();
    await ready(workbench, probe);
    await workbench.command("Developer: Show Running Extensions");
    ours.push(await activation(workbench, /^PSRT Coordinator$/));
    theirs.push(await activation(workbench, /^GitHub$/));
    // It lies over the window.
    await workbench.page.keyboard.press("Escape");
    say(`  window ${round} of ${ROUNDS}`);
  }
  figures.line("vscode.github", `${time(median(theirs))} (${theirs.join(", ")})`);
  figures.line("PSRT Coordinator", `${time(median(ours))} (${ours.join(", ")})`);
  figures.faster("activation beside vscode.github", median(theirs), median(ours), 1);
}

/** Milliseconds, as the list of running extensions on show has it. */
async function activation({ page }: Workbench, name: RegExp): Promise<number> {
  const row = page
    .locator(".runtime-extensions-editor .monaco-list-row")
    .filter({ has: page.locator(".name", { hasText: name }) });
  return until(`the activation time of ${String(name)}`, async () => {
    const [text = ""] = await row.locator(".activation-time").allInnerTexts();
    const found = /(\d+)\s*ms/.exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  });
}

/** How large the package and what the extension host loads of it are. */
export async function measureSizes(figures: Figures): Promise<void> {
  const entries = await listArchive(vsix);
  const bundle = entries.find(({ name }) => name === "extension/dist/extension.cjs")?.size;
  if (bundle === undefined) throw new Error("The package has no bundle.");
  const { size } = await stat(vsix);
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
  const [found, bound] = [kilobytes(bundle), kilobytes(BUNDLE_BELOW)];
  figures.below("bundle of the extension host", found, bound, bundle < BUNDLE_BELOW);
  const whole = kilobytes(size);
  figures.below("package", whole, kilobytes(PACKAGE_BELOW), size < PACKAGE_BELOW);
}
