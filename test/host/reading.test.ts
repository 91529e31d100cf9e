import assert from "node:assert/strict";
import * as vscode from "vscode";
import { asRecord, asString } from "../../src/base/shape.ts";
import { TICKET_SCHEME } from "../../src/editor/contributions.ts";
import {
  COOKIES,
  requestsOf,
  row,
  run,
  signIn,
  surroundings,
  tabsWith,
  until,
  useMessages,
  violations,
} from "./world.ts";

const HOSTILE = row("GHSA-5h67-8j9m-2p3q");
const STALE = "GHSA-h567-8x9c-2f3g";
const BANNER = /^EMBARGOED · GHSA-/;

function pages(): readonly vscode.Tab[] {
  return tabsWith(
    (input) => input instanceof vscode.TabInputText && input.uri.scheme === TICKET_SCHEME,
  );
}

async function read(ticket: unknown): Promise<vscode.TextDocument> {
  await run("psrt.readTicket", ticket);
  const document = vscode.window.activeTextEditor?.document;
  assert.equal(document?.uri.scheme, TICKET_SCHEME);
  return document;
}

/** Asks the sandbox GitHub as another person. */
async function as(login: string, method: string, path: string, body: unknown): Promise<void> {
  const order = { method: "POST", body: JSON.stringify({ login }) };
  const answer = await fetch(`${surroundings("CONTROL")}/tokens`, order);
  const token = asString(asRecord(await answer.json())?.["token"]);
  assert.ok(token);
  const response = await fetch(
    `${surroundings("API")}/repos/python/cpython/security-advisories/${path}`,
    {
      ...{ method, body: JSON.stringify(body) },
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    },
  );
  assert.ok(response.ok, `${response.status}`);
}

async function fault(given: unknown): Promise<void> {
  await fetch(`${surroundings("CONTROL")}/faults`, { method: "POST", body: JSON.stringify(given) });
}

describe("a ticket to read", () => {
  const messages = useMessages();
  before(signIn);
  afterEach(async () => {
    await fetch(`${surroundings("CONTROL")}/faults`, { method: "DELETE" });
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("is a read-only text of VS Code's own, under a banner, with its comments", async () => {
    const asked = await requestsOf(async () => {
      const document = await read(COOKIES);
      assert.match(document.lineAt(0).text, BANNER);
      assert.equal(document.languageId, "psrt-embargoed");
      assert.match(document.getText(), /\n {2}I can confirm that the branch fixes it\.\n/);
      await vscode.commands.executeCommand("default:type", { text: "x" });
      assert.equal(document.isDirty, false);
      assert.match(document.lineAt(0).text, BANNER);
    });
    assert.ok(asked.every(({ method }) => method === "GET"));
    assert.deepEqual(messages(), []);
  });

  it("is open once, however often it is asked for", async () => {
    await read(COOKIES);
    await read(COOKIES);
    assert.equal(pages().length, 1);
    // As from the editor's title, where the page itself is the argument.
    const { document } = vscode.window.activeTextEditor ?? {};
    await run("psrt.readTicket", document?.uri);
    assert.equal(pages().length, 1);
  });

  it("has only our own commands above it", async () => {
    const { uri } = await read(HOSTILE);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      uri,
      20,
    );
    assert.ok(lenses.length > 2);
    for (const { command, range } of lenses) {
      assert.match(command?.command ?? "", /^(_psrt\.[\da-f-]+\.\d+)?$/);
      assert.deepEqual(command?.arguments ?? [], []);
      assert.doesNotMatch(command?.title ?? "", /script|tracker|alert/);
      assert.equal(range.start.line, 0);
    }
  });

  it("shows what hides in a hostile report, and follows nothing of it", async () => {
    const document = await read(HOSTILE);
    const text = document.getText();
    // No control but line feed and tab, nothing bidirectional, nothing invisible.
    assert.doesNotMatch(text, /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    for (const shown of [
      "⟨U+202E⟩gnp.exe⟨U+0007⟩",
      "⟨U+0000⟩⟨U+001B⟩[31mred⟨U+001B⟩[0m",
      "  [click](command:workbench.action.terminal.new)",
      "  <img src=x onerror=alert(1)>",
    ]) {
      assert.ok(text.includes(shown), shown);
    }
    assert.ok(text.includes("A".repeat(60_000)));
    const own = text.split("\n").filter((line) => line !== "" && !line.startsWith("  "));
    assert.ok(own.every((line) => /^(EMBARGOED ·|[A-Z][\w ]{9,}|REPORT|NO COMMENTS)/.test(line)));
    const links = vscode.workspace.getConfiguration("editor", document).get("links");
    assert.equal(links, false);
  });

  it("takes up a new comment in its place, and marks it until it was looked at", async () => {
    const document = await read(row(STALE));
    await as("rita-reporter", "POST", `${STALE}/comments`, { body: "One more thing." });
    await run("psrt.refresh");
    await until("the new comment", () =>
      /\nrita-reporter · .* · NEW\n {2}One more thing\.\n/.test(document.getText())
        ? true
        : undefined,
    );
    assert.equal(pages().length, 1);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await read(row(STALE));
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const again = await read(row(STALE));
    assert.doesNotMatch(again.getText(), /NEW/);
  });

  it("keeps the report as it was reported when somebody edits it", async () => {
    await read(row(STALE));
    await as("sam-second", "PATCH", STALE, { description: "Said better." });
    const document = await read(row(STALE));
    const text = await until("the edited text", () =>
      document.getText().includes("Said better.") ? document.getText() : undefined,
    );
    assert.match(
      text,
      /\nDESCRIPTION, edited since it was reported\n {2}Said better\.\n\nREPORT, as first seen on this machine [\d-]+ [\d:]+ UTC\n {2}Main has changed the same line since\.\n/,
    );
  });

  it("leads to the page where GitHub gives no comments", async () => {
    await fault({
      path: { pattern: "/comments$" },
      status: 404,
      body: { message: "Not Found" },
      times: 5,
    });
    const { uri, ...document } = await read(row("GHSA-g456-7w8x-9c2f"));
    assert.ok(document);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      uri,
      20,
    );
    const below = lenses.filter(({ range }) => range.start.line > 0);
    assert.deepEqual(
      below.map(({ command }) => [
        command?.command.replace(/[\da-f-]+\.\d+$/, "N"),
        command?.title,
      ]),
      [["_psrt.N", "$(globe) Open on GitHub"]],
    );
  });

  it("says why it can't be read, and opens nothing", async () => {
    await run("psrt.readTicket", row("GHSA-2222-2222-2222"));
    assert.match(messages().join(), /^GitHub did not read GHSA-2222-2222-2222: it is not there/);
    assert.deepEqual(pages(), []);
  });

  it("is closed when the person signs out", async () => {
    await read(COOKIES);
    await run("psrt.signOut");
    await until("no page", () => (pages().length === 0 ? true : undefined));
    await signIn();
  });

  it("sends GitHub only requests that it describes", async () => {
    assert.deepEqual(await violations(), []);
  });
});
