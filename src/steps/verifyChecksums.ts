import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, opendir, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { systemCode, throwIfCancelled } from "../base/errors.ts";
import type { Progress } from "../base/progress.ts";
import {
  compareChecksums,
  parseChecksums,
  type Artifact,
  type Comparison,
  type GivenChecksum,
} from "../ticket/checksums.ts";
import { checksumDocument } from "../text/checksumDocument.ts";

export { checksumDocument, parseChecksums };

interface Found {
  /** Absolute. */
  readonly path: string;
  /** As it is shown. */
  readonly name: string;
  readonly size: number;
}

/** Bytes that are read at once. */
const PIECE = 1 << 20;

/**
 * Compares given checksums with files: those chosen, and all below chosen folders. No link below a
 * folder is followed; nothing is opened that is no file. Cost and memory grow with the largest
 * piece, not with the files.
 *
 * @param chosen absolute paths.
 * @throws {CancelledError}
 */
export async function verifyChecksums(
  given: readonly GivenChecksum[],
  chosen: readonly string[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<Comparison> {
  progress.report("Looking for files");
  const { files, troubles, links } = await collect(chosen, signal);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const artifacts: Artifact[] = [...troubles];
  let done = 0;
  for (const [index, { path, name, size }] of files.entries()) {
    const words = `File ${index + 1} of ${files.length}`;
    artifacts.push(
      await hash(path, name, signal, (bytes) => {
        progress.report(words, total === 0 ? 1 : Math.min(1, (done + bytes) / total));
      }),
    );
    done += size;
  }
  return compareChecksums(given, artifacts, links);
}

async function collect(
  chosen: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ files: Found[]; troubles: Artifact[]; links: number }> {
  const files: Found[] = [];
  const troubles: Artifact[] = [];
  let links = 0;
  // What the person chose may be a link; below it none is followed.
  const roots = await Promise.all(chosen.map((path) => realpath(path).catch(() => path)));
  const waiting = roots.map((path) => ({
    path,
    root: roots.length === 1 ? path : join(path, ".."),
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    throwIfCancelled(signal);
    const { path, root } = next;
    const name = relative(root, path) || path;
    try {
      const stat = await lstat(path);
      if (stat.isSymbolicLink()) links += 1;
      else if (stat.isFile()) files.push({ path, name, size: stat.size });
      else if (stat.isDirectory()) {
        for await (const entry of await opendir(path)) {
          waiting.push({ path: join(path, entry.name), root });
        }
      }
    } catch (error) {
      troubles.push({ path: name, trouble: reasonOf(error) });
    }
  }
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { files, troubles, links };
}

async function hash(
  path: string,
  name: string,
  signal: AbortSignal | undefined,
  reached: (bytes: number) => void,
): Promise<Artifact> {
  throwIfCancelled(signal);
  try {
    // Meanwhile something else may lie there: a link is refused, and a pipe is not waited for.
    // Windows has neither flag; there they count as 0.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return { path: name, trouble: "It is no file any more." };
      const digest = createHash("sha256");
      const buffer = Buffer.allocUnsafe(PIECE);
      for (let bytes = 0; ;) {
        const { bytesRead } = await file.read(buffer, 0, PIECE);
        throwIfCancelled(signal);
        if (bytesRead === 0) break;
        digest.update(buffer.subarray(0, bytesRead));
        reached((bytes += bytesRead));
      }
      return { path: name, sha256: digest.digest("hex") };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return { path: name, trouble: reasonOf(error) };
  }
}

/** @throws what is no error of the file system. */
function reasonOf(error: unknown): string {
  const code = systemCode(error);
  if (code === undefined) throw error;
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "You may not read it.";
    case "ENOENT":
      return "It is not there any more.";
    case "ELOOP":
      return "It became a link meanwhile.";
    default:
      return `It could not be read (${code}).`;
  }
}
