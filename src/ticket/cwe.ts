import { asList, asNumber, asRecord, asString } from "../base/shape.ts";

/**
 * The Common Weakness Enumeration: what kind of mistake a vulnerability is.
 * @see https://cwe.mitre.org
 */
export interface Weakness {
  readonly id: number;
  readonly name: string;
  /** Whether MITRE lets a vulnerability be mapped to it; the wide ones are better not. */
  readonly usage: "Allowed" | "Allowed-with-Review" | "Discouraged" | "Prohibited";
}

/** The official list at one version, without its deprecated entries. */
export interface WeaknessList {
  readonly version: string;
  /** "2024-07-16" */
  readonly date: string;
  /** By number. */
  readonly weaknesses: readonly Weakness[];
}

export const weaknessUsages = [
  "Allowed",
  "Allowed-with-Review",
  "Discouraged",
  "Prohibited",
] as const;

/** Reads the list's file; undefined for anything else. */
export function parseWeaknessList(value: unknown): WeaknessList | undefined {
  const data = asRecord(value);
  const version = asString(data?.["version"]);
  const date = asString(data?.["date"]);
  // [22, "Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')", "Allowed"]
  const weaknesses = asList(data?.["weaknesses"]).flatMap((entry): Weakness[] => {
    const [first, second, third] = asList(entry);
    const id = asNumber(first);
    const name = asString(second);
    const usage = weaknessUsages.find((known) => known === third);
    return id === undefined || name === undefined || usage === undefined
      ? []
      : [{ id, name, usage }];
  });
  if (version === undefined || date === undefined || weaknesses.length === 0) return undefined;
  return { version, date, weaknesses };
}

/** "CWE-22", as GitHub and the CVE record write it. */
export function cweId(id: number): string {
  return `CWE-${id}`;
}

/** The number in "CWE-22", "cwe 22", "CWE22" or "22"; undefined for other texts. */
export function parseCweId(text: string): number | undefined {
  const [, digits] = /^\s*(?:cwe[-\s]?)?([1-9]\d{0,4})\s*$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** "CWE-22 Improper Limitation of …"; the id alone when the list is older than it. */
export function cweLabel({ weaknesses }: WeaknessList, id: number): string {
  const name = weaknesses.find((each) => each.id === id)?.name;
  return name === undefined ? cweId(id) : `${cweId(id)} ${name}`;
}

/** What advisories of CPython and pip have had most, shown before anything is typed. */
const USUAL = [22, 59, 93, 125, 295, 400, 407, 416, 426, 476, 770, 787, 1333];

/** Words that people use and the list's names don't have. */
const SPOKEN: ReadonlyMap<string, readonly number[]> = new Map([
  ["redos", [1333]],
  ["dos", [400, 770, 407, 835, 674]],
  ["quadratic", [407, 1333]],
  ["uaf", [416]],
  ["oob", [125, 787]],
  ["crlf", [93, 113]],
  ["header", [93, 113, 644]],
  ["smuggling", [444]],
  ["symlink", [59, 61]],
  ["hardlink", [59, 62]],
  ["zipslip", [22, 23]],
  ["tarslip", [22, 23]],
  ["xxe", [611]],
  ["billion", [776]],
  ["ssrf", [918]],
  ["csrf", [352]],
  ["xss", [79]],
  ["toctou", [367]],
  ["race", [362, 367]],
  ["pickle", [502]],
  ["hang", [835]],
  ["recursion", [674]],
  ["tls", [295, 297]],
  ["hostname", [297]],
  ["null", [476]],
]);

/**
 * The weaknesses that fit what was typed, best first: a number ("22", "CWE-22"), or words of the
 * name in any order, each at least begun. Those that MITRE does not want used come last.
 */
export function searchWeaknesses(
  { weaknesses }: WeaknessList,
  query: string,
  limit = 30,
): readonly Weakness[] {
  const typed = query.trim().toLowerCase();
  if (typed === "") {
    return weaknesses.filter(({ id }) => USUAL.includes(id)).slice(0, limit);
  }
  const number = parseCweId(typed);
  const words = wordsOf(typed);
  return weaknesses
    .flatMap((weakness) => {
      const rank =
        number === undefined ? rankOf(weakness, typed, words) : numberRank(weakness, number);
      return rank === undefined
        ? []
        : [{ weakness, rank: rank + weaknessUsages.indexOf(weakness.usage) }];
    })
    .sort((a, b) => a.rank - b.rank || a.weakness.id - b.weakness.id)
    .slice(0, limit)
    .map(({ weakness }) => weakness);
}

function numberRank({ id }: Weakness, number: number): number | undefined {
  if (id === number) return -10;
  return String(id).startsWith(String(number)) ? 0 : undefined;
}

/** Smaller is better; undefined where a word does not fit. */
function rankOf(
  { id, name }: Weakness,
  typed: string,
  words: readonly string[],
): number | undefined {
  if (words.length === 0) return undefined;
  const lower = name.toLowerCase();
  const own = wordsOf(lower);
  const fits = words.every(
    (word) => own.some((each) => each.startsWith(word)) || SPOKEN.get(word)?.includes(id) === true,
  );
  if (!fits) return undefined;
  // "('Path Traversal')": the name that people know.
  if (lower.includes(`'${typed}'`) || lower === typed) return 0;
  if (words.some((word) => SPOKEN.get(word)?.includes(id) === true)) return 3;
  if (lower.includes(typed)) return 6;
  return words.every((word) => own.includes(word)) ? 9 : 12;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
