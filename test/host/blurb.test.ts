import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { DECISION_SCHEME } from "../../src/editor/contributions.ts";
import { publicClone, run, tabsWith, until, useMessages } from "./world.ts";

const TEXT = "Refuse control characters in :meth:`http.cookies.Morsel.set`.\n";

describe("a new Security blurb", () => {
  const messages = useMessages();
  const folder = (): string => join(publicClone(), "Misc", "NEWS.d", "next", "Security");
  let before: readonly string[];

  beforeEach(async () => {
    before = await readdir(folder());
  });
  afterEach(async () => {
    for (const name of await added()) await rm(join(folder(), name));
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  async function added(): Promise<readonly string[]> {
    return (await readdir(folder())).filter((name) => !before.includes(name));
  }

  function decisions(): readonly vscode.Tab[] {
    return tabsWith(
      (input) => input instanceof vscode.TabInputText && input.uri.scheme === DECISION_SCHEME,
    );
  }

  /** Begins the command and waits for the document to write the entry in. */
  async function begin(): Promise<{ document: vscode.TextDocument; end: Promise<void> }> {
    const old = vscode.workspace.textDocuments;
    const end = run("psrt.newBlurb", { issue: "gh-140001" });
    const document = await until("a document for the entry", () => {
      const active = vscode.window.activeTextEditor?.document;
      const isNew = active?.uri.scheme === DECISION_SCHEME && !old.includes(active);
      return isNew ? active : undefined;
    });
    return { document, end };
  }

  async function write(document: vscode.TextDocument, text: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    edit.replace(document.uri, all, text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it("is written on a yes, and opened", async () => {
    const { document, end } = await begin();
    await write(document, TEXT);
    await run("psrt.acceptDocument", document.uri);
    await end;
    const [name = "", ...others] = await added();
    assert.deepEqual(others, []);
    assert.match(name, /^\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.gh-issue-140001\.[\w-]{6}\.rst$/);
    assert.equal(await readFile(join(folder(), name), "utf8"), TEXT);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(folder(), name));
    assert.deepEqual([decisions().length, messages()], [0, []]);
  });

  it("is held back while it has errors, which stand in the text as problems", async () => {
    const { document, end } = await begin();
    await run("psrt.acceptDocument", document.uri);
    assert.match(messages().join(), /^[^,]+ Change the text, then try again\.$/);
    assert.deepEqual([(await added()).length, decisions().length], [0, 1]);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    await write(document, " \n");
    await until("a problem", () => vscode.languages.getDiagnostics(document.uri)[0]);
    await write(document, TEXT);
    await until("a text without problems", () => {
      const errors = vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      return errors.length === 0 ? true : undefined;
    });
    // Without an argument the active text is meant.
    await run("psrt.acceptDocument");
    await end;
    assert.equal((await added()).length, 1);
  });

  it("is not written on a no", async () => {
    const { document, end } = await begin();
    await write(document, TEXT);
    await run("psrt.rejectDocument", document.uri);
    await end;
    assert.deepEqual([await added(), decisions().length, messages()], [[], 0, []]);
  });

  it("is not written when its tab is closed", async () => {
    const { end } = await begin();
    await vscode.window.tabGroups.close(decisions());
    await end;
    assert.deepEqual([await added(), messages()], [[], []]);
  });

  it("is not begun for what is no issue", async () => {
    for (const issue of ["0", "gh-1x", "https://example.org/1", "GHSA-9q23-4r5v-6w7x"]) {
      await run("psrt.newBlurb", { issue });
    }
    assert.equal(messages().length, 4);
    assert.deepEqual([await added(), decisions().length], [[], 0]);
  });

  it("can't be answered when nothing was asked", async () => {
    for (const given of [undefined, "x", vscode.Uri.parse(`${DECISION_SCHEME}:/x.rst?9`)]) {
      await run("psrt.acceptDocument", given);
      await run("psrt.rejectDocument", given);
    }
    assert.deepEqual(
      [...new Set(messages())],
      ["No text waits for your answer here. Begin the command again."],
    );
  });
});
