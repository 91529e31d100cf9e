import { join } from "node:path";
import { unpack } from "./npm.ts";
import { piece } from "./piece.ts";
import { whileSaying } from "./say.ts";
import { versions } from "./versions.ts";

/** The `bin` folder of the pinned Node, which VS Code's server and vsce need. */
export async function nodeBin(): Promise<string> {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = await piece(`${name}-${versions.node}`, (unfinished) =>
    whileSaying(`Downloading Node ${versions.node} (50 MB, once)`, () =>
      unpack(`${name}@${versions.node}`, unfinished),
    ),
  );
  return join(folder, "bin");
}
