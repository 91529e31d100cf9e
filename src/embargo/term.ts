import { TAG, TAGS } from "./botTag.ts";
import { fold } from "./folded.ts";
import type { Reading, Span } from "./reading.ts";
import type { Person, Secrets } from "./secrets.ts";
import { SHORTEST_TITLE, type WordRuns } from "./wordRuns.ts";

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

/**
 * An id may be broken over lines with a comment's leader, or have its characters set apart; blanks
 * and line ends in a row count as one.
 */
const GAP = 8;

/** A name is broken over lines, as "-\n        # " or "\" \"". */
const BREAK = `(?:\\s*[#*>/"'\\\\|+-]){0,4}\\s*`;

/** So many letters and digits of a title in a row are no chance. */
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
    { kind: "private-fork", level: "block", find: anyFork },
    { kind: "ghsa-id", level: "block", find: (reading) => ownGhsaId(reading, secrets.ghsaId) },
    blockPattern("ghsa-id", ANY_GHSA_ID),
    ...(secrets.cveId === null ? [] : [ownCveId(secrets.cveId)]),
    botTag(surface),
    ...secrets.people.flatMap(personTerms),
    ...["advisory-fix", ...secrets.branches]
      .filter(isTelling)
      .map((name) =>
        blockPattern(
          "private-branch",
          `(?<![a-z0-9])${parts(name).join(`[-_/]{1,2}(?:\\s*\\n${BREAK})?`)}(?:[-_][a-z0-9]+)?(?![a-z0-9])`,
        ),
      ),
    ...secrets.paths.flatMap(pathTerms),
    { kind: "private-text", level: "block", find: (reading) => runs.find(reading) },
    ...secrets.titles.flatMap(titleTerms),
    warning(
      "weakness-word",
      `(?<![a-z0-9])(?:${WEAKNESS_WORDS.map(foldedPattern).join("|")})(?![a-z0-9])`,
    ),
    warning("other-cve", "cve[-_ ]?[2-9ol]{4}[-_ ][2-9ol]{4,7}"),
  ];
}

const GHSA_LETTERS = "[2-9cfghjmpqrvwx]{4}";
const ANY_GHSA_ID = `ghsa(?:[^a-z0-9]{0,8}${GHSA_LETTERS}){3}(?![a-z0-9])`;

function blockPattern(kind: SecretKind, source: string): Term {
  const pattern = new RegExp(source, "g");
  return { kind, level: "block", find: (reading) => reading.matches(pattern) };
}

function warning(kind: SecretKind, source: string): Term {
  return { ...blockPattern(kind, source), level: "warning" };
}

/** "python/cpython-ghsa-7hm9-x2qv-3cwr", of whatever ticket. */
function anyFork(reading: Reading): readonly Span[] {
  const pattern = /-ghsa(?:-[a-z0-9]{4}){3}/g;
  return reading.matches(pattern).flatMap(({ start, end }) => {
    // Looked at from behind: a pattern for the whole name would cost the square of a long line.
    const name = /[\w.-]{1,39}\/[\w.-]{1,100}$/.exec(
      reading.original.slice(Math.max(0, start - 140), start),
    );
    return name === null ? [] : [{ start: start - name[0].length, end }];
  });
}

/** Also from behind, since a page can be made to show it the other way round. */
function spelledEitherWay(reading: Reading, letters: string): readonly Span[] {
  const behind = Array.from(letters).reverse().join("");
  return [...reading.spelled(letters, GAP), ...reading.spelled(behind, GAP)];
}

/** A title as one name, in whatever way its words are set apart: "BoundTheHeaderLength". */
function titleTerms(title: string): readonly Term[] {
  const letters = parts(title).join("");
  if (parts(title).length < SHORTEST_TITLE || letters.length < LONG_TITLE) return [];
  const find = (reading: Reading): readonly Span[] => reading.spelled(letters, GAP);
  return [{ kind: "private-text", level: "block", find }];
}

/** The twelve characters say it all, also inside of a word or without "GHSA". */
function ownGhsaId(reading: Reading, ghsaId: string): readonly Span[] {
  const letters = parts(ghsaId).join("");
  const whole = spelledEitherWay(reading, letters);
  const bare = reading.spelled(letters.slice("ghsa".length), GAP);
  return [...whole, ...bare.filter(({ end }) => whole.every((other) => other.end !== end))];
}

function ownCveId(cveId: string): Term {
  const [, year = "", number = ""] = parts(cveId);
  const bare = new RegExp(`(?<![a-z0-9])${year}[-_:/]{1,2}${number}(?![a-z0-9])`, "g");
  return {
    kind: "cve-id",
    level: "block",
    find: (reading) => [
      ...reading
        .spelled(`cve${year}${number}`, GAP)
        .filter(({ end }) => !/\d/.test(reading.original.charAt(end))),
      ...reading.matches(bare),
    ],
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
  return letters.length >= 8 && !/^gh\d+$/i.test(branch.replace(/[^a-z0-9]/gi, ""));
}

/** As a shell, a program's string or an address writes it; a root folder says nothing. */
function pathTerms(path: string): readonly Term[] {
  const names = path.split(/[/\\]+/).filter((name) => name !== "");
  if (names.length < 2) return [];
  const written = names.map((name) => escape(folded(name))).join("[/\\\\]{1,2}");
  return [blockPattern("local-path", `(?<![a-z0-9])${written}(?![a-z0-9])`)];
}

function personTerms({ login, name, email }: Person): readonly Term[] {
  return [
    ...loginTerms(login),
    ...(name === undefined ? [] : nameTerms(name)),
    ...(email === undefined ? [] : [blockPattern("reporter", emailPattern(email))]),
  ];
}

/** A short login is also a word: then it counts only as a mention or in an address. */
function loginTerms(login: string): readonly Term[] {
  const letters = parts(login);
  if (letters.length === 1 && login.length < 5) {
    return [blockPattern("reporter", `[@/]${escape(folded(login))}(?![a-z0-9-])`)];
  }
  const apart3 = `(?:[^a-z0-9]{1,3}|-${BREAK})`;
  const word = `(?<![a-z0-9-])@?${letters.map(escape).join(apart3)}(?![a-z0-9-])`;
  const spelled = letters.join("");
  const apart: Term = {
    kind: "reporter",
    level: "block",
    find: (reading) =>
      reading.spelled(spelled, 3).filter(({ start, end }) => stands(reading.original, start, end)),
  };
  return [blockPattern("reporter", word), ...(spelled.length >= 8 ? [apart] : [])];
}

/** "Rita Reporter", "Reporter, Rita". */
function nameTerms(name: string): readonly Term[] {
  const words = parts(name);
  if (words.length < 2) return [];
  return [words, [...words].reverse()].map((order) =>
    blockPattern(
      "reporter",
      `(?<![a-z0-9])${order.join(`(?=[\\s.,_*#>/-])(?:\\s*[.,_*#>/"'-]){0,6}\\s*`)}(?![a-z0-9])`,
    ),
  );
}

/** "rita@example.org", "rita at example dot org". */
function emailPattern(email: string): string {
  const [local = "", domain = ""] = folded(email).split("@");
  const at = `(?: ?@${BREAK}|[ _]?[\\[({]?at[\\])}]?[ _]?)`;
  const dot = "(?: ?\\. ?|[ _]?[\\[({]?dot[\\])}]?[ _]?)";
  return `(?<![a-z0-9])${escape(local)}(?:\\+[\\w.-]{1,64})?${at}${domain.split(".").map(escape).join(dot)}`;
}

function stands(text: string, start: number, end: number): boolean {
  return !/[\p{L}\p{N}]$/u.test(text.slice(0, start)) && !/^[\p{L}\p{N}]/u.test(text.slice(end));
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

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

function forkPattern(name: string): string {
  const [owner = "", repo = ""] = name.split("/");
  return `(?:${escape(folded(owner))}/)?${escape(folded(repo))}`;
}
