import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cache } from "../launch/folders.ts";
import { whileSaying } from "../launch/say.ts";
import { git } from "./git.ts";

/** As large as CPython was in 2026: 4 700 files, 120 000 commits, a pack of some 450 MB. */
export const WHOLE = { files: 4700, commits: 120_000, bytes: 4600 };
/** For a quick look at whether everything runs. */
export const SMALL = { files: 500, commits: 2000, bytes: 2000 };

export type Size = typeof WHOLE;

const FOLDERS = 90;

/** Path of the repository's numbered file. */
export function pathOf(file: number): string {
  return `Lib/part${String(file % FOLDERS)}/module${String(file)}.py`;
}

/** A bare repository of that size with generated content, made once and kept in the cache. */
export async function largeRepository(size: Size): Promise<string> {
  const folder = join(cache, `bench-${String(size.commits)}`, "python", "cpython.git");
  if (existsSync(folder)) return folder;
  await rm(`${folder}.part`, { recursive: true, force: true });
  await mkdir(`${folder}.part`, { recursive: true });
  await whileSaying(`Making a repository of ${String(size.commits)} commits, once`, async () => {
    await git(`${folder}.part`, "init", "--quiet", "--bare", "--initial-branch=main");
    await fill(`${folder}.part`, size);
    await git(`${folder}.part`, "config", "uploadpack.allowFilter", "true");
    await git(`${folder}.part`, "config", "gc.auto", "0");
  });
  await rename(`${folder}.part`, folder);
  return folder;
}

async function fill(folder: string, size: Size): Promise<void> {
  const importer = spawn("git", ["fast-import", "--quiet", "--done"], {
    cwd: folder,
    stdio: ["pipe", "ignore", "inherit"],
  });
  const { stdin } = importer;
  const ended = once(importer, "close");
  const write = async (chunk: Buffer | string): Promise<void> => {
    if (!stdin.write(chunk)) await once(stdin, "drain");
  };
  const pool = randomBytes(8 << 20).toString("base64");
  for (let commit = 0; commit < size.commits; commit++) {
    // The first has all files; each later one changes one.
    const files =
      commit === 0 ? Array.from({ length: size.files }, (_, file) => file) : [commit % size.files];
    const message = `Change ${String(commit)}`;
    const time = String(1_000_000_000 + commit * 3600);
    await write(
      `commit refs/heads/main\ncommitter A <a@example.org> ${time} +0000\ndata ${String(message.length)}\n${message}\n`,
    );
    for (const file of files) {
      const text = content(pool, commit * 7919 + file, commit === 0 ? 6000 : size.bytes);
      const length = String(text.length);
      await write(`M 100644 inline ${pathOf(file)}\ndata ${length}\n${text}\n`);
    }
  }
  await write("done\n");
  stdin.end();
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error("git fast-import failed");
}

/** Lines that don't compress away, different for each seed. */
function content(pool: string, seed: number, length: number): string {
  const start = (seed * 104_729) % (pool.length - length);
  const lines = [`# ${String(seed)}`];
  for (let at = 0; at < length; at += 76) lines.push(pool.slice(start + at, start + at + 75));
  return `${lines.join("\n")}\n`;
}
