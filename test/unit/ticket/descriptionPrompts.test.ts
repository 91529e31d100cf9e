import assert from "node:assert/strict";
import { checkDescription } from "../../../src/ticket/advisoryChecks.ts";
import {
  descriptionPrompts,
  placeOfPrompt,
  withStarter,
} from "../../../src/ticket/descriptionPrompts.ts";

/** What a description seems to say, each with the words that say it. */
function said(text: string): readonly string[] {
  return descriptionPrompts.flatMap((prompt) => {
    const place = placeOfPrompt(text, prompt);
    return place === undefined ? [] : [`${prompt.id}: ${text.slice(place.start, place.end)}`];
  });
}

describe("the prompts of a description", () => {
  it("find what a good description says", () => {
    const text =
      "The tarfile module followed hard links in TarFile.extractall(), so that an archive could " +
      "overwrite files elsewhere. Links are checked now.\n\nPrograms that use the “data” filter " +
      "are not affected. As a mitigation, pass filter='data'.";
    assert.deepEqual(said(text), [
      "module: module",
      "function: TarFile.extractall(",
      "behaviour: could",
      "fix: now",
      "unaffected: not affected",
      "mitigation: mitigation",
    ]);
    assert.deepEqual(said("A value is read twice."), []);
  });

  it("begin each sentence once, behind what is there, with the part that is to be written", () => {
    for (const prompt of descriptionPrompts) {
      for (const before of ["", "A value is read twice.", "A value is read twice.\n\n"]) {
        const { text, part } = withStarter(before, prompt);
        assert.ok(text.endsWith(prompt.starter));
        assert.ok(text.startsWith(before.trimEnd()));
        assert.match(text.slice(part.start, part.end), /^\{[^{}]+\}$/);
        assert.deepEqual(withStarter(text, prompt), { text, part });
        // It says nothing before it is filled in, also not by another prompt's words.
        assert.deepEqual(said(text), []);
        assert.match(checkDescription(text)[0]?.text ?? "", /Fill in what stands in braces/);
      }
    }
  });

  it("are looked for in a moment in a text made to take long", () => {
    const started = performance.now();
    for (const piece of ["a", "a.", "(", "{which module}", "The ", "not be ", "."]) {
      const text = piece.repeat(65_535 / piece.length);
      said(text);
      checkDescription(text);
    }
    assert.ok(performance.now() - started < 1000);
  });
});
