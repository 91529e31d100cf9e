/**
 * What a report is about, as terms with weights: the code that it names, the kind of weakness, and
 * its other words. Different spellings of one thing become one term: `Lib/http/cookies.py`,
 * `http.cookies.Morsel` and "cookies" share "cookies".
 */
export type Terms = ReadonlyMap<string, Term>;

export interface Term {
  readonly weight: number;
  /** Code, a kind of weakness, or any other word. */
  readonly what: "name" | "kind" | "word";
  /** As the report spells it; a kind of weakness is spelled in many ways. */
  readonly text: string;
}

const WEIGHTS = { name: 3, code: 2, kind: 2, titleWord: 1.5, word: 0.5 } as const;

/** Only a description's beginning is read: a hostile one may be as long as GitHub lets it be. */
const DESCRIPTION_CHARACTERS = 1200;
const TITLE_CHARACTERS = 500;
const MAX_TERMS = 120;

export function reportTerms(title: string, description: string): Terms {
  const terms = new Map<string, Term>();
  const add = (key: string, weight: number, what: Term["what"], text: string): void => {
    const before = terms.get(key);
    if (before === undefined && terms.size >= MAX_TERMS) return;
    terms.set(key, {
      weight: Math.max(weight, before?.weight ?? 0),
      what: before?.what === "name" ? "name" : what,
      text: before?.text ?? text,
    });
  };
  const texts = [
    [title.slice(0, TITLE_CHARACTERS), 1, WEIGHTS.titleWord],
    [description.slice(0, DESCRIPTION_CHARACTERS), 0.7, WEIGHTS.word],
  ] as const;
  for (const [text, share, wordWeight] of texts) {
    for (const kind of kindsIn(text)) add(kind, WEIGHTS.kind * share, "kind", kind);
    for (const name of namesIn(text)) {
      const parts = name.split(".").filter((part) => !COMMON.has(part) && part.length > 1);
      if (parts.length > 1) add(parts.join("."), WEIGHTS.name * share, "name", name);
      for (const part of parts) add(stem(part), WEIGHTS.code * share, "name", part);
    }
    for (const word of wordsIn(text)) add(stem(word), wordWeight, "word", word);
  }
  return terms;
}

/**
 * Code named in a text, lower case and dotted: "http.cookies.morsel.set" for `Morsel.set()` of
 * http.cookies, "tarfile" for Lib/tarfile.py, "posix" for Modules/posixmodule.c.
 */
function namesIn(text: string): readonly string[] {
  const names: string[] = [];
  // Each stretch is looked at once, however long it is.
  for (const { 0: found, index } of text.matchAll(/[A-Za-z_](?:[\w./-]*\w)?/g)) {
    const isFile = /\.(?:py|c|h)$/.test(found);
    const isCall = text[index + found.length] === "(";
    const isCode = /\w\.\w|\w_\w|[a-z][A-Z]/.test(found) && !/[/-]/.test(found);
    if (!isFile && !isCall && !isCode) continue;
    const name = found
      .replace(/\.(?:py|c|h)$/, "")
      .split(/[./-]+/)
      .map((part) =>
        part
          .toLowerCase()
          .replace(/^_+|_+$/g, "")
          .replace(/(?<=..)module$/, ""),
      )
      .filter((part) => part !== "" && !FOLDERS.has(part));
    names.push(name.join("."));
  }
  return names;
}

/** Folders of the projects' trees, which are no modules. */
const FOLDERS: ReadonlySet<string> = new Set([
  ...["lib", "modules", "objects", "python", "parser", "include", "internal", "src", "pip"],
  ...["test", "tests", "cpython", "site", "packages", "__init__", "init"],
]);

/** Parts of names that tell nothing by themselves. */
const COMMON: ReadonlySet<string> = new Set([
  ...["get", "set", "open", "read", "write", "close", "parse", "load", "loads", "dump", "dumps"],
  ...["self", "init", "new", "run", "call", "main", "error", "py", "c", "h"],
]);

/** The kinds of weakness that reporters name in many ways. */
const KINDS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    "~time",
    /\b(?:re)?dos\b|denial[- ]of[- ]service|quadratic|exponential|catastrophic|\bcpu\b|infinite loop|complexity|hangs?\b/i,
  ],
  [
    "~memory",
    /memory (?:use|usage|exhaust\w*|consum\w*|allocat\w*)|\boom\b|unbounded|\bbombs?\b|gigabytes|out of memory/i,
  ],
  [
    "~traversal",
    /travers\w*|zip[- ]?slip|\.\.\/|outside (?:of )?(?:the|its) \w+|escapes?\b.{0,20}\b(?:director|destination|folder|target)/i,
  ],
  [
    "~header",
    /crlf|header injection|line (?:breaks?|feeds?)|newlines?\b|control characters|response splitting/i,
  ],
  [
    "~bounds",
    /over(?:flow|read|run)|out[- ]of[- ]bounds|\boob\b|past the end|beyond the (?:end|buffer)/i,
  ],
  ["~freed", /use[- ]after[- ]free|\buaf\b|double[- ]free|dangling|frees? .{0,30}twice/i],
  [
    "~execution",
    /code execution|\brce\b|arbitrary (?:code|command)|command injection|shell injection/i,
  ],
  ["~request", /\bssrf\b|server[- ]side request|redirects?\b/i],
  ["~link", /sym(?:bolic )?links?|hard ?links?/i],
  ["~credentials", /credentials?|authori[sz]ation|passwords?\b|cookies? .{0,20}(?:leak|sent)/i],
  ["~certificate", /certificates?|host ?names? (?:check|verif|match)|verify_mode|check_hostname/i],
  ["~script", /\bxss\b|cross[- ]site script\w*|script injection/i],
  ["~permissions", /permissions?\b|world[- ](?:read|writ)able|umask|0o?[67]\d\d\b/i],
];

function kindsIn(text: string): readonly string[] {
  return KINDS.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind);
}

function wordsIn(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[a-z][a-z0-9]{2,}/g)]
    .map(([word]) => word)
    .filter((word) => !EMPTY.has(word));
}

/** Leaves at least four letters: "parsers", "parsing" and "parsed" are "pars". */
function stem(word: string): string {
  return word.replace(/(?<=^.{4,})(?:ations?|ings?|ers?|e[sd]|[es])$/, "");
}

/** Words of the language and of every report. */
const EMPTY: ReadonlySet<string> = new Set(
  (
    "the and for with that this from when can may are was not into has have its via due than then " +
    "them they which while where who whose will would could should also only any all some such " +
    "other more most over under between without within during after before because does did done " +
    "being been but our your their there here what how why one two use used uses using make makes " +
    "made allow allows allowed allowing cause causes caused lead leads result results " +
    "python cpython pip module modules function functions method methods library standard stdlib " +
    "vulnerability vulnerable vulnerabilities security issue issues bug report reported reporter " +
    "attack attacker attackers malicious crafted specially remote local arbitrary untrusted user " +
    "users input data value values version versions affected possible potential found crash crashes " +
    "code file files program programs string strings object objects call calls called calling"
  ).split(" "),
);
