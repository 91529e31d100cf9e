import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder to which hard links from the temporary folder can't be made; undefined if none is known. */
export function otherFileSystem(): { readonly path: string; dispose(): void } | undefined {
  const memory = "/dev/shm";
  if (!existsSync(memory) || statSync(memory).dev === statSync(tmpdir()).dev) return undefined;
  const path = mkdtempSync(join(memory, "world-"));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}
