import assert from "node:assert/strict";
import { HumanError } from "../../../src/base/errors.ts";
import { editedSettings } from "../../../src/steps/quarantine.ts";

const edits = [
  { path: ["git.autofetch"], value: false },
  { path: ["[python]", "editor.inlineSuggest.enabled"], value: false },
];

describe("a workspace's settings, edited", () => {
  it("are made where there are none", async () => {
    const whole =
      '{\n  "git.autofetch": false,\n  "[python]": {\n    "editor.inlineSuggest.enabled": false\n  }\n}\n';
    for (const text of ["", " \n", "{}\n", "{\n}\n"])
      assert.equal(await editedSettings(text, edits), whole);
  });

  it("keep comments, order and all other keys, commas at the end and line ends among them", async () => {
    const before = [
      "{",
      "  // mine",
      '  "editor.rulers": [79],',
      '  "git.autofetch": true, /* for now */',
      '  "[python]": { "editor.tabSize": 4, },',
      "}",
      "",
    ].join("\r\n");
    const after = await editedSettings(before, edits);
    assert.match(after, /\/\/ mine\r\n {2}"editor.rulers": \[79\],\r\n/);
    assert.match(after, /"git.autofetch": false, \/\* for now \*\//);
    assert.match(after, /"editor.tabSize": 4/);
    assert.match(after, /"editor.inlineSuggest.enabled": false/);
    assert.ok(!/[^\r]\n/.test(after));
  });

  it("stay as they are when they hold already", async () => {
    const once = await editedSettings("", edits);
    assert.equal(await editedSettings(once, edits), once);
  });

  it("are not touched when they can't be understood", async () => {
    for (const text of ["{", "[]", "null", '"x"', '{"a": }', "<<<<<<< HEAD"]) {
      await assert.rejects(editedSettings(text, edits), HumanError, text);
    }
  });
});
