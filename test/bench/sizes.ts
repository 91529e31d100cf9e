import { statSync } from "node:fs";
import { join } from "node:path";
import { build } from "../launch/build.ts";
import { root, vsix } from "../launch/folders.ts";
import { line } from "./measure.ts";

/** What a user downloads and what the extension host loads. */
export async function benchSizes(): Promise<void> {
  await build();
  const kilobytes = (path: string): string => `${(statSync(path).size / 1000).toFixed(0)} kB`;
  line("host bundle", kilobytes(join(root, "dist", "extension.cjs")), "(under 450 kB)");
  try {
    line("package, as last made by npm run package", kilobytes(vsix), "(under 1000 kB)");
  } catch {
    line("package", "not made yet: npm run package");
  }
}
