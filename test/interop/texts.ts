import fc from "fast-check";

const blank = fc.constantFrom(
  " ",
  " ",
  " ",
  " ",
  "  ",
  "   ",
  "\t",
  " \t",
  "\n",
  "\r\n",
  "\r",
  " \n",
);

/** White space to Python or to JavaScript or to neither, and other awkward company. */
const odd = fc.constantFrom(
  ...["\xa0", "\ufeff", "\x85", "\x1c", "\x1d", "\x1e", "\x1f", "\u2028", "\u2029", "\u3000"],
  ...["\u2003", "\u200b", "\u180e", "\u202f", "\f", "\v", "\0", "\x7f"],
);

const word = fc.oneof(
  { weight: 12, arbitrary: fc.stringMatching(/^[a-z]{1,12}[.,;!?]?$/) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ":func:`json.loads`",
      "``a-b--c``",
      "well-known-and-hyphenated-word",
      "--",
      "—",
      "Łukasz",
      "naïve",
      "cafe\u0301",
      "漢字かな",
      "한국어",
      "😀",
      "👩‍💻",
      "İstanbul",
      "ſtraße",
      "\u05e9\u05dc\u05d5\u05dd",
      "..",
      "::",
      "#",
      "*",
      "gh-12345",
      "CVE-",
    ),
  },
  { weight: 2, arbitrary: odd },
  { weight: 2, arbitrary: fc.tuple(odd, fc.constant("x"), odd).map((parts) => parts.join("")) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 60, max: 160 })
      .map((length) => "https://example.org/".padEnd(length, "y")),
  },
  { weight: 1, arbitrary: fc.integer({ min: 70, max: 80 }).map((length) => "😀".repeat(length)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 4 }) },
);

const prose = fc
  .array(fc.tuple(word, blank), { minLength: 1, maxLength: 45 })
  .map((parts) => parts.flat().join(""));

const list = fc
  .tuple(fc.constantFrom("* ", "- ", "1. ", "#. ", "  * ", "*", "2. "), prose, prose)
  .map(([mark, one, two]) => `${mark}${one.trimEnd()}\n${mark}${two}`);

const literal = prose.map(
  (text) => `${text.trimEnd()}::\n\n    code  \twith\ttabs   \n\n    ${text}`,
);

/** Beginnings that blurb forbids or reads as something else; most often none. */
const beginning = fc.oneof(
  { weight: 30, arbitrary: fc.constant("") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...["- ", "  - ", "Issue #", "iſſue #", "ISSUE\t#", "ıssue #", "İssue #", "bpo-", "BPO-1"],
      ...["gh-", "Gh-issue-", "\n gh-", "#", "  # ", "..", ".. note:", "  .. x", "#. ", "..\n"],
      ...["\ufeff", "\ufeffgh-", "\xa0gh-", "\n\n\n", " \t\n", "\x1c- ", "* ", "1. ", "- - "],
    ),
  },
);

const ending = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom("", "\n", "\n\n\n", "  ", "\t\r\n", "\xa0", "::") },
  { weight: 1, arbitrary: fc.constantFrom("\n..", "\n..\n", "\n..\nmore", " \ud800") },
);

const entry = fc
  .tuple(
    beginning,
    fc.array(
      fc.tuple(
        fc.oneof(
          { weight: 6, arbitrary: prose },
          { weight: 1, arbitrary: list },
          { weight: 1, arbitrary: literal },
        ),
        fc.constantFrom("\n\n", "\n\n", "\n \n", "\r\n\r\n", "\n\n\n", "\n\n\n\n"),
      ),
      { maxLength: 4 },
    ),
    ending,
  )
  .map(([start, paragraphs, end]) => start + paragraphs.flat().slice(0, -1).join("") + end);

/** The same texts for the same seed: entries as people and careless programs might write them. */
export function texts(count: number, seed: number): readonly string[] {
  return fc.sample(entry, { numRuns: count, seed });
}
