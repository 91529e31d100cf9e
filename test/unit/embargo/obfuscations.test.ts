import assert from "node:assert/strict";
import fc from "fast-check";
import { Gate } from "../../../src/embargo/gate.ts";
import { secrets } from "./corpus/ticket.ts";

const gate = new Gate(secrets);

/** One of some texts. */
const oneOf = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

const blanks = fc.integer({ min: 0, max: 24 }).map((length) => " ".repeat(length));

/** The end of a line and how the next one begins, in some language's comment, quotation or diff. */
const lineEnd = fc
  .tuple(
    ...([oneOf("\n", "\r\n", "\n\n", "\n#\n"), oneOf("", "+", "-", "> ", "> > "), blanks] as const),
    oneOf("", "# ", "#: ", "* ", " * ", "// ", "/// ", ".. ", "; ", "% ", "-- ", "/* ", "| "),
  )
  .map((pieces) => pieces.join(""));

/** What ends a string and begins the next one on another line. */
const seam = fc
  .tuple(oneOf('"', '" \\', '" +', "'"), blanks, oneOf('"', "'", 'f"', 'b"', '+ "', 'rb"'))
  .map(([end, indent, begin]) => `${end}\n${indent}${begin}`);

const filler = fc
  .array(oneOf("a note ", "see below ", "<b>x</b> ", "- ", "\n"), { maxLength: 60 })
  .map((words) => `<!-- ${words.join("")} -->`);

/** What a page or a program does not show. */
const unseen = fc.oneof(
  oneOf("\u200b", "\u00ad", "\u2060", "\u200d", "\ufe0f", "&ZeroWidthSpace;", "&NoBreak;", "&shy;"),
  oneOf("&zwnj;", "&InvisibleTimes;", "&#8203;", "\\u200b", "\\N{ZERO WIDTH SPACE}", "&nosuch;"),
  oneOf("<b>", "</b>", "<wbr>", '<span class="x">', "<!-- -->", "**", "~~", "`", "[^1]", "\u0000"),
  oneOf("[", "](https://example.org/a_(b))", "][a]", "](<x y> 'of')"),
  filler,
);

const hyphen = oneOf(
  ...[
    "-",
    "\u2010",
    "\u2011",
    "\u2013",
    "\u2014",
    "\u2212",
    "\uff0d",
    "&hyphen;",
    "&#45;",
    "&#x2D;",
  ],
  ...["&dash;", "&amp;#45;", "%2D", "%252D", "\\u002d", "\\U0000002D", "\\x2d", "\\055", "\\u{2d}"],
  ...["\\N{HYPHEN}", "\\N{EN DASH}", "\\-", "_"],
);

/** A character as it can be written otherwise. */
const spelling = (character: string): fc.Arbitrary<string> => {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, "0"));
  const wide = code > 0x20 && code < 0x7f ? String.fromCodePoint(code + 0xfee0) : character;
  return oneOf(
    ...[character.toUpperCase(), character.toLowerCase(), wide, `&#${code};`, `&#x${hex};`],
    ...[`\\u${hex.padStart(4, "0")}`, `\\U${hex.padStart(8, "0")}`, `\\u{${hex}}`],
    ...[bytes.map((byte) => `%${byte}`).join(""), bytes.map((byte) => `%25${byte}`).join("")],
    ...(code < 0x80 ? [`\\x${bytes.join("")}`, `\\${code.toString(8).padStart(3, "0")}`] : []),
  );
};

/** A text with some of its characters spelled otherwise, and some followed by what is not seen. */
const disguised = (text: string, among: fc.Arbitrary<string> = unseen): fc.Arbitrary<string> =>
  fc
    .array(
      fc.record({
        respelled: fc.integer({ min: 0, max: 5 }).map((chance) => chance === 0),
        followed: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
        among,
      }),
      { minLength: text.length, maxLength: text.length },
    )
    .chain((choices) =>
      fc.tuple(
        ...Array.from(text, (character, at) => {
          const choice = choices[at];
          const isPlain = choice?.respelled !== true || !/[a-z0-9]/i.test(character);
          const isLast = at === text.length - 1;
          const tail = choice?.followed === true && !isLast ? choice.among : "";
          return (isPlain ? fc.constant(character) : spelling(character)).map(
            (shown) => `${shown}${tail}`,
          );
        }),
      ),
    )
    .map((characters) => characters.join(""));

/** Parts with something between any two. */
const joined = (
  parts: readonly fc.Arbitrary<string>[],
  between: fc.Arbitrary<string>,
): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.tuple(...parts),
      fc.array(between, { minLength: parts.length, maxLength: parts.length }),
    )
    .map(([texts, seams]) =>
      texts.map((text, at) => (at === 0 ? text : `${seams[at] ?? ""}${text}`)).join(""),
    );

/** Where it stands in a text: what is around it is no part of it. */
const around = fc.constantFrom<readonly [string, string]>(
  ["", ""],
  ["# see ", "\n"],
  ["Fix a loop (", ")."],
  ["| 3.14 | ", " |"],
  ["    self.assertEqual(f('", "'), 1)"],
  ["Thanks to **", "** for the report.\n"],
);

const RUNS = { numRuns: 300 };

function isFound(text: string, kinds: readonly string[]): boolean {
  return gate.scanText(text).some(({ kind, level }) => level === "block" && kinds.includes(kind));
}

async function isFoundInDiff(text: string, kinds: readonly string[]): Promise<boolean> {
  const lines = text.split("\n");
  const header = ["--- /dev/null", "+++ b/Lib/x.py", `@@ -0,0 +1,${lines.length} @@`];
  const patch = Buffer.from([...header, ...lines.map((line) => `+${line}`), ""].join("\n"));
  const found = await gate.scanAddedLines(patch, () => Promise.resolve());
  return found.some(({ kind, level }) => level === "block" && kinds.includes(kind));
}

/** In a text and in added lines, whatever is around it. */
const holds = (secret: fc.Arbitrary<string>, ...kinds: readonly string[]): Promise<void> =>
  fc.assert(
    fc.asyncProperty(secret, around, async (disguise, [before, behind]) => {
      const text = `${before}${disguise}${behind}`;
      assert.ok(isFound(text, kinds), JSON.stringify(text));
      assert.ok(await isFoundInDiff(text, kinds), `as added lines: ${JSON.stringify(text)}`);
    }),
    RUNS,
  );

describe("a secret in disguise is found", () => {
  const partsOf = (id: string): readonly fc.Arbitrary<string>[] =>
    id.split("-").map((part) => disguised(part));

  it("as a GHSA id, whole or broken over lines", async () => {
    const parts = partsOf(secrets.ghsaId);
    await holds(
      joined(parts, fc.oneof(hyphen, oneOf("", " ", " - ", "/"))),
      "ghsa-id",
      "private-fork",
    );
    await holds(
      joined(
        parts,
        fc.tuple(hyphen, lineEnd).map((each) => each.join("")),
      ),
      "ghsa-id",
    );
    await holds(
      joined(
        parts,
        fc.tuple(oneOf("-", ""), seam).map((each) => each.join("")),
      ),
      "ghsa-id",
    );
  });

  it("as a CVE id", async () => {
    const parts = partsOf(secrets.cveId ?? "");
    await holds(joined(parts, fc.oneof(hyphen, oneOf("", " ", "/"))), "cve-id");
    await holds(
      joined(
        parts,
        fc.tuple(hyphen, fc.oneof(lineEnd, seam)).map((each) => each.join("")),
      ),
      "cve-id",
    );
  });

  it("as the reporter's login, name and e-mail", async () => {
    await holds(
      joined(
        ["rita", "reporter"].map((part) => disguised(part)),
        hyphen,
      ),
      "reporter",
    );
    const words = [
      ["Rita", "Reporter"],
      ["Reporter", "Rita"],
    ];
    for (const name of words) {
      const parts = name.map((part) => disguised(part));
      await holds(
        joined(parts, fc.oneof(oneOf(" ", "_", ".", ", ", "&nbsp;", "%20", "+", ""), lineEnd)),
        "reporter",
      );
    }
    await holds(
      joined(
        ["rita", "example", "org"].map((part) => disguised(part)),
        oneOf("."),
      ).map((text) => text.replace(".", "@")),
      "reporter",
    );
  });

  it("as a private branch", async () => {
    const parts = ["rita", "folding", "poc"].map((part) => disguised(part));
    await holds(
      joined(parts, oneOf("-", "_", "/", "\u2011", "&hyphen;", "\\x2d")),
      "private-branch",
    );
    await holds(
      joined(
        parts,
        lineEnd.map((end) => `-${end}`),
      ),
      "private-branch",
    );
  });

  it("as a quotation", async () => {
    const words = (secrets.texts[0] ?? "").split("\n\n")[0]?.split(/\s+/).slice(2) ?? [];
    const inline = oneOf("\u200b", "\u00ad", "&shy;", "&NoBreak;", "**", "<b>", "</i>");
    const dressed = (word: string): fc.Arbitrary<string> =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(word) },
        oneOf(
          `<b>${word}</b>`,
          `**${word}**`,
          `[${word}](https://example.org/x)`,
          `\`${word}\``,
          `“${word}”`,
        ),
        oneOf(
          word.toUpperCase(),
          `${word}[^2]`,
          `<!-- well -->${word}`,
          `[${word}][ref]`,
          `*${word}*,`,
        ),
        disguised(word, inline),
        // A word may be cut at a line's end.
        fc
          .tuple(fc.integer({ min: 1, max: 3 }), lineEnd)
          .map(([at, end]) =>
            word.length < 5 || end.includes("#\n")
              ? word
              : `${word.slice(0, at + 1)}-${end}${word.slice(at + 1)}`,
          ),
      );
    const quoted = fc
      .tuple(fc.integer({ min: 0, max: words.length - 8 }), fc.integer({ min: 8, max: 14 }))
      .chain(([from, length]) =>
        joined(
          words.slice(from, from + length).map(dressed),
          fc.oneof(oneOf(" ", "  ", " ", "&nbsp;", " \u2014 ", "<br>"), lineEnd),
        ),
      );
    await holds(quoted, "private-text");
  });
});
