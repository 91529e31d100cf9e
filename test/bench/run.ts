/**
 * `npm run bench`: what the product costs beside what a person would do otherwise, in one run.
 * It prints ratios and the medians that they come from; only what could not be measured is a
 * failure. `--small` takes small repositories, for a look whether it works.
 */
import { messageOf } from "../../src/base/errors.ts";
import { BenchWorld } from "./benchWorld.ts";
import { measureBlocks } from "./blocks.ts";
import { measureCloning } from "./cloning.ts";
import { openEditorWorld } from "./editorWorld.ts";
import { Figures } from "./figures.ts";
import { measureForm } from "./form.ts";
import { cpythonSize, type Size } from "./history.ts";
import { measureGrowth, measureLanding } from "./landings.ts";
import { measureRefresh } from "./refreshing.ts";
import { measureActivation, measureSizes } from "./startup.ts";

const isSmall = process.argv.includes("--small");
const size: Size = isSmall ? { files: 470, commits: 12_000 } : cpythonSize;
const tenth: Size = { files: size.files / 10, commits: size.commits / 10 };
const figures = new Figures();

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => process.exit(130));
}

try {
  await figures.subject("A refresh without changes", () => measureRefresh(figures));
  await within(BenchWorld.create(size), async (world) => {
    await figures.subject("A private clone, with a public clone at hand", () =>
      measureCloning(world, figures),
    );
    await figures.subject("From the private pull request to the public commit", () =>
      measureLanding(world, figures),
    );
    await figures.subject("Growth", () =>
      within(BenchWorld.create(tenth), (small) => measureGrowth(small, world, figures)),
    );
    await within(openEditorWorld(), async (editor) => {
      await figures.subject("Starting", () => measureActivation(editor, figures));
      await figures.subject("Sizes", () => measureSizes(figures));
      await figures.subject("The advisory form", () => measureForm(editor, figures));
      await figures.subject("The longest block of the extension host", () =>
        measureBlocks(editor, world, figures),
      );
    });
  });
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
if (!figures.summary()) process.exitCode = 1;
// What holds the process open by now is of no use.
process.exit();

async function within<T extends { close(): Promise<void> }>(
  opening: Promise<T>,
  work: (opened: T) => Promise<void>,
): Promise<void> {
  const opened = await opening;
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}
