import assert from "node:assert/strict";
import fc from "fast-check";
import { stripTags, tagsOf, withoutTags, withTag, type Tag } from "../../../src/ticket/tag.ts";

const TAGS: readonly Tag[] = [
  ...(["ACCEPT", "ACCEPTED", "CLOSE", "CLOSED", "COMPLETE"] as const),
  ...(["COMPLETED", "NOTPLANNED", "INVALID", "DUPLICATE"] as const),
];

/** Titles that are made of tags, halves of tags and words. */
const title = fc
  .array(
    fc.oneof(
      fc.constantFrom(...TAGS).map((tag) => `[${tag}]`),
      fc.constantFrom(...TAGS).map((tag) => `[${tag.toLowerCase()}]`),
      fc.constantFrom("[CLO", "SED]", "[", "]", " ", "  ", "Heap", "[ACC[CLOSED]EPT]", "[x]"),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(""));

describe("a tag", () => {
  it("is taken out just as it was put in", () => {
    fc.assert(
      fc.property(title, fc.constantFrom(...TAGS), (text, tag) => {
        fc.pre(!tagsOf(text).includes(tag));
        assert.equal(withoutTags(withTag(text, tag), [tag]), text);
      }),
    );
  });

  it("is taken out wherever it stands, and the others stay", () => {
    fc.assert(
      fc.property(title, fc.subarray([...TAGS]), (text, gone) => {
        const rest = withoutTags(text, gone);
        assert.deepEqual(
          tagsOf(rest),
          tagsOf(text).filter((tag) => !gone.includes(tag)),
        );
        assert.equal(stripTags(rest), stripTags(text));
      }),
    );
  });

  const cases: readonly (readonly [string, string])[] = [
    ["[ACCEPT] Heap", "Heap"],
    ["Heap [accept]", "Heap"],
    ["Heap [ACCEPT] overflow", "Heap overflow"],
    ["Heap[ACCEPT]overflow", "Heap overflow"],
    ["Heap  [ACCEPT]  overflow", "Heap   overflow"],
    ["[ACCEPT][ACCEPT] Heap", "Heap"],
    ["[CLO[ACCEPT]SED] Heap", "[CLO SED] Heap"],
    ["[ACCEPT]", ""],
    ["[CLOSED] Heap", "[CLOSED] Heap"],
  ];
  for (const [before, after] of cases) {
    it(`leaves “${after}” of “${before}”`, () => {
      assert.equal(withoutTags(before, ["ACCEPT"]), after);
    });
  }

  it("never stands in a title as people read it", () => {
    fc.assert(fc.property(title, (text) => assert.deepEqual(tagsOf(stripTags(text)), [])));
  });
});
