/** One of an advisory's affected products, as GitHub has it: for CPython, one for each branch. */
export interface AffectedPackage {
  /** GitHub's word: "other" for CPython, "pip" for what is on PyPI. */
  readonly ecosystem: string;
  readonly name: string | null;
  /** ">= 3.13.0, < 3.13.9" */
  readonly affectedRange: string | null;
  /** "3.13.9" */
  readonly patched: string | null;
  /** Not shown, but written back: GitHub replaces the whole list. */
  readonly functions: readonly string[];
}

/** GitHub's words for where a package is published. */
export const ecosystems = [
  "other",
  "pip",
  "actions",
  "composer",
  "erlang",
  "go",
  "maven",
  "npm",
  "nuget",
  "pub",
  "rubygems",
  "rust",
  "swift",
] as const;

export type Ecosystem = (typeof ecosystems)[number];

/** One line for each, in which two lists are compared and shown; no two lists have the same. */
export function affectedText(affected: readonly AffectedPackage[]): string {
  return affected
    .map(({ ecosystem, name, affectedRange, patched, functions }) =>
      [
        `${name ?? "(no name)"} (${ecosystem})`,
        `affected ${affectedRange ?? "(not said)"}`,
        `fixed in ${patched ?? "(not said)"}`,
        ...(functions.length === 0 ? [] : [`functions ${functions.join(", ")}`]),
      ].join("; "),
    )
    .join("\n");
}

/** By number, each once; the order on GitHub says nothing. */
export function weaknessesText(cweIds: readonly string[]): string {
  const number = (id: string): number => Number(/\d+/.exec(id)?.[0] ?? 0);
  return [...new Set(cweIds)].sort((a, b) => number(a) - number(b)).join(", ");
}
