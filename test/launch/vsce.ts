import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./child.ts";
import { nodeBin } from "./node.ts";
import { nodeName, npm } from "./npm.ts";
import { piece } from "./piece.ts";
import { whileSaying } from "./say.ts";
import { versions } from "./versions.ts";

/** Packages the extension in `folder` as the file `out`, as the Marketplace's own tool does. */
export async function packageExtension(folder: string, out: string): Promise<void> {
  const bin = await nodeBin();
  const vsce = await piece(`vsce-${versions.vsce}`, (unfinished) =>
    whileSaying(`Installing vsce ${versions.vsce} (once)`, async () => {
      await writeFile(join(unfinished, "package.json"), '{ "private": true }\n');
      const spec = `@vscode/vsce@${versions.vsce}`;
      await npm(["install", spec, "--ignore-scripts", "--omit=optional"], unfinished, bin);
    }),
  );
  await run(
    join(bin, nodeName),
    [
      join(vsce, "node_modules", "@vscode", "vsce", "vsce"),
      ...["package", "--out", out, "--no-dependencies"],
      ...["--allow-missing-repository", "--no-rewrite-relative-links"],
    ],
    { cwd: folder },
  );
}
