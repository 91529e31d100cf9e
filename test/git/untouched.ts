import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { World } from "./world.ts";

/** Work tree, index, HEAD, FETCH_HEAD and configuration of a clone, as hashes by path. */
export function snapshot(clone: string): Readonly<Record<string, string>> {
  const own = ["index", "HEAD", "FETCH_HEAD", "ORIG_HEAD", "config", "packed-refs"].flatMap(
    (name) => {
      const path = join(clone, ".git", name);
      return existsSync(path) ? [[`.git/${name}`, hash(path)] as const] : [];
    },
  );
  return Object.fromEntries([...own, ...workTree(clone, "")]);
}

function workTree(clone: string, folder: string): readonly (readonly [string, string])[] {
  return readdirSync(join(clone, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (path === ".git") return [];
    if (lstatSync(join(clone, path)).isDirectory()) return workTree(clone, path);
    return [[path, hash(join(clone, path))] as const];
  });
}

function hash(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Every object in a repository's own store, reachable or not. */
export function objectsOf(world: World, repository: string): ReadonlySet<string> {
  const format = "--batch-check=%(objectname)";
  const output = world.git(repository, "cat-file", "--batch-all-objects", "--unordered", format);
  return new Set(output.split("\n").filter((name) => name !== ""));
}

/** Every ref of a repository: name to commit. */
export function refsOf(world: World, repository: string): Readonly<Record<string, string>> {
  const output = world.git(repository, "for-each-ref", "--format=%(refname) %(objectname)");
  const refs = output.split("\n").filter((line) => line !== "");
  return Object.fromEntries(refs.map((line) => [line.slice(0, -41), line.slice(-40)]));
}
