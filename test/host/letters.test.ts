import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { DECISION_SCHEME } from "../../src/editor/contributions.ts";
import { COOKIES, requestsOf, run, signIn, tabsWith, until, useMessages } from "./world.ts";

type Asked = "showQuickPick" | "showInputBox" | "showSaveDialog" | "showWarningMessage";
type Answer = (given: unknown, options: unknown) => unknown;

/** Answers what the person is asked, in turn; whatever is asked beyond that is cancelled. */
function useAnswers(): (answers: readonly (readonly [Asked, Answer])[]) => void {
  const kinds = ["showQuickPick", "showInputBox", "showSaveDialog", "showWarningMessage"] as const;
  const originals = kinds.map((kind) => [kind, vscode.window[kind]] as const);
  let waiting: (readonly [Asked, Answer])[] = [];
  before(() => {
    for (const kind of kinds) {
      const answer = async (given: unknown, ...rest: unknown[]): Promise<unknown> => {
        const next = waiting.shift();
        if (next === undefined) return undefined;
        assert.equal(kind, next[0], `${kind} was asked: ${JSON.stringify(given)}`);
        return next[1](await Promise.resolve(given), rest);
      };
      assert.ok(Reflect.set(vscode.window, kind, answer));
    }
  });
  beforeEach(() => (waiting = []));
  afterEach(() => assert.deepEqual(waiting, [], "Something was not asked."));
  after(() => {
    for (const [kind, original] of originals) Reflect.set(vscode.window, kind, original);
  });
  return (answers) => (waiting = [...answers]);
}

/** Chooses the item whose label has these words. */
function pick(words: string): readonly [Asked, Answer] {
  return [
    "showQuickPick",
    (items) => {
      const all = items as readonly vscode.QuickPickItem[];
      const found = all.find(({ label }) => label.includes(words));
      assert.ok(found, `${words}: ${all.map(({ label }) => label).join(" | ")}`);
      return found;
    },
  ];
}

const say = (kind: Asked, answer: unknown): readonly [Asked, Answer] => [kind, () => answer];

function decisions(): readonly vscode.Tab[] {
  return tabsWith(
    (input) => input instanceof vscode.TabInputText && input.uri.scheme === DECISION_SCHEME,
  );
}

async function document(): Promise<vscode.TextDocument> {
  const tab = await until("a document", () => decisions()[0]);
  assert.ok(tab.input instanceof vscode.TabInputText);
  return vscode.workspace.openTextDocument(tab.input.uri);
}

async function replace(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const ANYWAY = [pick("Write It Anyway"), say("showInputBox", "The merge is a matter of minutes.")];

describe("the letters of a ticket", () => {
  const messages = useMessages();
  const answer = useAnswers();
  before(signIn);
  afterEach(async () => {
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("are not written before their time, unless for a reason; each trouble leads on", async () => {
    answer([]);
    await run("psrt.composeEmail", COOKIES);
    answer([pick("Write It Anyway"), say("showInputBox", undefined)]);
    await run("psrt.composeEmail", COOKIES);
    assert.deepEqual([decisions().length, messages()], [0, []]);
    answer([pick("CVSS v4")]);
    await run("psrt.composeEmail", COOKIES);
    await until("the form", () =>
      tabsWith((input) => input instanceof vscode.TabInputWebview).length === 1 ? true : undefined,
    );
  });

  it("have the template's text, with what is wrong marked in it", async () => {
    answer(ANYWAY);
    const end = run("psrt.composeEmail", COOKIES);
    const opened = await document();
    const lines = opened.getText().split("\n");
    assert.equal(lines[0], "To: security-announce@python.org");
    assert.match(lines[1] ?? "", /^Subject: \[CVE-2026-40107\] Header injection through/);
    assert.equal(lines.at(-2), "* {pull request URL}");
    const problems = await until("problems", () => {
      const found = vscode.languages.getDiagnostics(opened.uri);
      return found.length > 0 ? found : undefined;
    });
    const marked = problems.map(({ range }) => opened.getText(range));
    assert.ok(marked.includes("{pull request URL}"), marked.join(" | "));
    await run("psrt.rejectDocument", opened.uri);
    await end;
    assert.deepEqual([decisions().length, messages()], [0, []]);
  });

  it("are wrapped on request, and code is not", async () => {
    answer(ANYWAY);
    const end = run("psrt.composeEmail", COOKIES);
    const opened = await document();
    const code = `    ${"x".repeat(90)} = 1`;
    const text = opened.getText().replace("Programs", `${code}\n\n${"word ".repeat(30)}Programs`);
    await replace(opened, text);
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      "vscode.executeFormatDocumentProvider",
      ...[opened.uri, { tabSize: 4, insertSpaces: true }],
    );
    const change = new vscode.WorkspaceEdit();
    change.set(opened.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(change));
    const wrapped = opened.getText();
    assert.ok(wrapped.includes(`\n${code}\n`));
    const long = wrapped.split("\n").filter(({ length }) => length > 72);
    assert.deepEqual(
      long.map((line) => line.slice(0, 12)),
      ["Subject: [CV", code.slice(0, 12), "Please see t"],
    );
    await run("psrt.rejectDocument", opened.uri);
    await end;
  });

  it("are handed over as a message file, which only the person can read, or copied", async () => {
    const folder = await mkdtemp(join(tmpdir(), "letters-"));
    const path = join(folder, "mail.eml");
    const before = await vscode.env.clipboard.readText();
    try {
      answer([
        ...ANYWAY,
        say("showWarningMessage", "Use It Anyway…"),
        say("showInputBox", "It is a rehearsal."),
        pick("Copy the Text"),
        pick("Save as a Message File"),
        say("showSaveDialog", vscode.Uri.file(path)),
      ]);
      const end = run("psrt.composeEmail", COOKIES);
      const opened = await document();
      await replace(opened, opened.getText().replace("{pull request URL}", "https://github.com/x"));
      await run("psrt.acceptDocument", opened.uri);
      await end;
      const file = await readFile(path, "latin1");
      assert.match(file, /^X-Unsent: 1\r$/m);
      assert.match(file, /^To: security-announce@python\.org\r$/m);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.match(await vscode.env.clipboard.readText(), /^There is a /);
      assert.match(messages().join(), /Nothing is sent until you send it/);
    } finally {
      await vscode.env.clipboard.writeText(before);
      await rm(folder, { recursive: true });
    }
  });

  it("are marked as sent at a time that can be, and unmarked", async () => {
    const asked: string[] = [];
    const judge = (answers: readonly string[]): readonly [Asked, Answer] => [
      "showInputBox",
      (options) => {
        const box = options as vscode.InputBoxOptions;
        for (const text of answers.slice(0, -1)) {
          asked.push(JSON.stringify(box.validateInput?.(text) ?? "fine"));
        }
        asked.push(box.value ?? "");
        return answers.at(-1);
      },
    ];
    const sent = new Date(Date.now() - 60_000).toISOString().slice(0, 16).replace("T", " ");
    answer([judge(["yesterday", "2999-01-01 00:00", "2001-01-01 00:00", "", sent])]);
    await run("psrt.markEmailSent", COOKIES);
    assert.match(asked[0] ?? "", /Write the time in UTC/);
    assert.match(asked[1] ?? "", /still to come/);
    assert.match(asked[2] ?? "", /not reported yet/);
    assert.match(asked[3] ?? "", /Write the time/);
    // It is remembered, and may turn out to be wrong.
    answer([judge([""])]);
    await run("psrt.markEmailSent", COOKIES);
    assert.equal(asked.at(-1), sent);
    answer([judge([sent])]);
    await run("psrt.markEmailSent", COOKIES);
    assert.notEqual(asked.at(-1), "");
    answer([judge([""])]);
    await run("psrt.markEmailSent", COOKIES);
    assert.deepEqual(messages(), []);
  });

  it("draft no CVE record before the fix is public, and say so", async () => {
    answer([say("showInputBox", "")]);
    await run("psrt.draftCveRecord", COOKIES);
    assert.deepEqual(messages(), [
      "A CVE record needs the public pull request. Complete the ticket, then try again.",
    ]);
    answer([]);
    await run("psrt.draftCveRecord", COOKIES);
    assert.equal(messages().length, 1);
  });

  it("write nothing to GitHub", async () => {
    const sent = await requestsOf(async () => {
      answer([]);
      await run("psrt.composeEmail", COOKIES);
      answer([say("showInputBox", "3.13.0")]);
      await run("psrt.draftCveRecord", COOKIES);
    });
    assert.ok(sent.length > 0 && sent.every(({ method }) => method === "GET"));
  });
});
