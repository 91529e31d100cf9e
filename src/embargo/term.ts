import { literalPattern } from "../base/literalPattern.ts";
import { TAG, TAGS } from "./botTag.ts";
import { fold } from "./folded.ts";
import type { Reading } from "./reading.ts";
import type { Person, Secrets } from "./secrets.ts";
import type { Span, View } from "./view.ts";
import { RUN, SHORTEST_TITLE, type WordRuns } from "./wordRuns.ts";

/** What a finding gives away. */
export type SecretKind =
  | "private-fork"
  | "ghsa-id"
  | "cve-id"
  | "bot-tag"
  | "reporter"
  | "private-branch"
  | "private-text"
  | "local-path"
  | "weakness-word"
  | "other-cve";

/** A secret as it may stand in a text. */
export interface Term {
  readonly kind: SecretKind;
  /** A warning is for the person to judge; a block must be lifted with a reason. */
  readonly level: "block" | "warning";
  readonly find: (reading: Reading) => readonly Span[];
}

/** In code, tags count only in capitals and not as an index ("states[closed]"). */
export type Surface = "text" | "code";

/** An id may have its characters set apart, and its parts by more. */
const GAP = 8;

/** So many letters in their order are no chance, whatever stands between them. */
const TELLING = 8;

/** So many of a title, of which each word is one of everybody's. */
const LONG_TITLE = 20;

const WEAKNESS_WORDS = [
  "exploit(?:s|ed|able|ation)?",
  "poc",
  "proofs? of concept",
  "vulnerab(?:le|ility|ilities)",
  "embargo(?:es|ed)?",
  "(?:0|zero)[- ]?days?",
  "attackers?",
];

/** Everything that a ticket's texts are searched for, what says most first. */
export function termsOf(secrets: Secrets, runs: WordRuns, surface: Surface): readonly Term[] {
  return [
    ...(secrets.privateFork === null
      ? []
      : [blockPattern("private-fork", forkPattern(secrets.privateFork))]),
    block("private-fork", anyFork),
    block("ghsa-id", (view) => ownGhsaId(view, secrets.ghsaId)),
    blockPattern("ghsa-id", ANY_GHSA_ID, "ghsa"),
    ...(secrets.cveId === null ? [] : [ownCveId(secrets.cveId)]),
    botTag(surface),
    ...secrets.people.flatMap(personTerms),
    ...["advisory-fix", ...secrets.branches].filter(isTelling).map(branchTerm),
    ...secrets.paths.flatMap(pathTerms),
    ...secrets.titles.flatMap(titleTerms),
    { kind: "private-text", level: "block", find: (reading) => runs.find(reading) },
    warning(
      "weakness-word",
      `(?<![a-z0-9])(?:${WEAKNESS_WORDS.map(foldedPattern).join("|")})(?![a-z0-9])`,
    ),
    warning("other-cve", "cve[-_ ]?[2-9ol]{4}[-_ ][2-9ol]{4,7}"),
  ];
}

const GHSA_LETTERS = "[2-9cfghjmpqrvwx]{4}";
const ANY_GHSA_ID = `ghsa(?:[^a-z0-9]{0,8}${GHSA_LETTERS}){3}(?![a-z0-9])`;

function block(kind: SecretKind, find: (view: View) => readonly Span[]): Term {
  return { kind, level: "block", find: ({ views }) => views.flatMap(find) };
}

/** @param needs what every match has in it: looking for that first is much quicker. */
function blockPattern(kind: SecretKind, source: string, needs = "", flags = "g"): Term {
  const pattern = new RegExp(source, flags);
  return block(kind, (view) => (view.text.includes(needs) ? view.matches(pattern) : []));
}

function warning(kind: SecretKind, source: string): Term {
  return { ...blockPattern(kind, source), level: "warning" };
}

/** "python/cpython-ghsa-7hm9-x2qv-3cwr", of whatever ticket. */
function anyFork(view: View): readonly Span[] {
  if (!view.text.includes("-ghsa-")) return [];
  return [...view.text.matchAll(/-ghsa(?:-[a-z0-9]{4}){3}/g)].flatMap(
    ({ index, 0: { length } }) => {
      // Looked at from behind: a pattern for the whole name would cost the square of a long line.
      const before = view.text.slice(Math.max(0, index - 140), index);
      const name = /[\w.-]{1,39}\/[\w.-]{1,100}$/.exec(before);
      return name === null ? [] : [view.span(index - name[0].length, index + length)];
    },
  );
}

/**
 * The twelve characters say it all, also inside of a word or without "GHSA"; and from behind, since
 * a page can be made to show it the other way round.
 */
function ownGhsaId(view: View, ghsaId: string): readonly Span[] {
  const letters = parts(ghsaId).join("");
  const behind = Array.from(letters).reverse().join("");
  return [letters, letters.slice("ghsa".length), behind].flatMap((each) => view.spelled(each, GAP));
}

function ownCveId(cveId: string): Term {
  const [, year = "", number = ""] = parts(cveId);
  const bare = new RegExp(`(?<![a-z0-9])${year}[-_:/]{1,2}\\n?${number}(?![a-z0-9])`, "g");
  return {
    kind: "cve-id",
    level: "block",
    find: ({ original, views }) =>
      views.flatMap((view) => [
        ...view
          .spelled(`cve${year}${number}`, GAP)
          .filter(({ end }) => !/\d/.test(original.charAt(end))),
        ...(view.text.includes(year) ? view.matches(bare) : []),
      ]),
  };
}

function botTag(surface: Surface): Term {
  if (surface === "text")
    return blockPattern("bot-tag", `(?<![\\w\\])])\\[\\s*(?:${foldedPattern(TAGS)})\\s*\\]`);
  const pattern = new RegExp(`(?<![\\w\\])])${TAG}`, "g");
  return {
    kind: "bot-tag",
    level: "block",
    find: ({ original }) =>
      [...original.matchAll(pattern)].map(({ index, 0: tag }) => ({
        start: index,
        end: index + tag.length,
      })),
  };
}

/** "fix" and "gh-140001" may stand in any text; "rita-folding-poc" and "foldingquadratic" don't. */
function isTelling(branch: string): boolean {
  const letters = parts(branch).join("");
  return letters.length >= TELLING && !/^gh\d+$/i.test(branch.replace(/[^a-z0-9]/gi, ""));
}

const LONG_BRANCH = 12;

function branchTerm(name: string): Term {
  const words = parts(name);
  // Short ones are words as well: "http-client", HTTPClient.
  const isLong = words.join("").length >= LONG_BRANCH;
  const between = `(?:[-_/]{1,2}(?:\\n[-+]?)?|\\n[-_/])${isLong ? "?" : ""}`;
  return blockPattern(
    "private-branch",
    `(?<![a-z0-9])${words.join(between)}(?:[-_][a-z0-9]+)?(?![a-z0-9])`,
    words[0],
  );
}

/** As the name of a test or a class: "test_folding_takes_quadratic_time". */
function titleTerms(title: string): readonly Term[] {
  const words = parts(title);
  const letters = words.slice(0, RUN).join("");
  return words.length < SHORTEST_TITLE || letters.length < LONG_TITLE
    ? []
    : [block("private-text", (view) => view.spelled(letters, GAP))];
}

/** As a shell, a program's string or an address writes it; a root folder says nothing. */
function pathTerms(path: string): readonly Term[] {
  const names = path.split(/[/\\]+/).filter((name) => name !== "");
  if (names.length < 2) return [];
  const written = names.map((name) => literalPattern(folded(name))).join("[/\\\\]{1,2}");
  return [
    blockPattern("local-path", `(?<![a-z0-9])${written}(?![a-z0-9])`, folded(names[0] ?? "")),
  ];
}

function personTerms({ login, name, email }: Person): readonly Term[] {
  return [
    ...loginTerms(login),
    ...(name === undefined ? [] : nameTerms(name)),
    ...(email === undefined ? [] : emailTerms(email)),
  ];
}

/** A short login is also a word: then it counts only as a mention or in an address. */
function loginTerms(login: string): readonly Term[] {
  const letters = parts(login);
  if (letters.length === 1 && login.length < SHORTEST_NAME) {
    return [blockPattern("reporter", `[@/]${literalPattern(folded(login))}(?![a-z0-9-])`)];
  }
  const word = `(?<![a-z0-9-])@?${letters.map(literalPattern).join("[^a-z0-9=]{1,3}")}(?![a-z0-9-])`;
  return [blockPattern("reporter", word, letters[0]), ...apart(letters.join(""), 3)];
}

/** Fewer letters may be a word that says nothing of anybody. */
const SHORTEST_NAME = 5;

/** Not the end of a string and the beginning of the next one. */
const BETWEEN_NAMES = "(?:'|[^\\p{L}\\p{N}\"'=]{1,6})";

/** "Rita Reporter", "Reporter, Rita", "RitaReporter"; of one word only where it is long or foreign. */
function nameTerms(name: string): readonly Term[] {
  // "Rita M. Reporter (she/her)"
  const plain = name.replace(/\([^()]*\)|\[[^[\]]*\]/g, " ");
  const words = folded(plain).match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first, last] = [words[0], words.at(-1)];
  // "🐍": a pattern of no words would match everywhere.
  if (first === undefined || last === undefined) return [];
  if (words.length === 1) {
    if (/[^a-z0-9]/.test(first) && first.length > 1) {
      return [blockPattern("reporter", first, first)];
    }
    return first.length < SHORTEST_NAME ? [] : nameInOrder([first]);
  }
  const isLong = first.length + last.length >= SHORTEST_NAME;
  return [words, ...(words.length > 2 && isLong ? [[first, last]] : [])].flatMap((each) => [
    ...nameInOrder(each),
    ...nameInOrder([...each].reverse()),
  ]);
}

function nameInOrder(words: readonly string[]): readonly Term[] {
  const pattern = `(?<![\\p{L}\\p{N}])${words.join(BETWEEN_NAMES)}(?![\\p{L}\\p{N}])`;
  return [blockPattern("reporter", pattern, words[0], "gu"), ...apart(words.join(""), 3)];
}

/** "rita@example.org", "rita at example dot org". */
function emailTerms(email: string): readonly Term[] {
  const [local = "", domain = ""] = folded(email).split("@");
  const names = domain.split(".");
  const around = (mark: string): string => `[^a-z0-9]{0,3}(?:${mark})[^a-z0-9]{0,3}`;
  return [
    blockPattern(
      "reporter",
      `(?<![a-z0-9])${literalPattern(local)}(?:\\+[\\w.-]{1,64})?${around("@|at")}${names.map(literalPattern).join(around("\\.|dot"))}`,
      parts(local)[0],
    ),
    ...apart(parts(email).join(""), 3),
  ];
}

/** Its letters one by one, with other characters between them. */
function apart(letters: string, gap: number): readonly Term[] {
  if (letters.length < TELLING) return [];
  return [block("reporter", (view) => view.spelled(letters, gap, true))];
}

function folded(text: string): string {
  return fold(text).text;
}

/** A pattern whose words are written for folded text; it holds no counts. */
function foldedPattern(source: string): string {
  return source.replace(/[A-Za-z0-9]+/g, folded);
}

/** Letters and digits of a name, folded, as they stand between its other characters. */
function parts(name: string): readonly string[] {
  return folded(name).match(/[a-z0-9]+/g) ?? [];
}

function forkPattern(name: string): string {
  const [owner = "", repo = ""] = name.split("/");
  return `(?:${literalPattern(folded(owner))}/)?${literalPattern(folded(repo))}`;
}
