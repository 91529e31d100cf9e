import assert from "node:assert/strict";
import { carrierName } from "../../../src/embargo/codeCarriers.ts";
import {
  quarantineEdits,
  quarantineFindings,
  type QuarantineFacts,
  type SettingFact,
} from "../../../src/embargo/quarantine.ts";
import { shieldOf } from "../../../src/embargo/shield.ts";

const fact = (value: unknown, languages: Record<string, unknown> = {}): SettingFact => ({
  value,
  languages: new Map(Object.entries(languages)),
});

/** A window in which all settings of a new clone hold. */
const settled: ReadonlyMap<string, SettingFact> = new Map(
  quarantineEdits().map(({ path, value }) => [path.join(), fact(value)]),
);

const facts = (given: Partial<QuarantineFacts> = {}): QuarantineFacts => ({
  ...{ settings: settled, extensions: ["ms-python.python"], editor: "Visual Studio Code" },
  ...{ lock: [], ignored: true },
  ...given,
});

const changed = (changes: Record<string, SettingFact | undefined>): QuarantineFacts => {
  const settings = new Map(settled);
  for (const [id, value] of Object.entries(changes)) {
    if (value === undefined) settings.delete(id);
    else settings.set(id, value);
  }
  return facts({ settings });
};

const statesOf = (given: QuarantineFacts): readonly string[] =>
  quarantineFindings(given)
    .filter(({ state }) => state !== "holds")
    .map(({ subject, state }) => `${subject} ${state}`);

describe("the quarantine of a private clone's window", () => {
  it("holds with the settings that a new clone gets, and says of each subject so", () => {
    assert.deepEqual(
      quarantineFindings(facts()).map(({ subject, state }) => [subject, state]),
      [
        "pushes",
        "ai",
        "history",
        "edit-sync",
        "fetch",
        "publish",
        "after-commit",
        "ignored",
        "extensions",
      ].map((subject) => [subject, "holds"]),
    );
  });

  it("is open where any setting counts otherwise, with that setting as the fix", () => {
    const cases: readonly (readonly [string, unknown, string])[] = [
      ["chat.disableAIFeatures", false, "ai"],
      ["editor.inlineSuggest.enabled", true, "ai"],
      ["chat.sessionSync.enabled", true, "ai"],
      ["workbench.localHistory.enabled", true, "history"],
      ["workbench.cloudChanges.autoResume", "onReload", "edit-sync"],
      ["workbench.cloudChanges.continueOn", "prompt", "edit-sync"],
      ["git.autofetch", true, "fetch"],
      ["git.autofetch", "all", "fetch"],
      ["git.showActionButton", { commit: true, publish: true, sync: false }, "publish"],
      ["git.showActionButton", null, "publish"],
      ["git.postCommitCommand", "push", "after-commit"],
      ["git.postCommitCommand", "sync", "after-commit"],
    ];
    for (const [id, value, subject] of cases) {
      const found = quarantineFindings(changed({ [id]: fact(value) })).filter(
        ({ state }) => state !== "holds",
      );
      assert.deepEqual(
        found.map((finding) => [finding.subject, finding.state]),
        [[subject, "open"]],
      );
      const edits = found.flatMap(({ fix }) => (fix?.kind === "settings" ? fix.edits : []));
      assert.deepEqual(
        edits.map(({ path }) => path),
        [[id]],
      );
      // The fix makes it hold.
      assert.deepEqual(statesOf(changed({ [id]: fact(edits[0]?.value) })), []);
    }
  });

  it("is open for a language that counts otherwise, since that outweighs the workspace", () => {
    const found = quarantineFindings(
      changed({ "editor.inlineSuggest.enabled": fact(false, { python: true, rst: false }) }),
    ).find(({ state }) => state === "open");
    assert.deepEqual(found?.fix, {
      kind: "settings",
      edits: [{ path: ["[python]", "editor.inlineSuggest.enabled"], value: false }],
    });
  });

  it("names each language that the person's own settings let Copilot have", () => {
    const id = "github.copilot.enable";
    const found = quarantineFindings(changed({ [id]: fact({ "*": false, python: true }) })).find(
      ({ state }) => state === "open",
    );
    const value = { "*": false, python: false };
    assert.deepEqual(found?.fix, { kind: "settings", edits: [{ path: [id], value }] });
  });

  it("does not claim what a setting unknown to this VS Code would tell", () => {
    assert.deepEqual(statesOf(changed({ "chat.disableAIFeatures": undefined })), ["ai unchecked"]);
    assert.deepEqual(statesOf(changed({ "git.autofetch": undefined })), ["fetch unchecked"]);
    // Without Copilot its settings are unknown, and there is nothing to hold.
    assert.deepEqual(statesOf(changed({ "github.copilot.enable": undefined })), []);
    const none = { ...facts(), settings: new Map<string, SettingFact>() };
    assert.deepEqual(statesOf(none), [
      ...["ai", "history", "edit-sync", "fetch", "publish", "after-commit"].map(
        (subject) => `${subject} unchecked`,
      ),
    ]);
  });

  it("does not claim what git was not asked", () => {
    const untrusted = facts({ lock: "unchecked", ignored: "unchecked" });
    assert.deepEqual(statesOf(untrusted), ["pushes unchecked", "ignored unchecked"]);
    for (const { state, fix } of quarantineFindings(untrusted)) {
      if (state === "unchecked") assert.deepEqual(fix, { kind: "trust" });
    }
  });

  it("is open while the push lock has a gap or git sees the settings", () => {
    const open = facts({ lock: ["hook", "rewriting"], ignored: false });
    assert.deepEqual(statesOf(open), ["pushes open", "ignored open"]);
    const [pushes] = quarantineFindings(open);
    assert.match(pushes?.detail ?? "", /the pre-push hook, the rewriting of other addresses/);
  });

  it("lists each extension that is known to send code, in any letter case", () => {
    const found = quarantineFindings(
      facts({ extensions: ["GitHub.copilot", "ms-python.python", "CONTINUE.continue"] }),
    ).filter(({ subject }) => subject === "extensions");
    assert.deepEqual(
      found.map(({ title, fix }) => [title.split(" is ")[0], fix]),
      [
        ["GitHub Copilot", { kind: "extension", id: "GitHub.copilot" }],
        ["Continue", { kind: "extension", id: "CONTINUE.continue" }],
      ],
    );
    assert.equal(carrierName("constructor"), undefined);
  });

  it("is open in an editor with an AI of its own", () => {
    for (const name of ["Cursor", "Windsurf", "Windsurf - Next", "Kiro"]) {
      assert.deepEqual(statesOf(facts({ editor: name })), ["editor open"], name);
    }
    for (const name of ["Visual Studio Code", "VSCodium", "Code - OSS", "code-server"]) {
      assert.deepEqual(statesOf(facts({ editor: name })), [], name);
    }
  });
});

describe("the shield", () => {
  const of = (given: QuarantineFacts) =>
    shieldOf(quarantineFindings(given), "GHSA-2222-3333-4444", "14:03");

  it("holds only when all was checked and all holds", () => {
    assert.deepEqual(
      [of(facts()).state, of(facts()).text],
      ["holds", "$(shield) Embargoed: shield holds"],
    );
    const unchecked = of(facts({ lock: "unchecked" }));
    assert.deepEqual(
      [unchecked.state, unchecked.text],
      ["unchecked", "$(warning) Embargoed: 1 not checked"],
    );
    const open = of(facts({ lock: "unchecked", ignored: false }));
    assert.deepEqual([open.state, open.text], ["open", "$(warning) Embargoed: 1 open"]);
  });

  it("tells each finding and when it was looked at, also to a screen reader", () => {
    const { tooltip, label } = of(facts({ lock: ["hook"] }));
    assert.match(tooltip, /^EMBARGOED: private clone of GHSA-2222-3333-4444\n✗ Pushes may go else/);
    assert.match(tooltip, /\n✓ AI features are off\n/);
    assert.match(tooltip, /Checked at 14:03\. .* are not checked\.$/);
    assert.match(label, /GHSA-2222-3333-4444: 1 open$/);
  });
});
