import type { Randomness } from "./randomness.ts";

/** Folders of CPython and how many of 100 files are in each. */
const FOLDERS: readonly (readonly [folder: string, percent: number])[] = [
  ["Lib", 6],
  ["Lib/asyncio", 2],
  ["Lib/idlelib", 3],
  ["Lib/encodings", 3],
  ["Lib/test", 18],
  ["Lib/test/support", 2],
  ["Lib/test/test_asyncio", 2],
  ["Lib/test/test_importlib/import_", 4],
  ["Lib/email", 2],
  ["Doc/library", 8],
  ["Doc/c-api", 3],
  ["Doc/whatsnew", 2],
  ["Modules", 5],
  ["Modules/_ctypes", 2],
  ["Modules/_decimal/libmpdec", 3],
  ["Modules/clinic", 4],
  ["Objects", 3],
  ["Python", 4],
  ["Include/cpython", 3],
  ["Include/internal", 4],
  ["PC", 2],
  ["PCbuild", 2],
  ["Tools/c-analyzer", 3],
  ["Misc/NEWS.d", 7],
  ["Misc/NEWS.d/next/Library", 2],
  ["Misc/NEWS.d/next/Security", 1],
];

const ENDS: Readonly<Record<string, string>> = {
  Doc: "rst",
  Misc: "rst",
  Modules: "c",
  Objects: "c",
  Python: "c",
  Include: "h",
};

/** That many paths as CPython's tree has them, in an order that mixes the folders. */
export function generatedPaths(count: number): readonly string[] {
  const places = FOLDERS.flatMap(([folder, percent]) => new Array<string>(percent).fill(folder));
  return Array.from({ length: count }, (_, index) => {
    // 37 and 100 have no common divisor, so that all places come up.
    const folder = places[(index * 37) % places.length] ?? "Lib";
    return `${folder}/part_${index}.${ENDS[folder.split("/")[0] ?? ""] ?? "py"}`;
  });
}

/** A file has this many paragraphs, from the shortest to the longest: 22 kB on average. */
const [SHORTEST, LONGEST] = [2, 23];

/** Text of invented words, made once and used again in other places. */
export class Paragraphs {
  readonly #pool: readonly Buffer[];

  constructor(random: Randomness) {
    const words = Array.from({ length: 3000 }, () => word(random));
    this.#pool = Array.from({ length: 4096 }, () => paragraph(words, random));
  }

  /** A file from its first to its last version; each changes one paragraph of the one before. */
  versions(path: string, count: number, random: Randomness): readonly Buffer[] {
    const length = SHORTEST + random.below(LONGEST - SHORTEST);
    const parts = Array.from({ length }, () => random.pick(this.#pool));
    return Array.from({ length: count }, (_, index) => {
      parts[random.below(length)] = random.pick(this.#pool);
      return Buffer.concat([Buffer.from(`${path}, version ${index + 1}\n`), ...parts]);
    });
  }
}

function paragraph(words: readonly string[], random: Randomness): Buffer {
  const lines = Array.from({ length: 30 }, () =>
    Array.from({ length: 9 }, () => random.pick(words)).join(" "),
  );
  return Buffer.from(`${lines.join("\n")}\n\n`);
}

function word(random: Randomness): string {
  return Array.from({ length: 3 + random.below(7) }, () =>
    String.fromCharCode(97 + random.below(26)),
  ).join("");
}
