import assert from "node:assert/strict";
import * as vscode from "vscode";
import { asRecord } from "../../src/base/shape.ts";
import { DECISION_SCHEME } from "../../src/editor/contributions.ts";
import {
  requestsOf,
  row,
  run,
  signIn,
  surroundings,
  until,
  useMessages,
  violations,
} from "./world.ts";

const GHSA = "GHSA-j678-9c2f-3g4h";
const TICKET = { ...asRecord(row(GHSA)), reply: "reject" };
const COMMENTS = `/api/v3/repos/python/cpython/security-advisories/${GHSA}/comments`;

interface Answers {
  give: string | undefined;
  /** Whether what was begun before is gone on with; else the template is begun anew. */
  goOn: boolean;
  readonly asked: string[];
}

/**
 * Answers the modal questions of each test by the given button, and how a reply is begun; every
 * other message goes on as before. Used after `useMessages`.
 */
function useAnswers(): Answers {
  const state: Answers = { give: undefined, goOn: false, asked: [] };
  const pick = vscode.window.showQuickPick;
  after(() => assert.ok(Reflect.set(vscode.window, "showQuickPick", pick)));
  before(() => {
    const choose = async (items: unknown): Promise<unknown> => {
      const all = (await Promise.resolve(items)) as readonly vscode.QuickPickItem[];
      assert.equal(all[0]?.label, "Go On with What You Wrote");
      return state.goOn ? all[0] : all.at(-1);
    };
    assert.ok(Reflect.set(vscode.window, "showQuickPick", choose));
    const show = vscode.window.showInformationMessage;
    const answer = (message: string, ...rest: unknown[]): unknown => {
      const options = asRecord(rest[0]);
      if (options?.["modal"] !== true) {
        return Reflect.apply(show, vscode.window, [message, ...rest]);
      }
      state.asked.push([message, options["detail"]].join("\n"));
      return Promise.resolve(state.give);
    };
    assert.ok(Reflect.set(vscode.window, "showInformationMessage", answer));
  });
  beforeEach(() => {
    state.asked.length = 0;
    state.give = undefined;
    state.goOn = false;
  });
  return state;
}

describe("a reply to the reporter", () => {
  // It also puts back what VS Code had.
  const messages = useMessages();
  const answers = useAnswers();
  before(signIn);
  afterEach(async () => {
    await fetch(`${surroundings("CONTROL")}/faults`, { method: "DELETE" });
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  async function begin(): Promise<{ document: vscode.TextDocument; end: Promise<void> }> {
    const old = vscode.workspace.textDocuments;
    const end = run("psrt.reply", TICKET);
    const document = await until("a document for the reply", () => {
      const active = vscode.window.activeTextEditor?.document;
      return active?.uri.scheme === DECISION_SCHEME && !old.includes(active) ? active : undefined;
    });
    return { document, end };
  }

  async function write(document: vscode.TextDocument, text: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  /** The message that the command ends with, which is not waited for by anybody. */
  async function said(end: Promise<void>): Promise<string> {
    const message = await until("a message", () => messages()[0]);
    await vscode.commands.executeCommand("notifications.clearAll");
    await end;
    return message;
  }

  it("begins with the template, in embargoed text that says who will read it", async () => {
    const { document, end } = await begin();
    assert.equal(document.languageId, "psrt-embargoed");
    assert.match(
      document.getText(),
      /^Thanks for your report\. We've determined that the report doesn't/,
    );
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
      9,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ["$(check) Send…", "$(close) Not Now", "The reporter will see this and get a mail"],
    );
    await run("psrt.rejectDocument", document.uri);
    await end;
    assert.deepEqual(messages(), []);
  });

  it("is never left unsaved for so long that VS Code would back it up on disk", async () => {
    const { document, end } = await begin();
    await write(document, "EMBARGOED words");
    assert.equal(document.isDirty, true);
    const start = Date.now();
    await until("a saved text", () => (document.isDirty ? undefined : true));
    assert.ok(Date.now() - start < 900, `${Date.now() - start} ms`);
    assert.equal(document.getText(), "EMBARGOED words");
    await run("psrt.rejectDocument", document.uri);
    await end;
  });

  it("is sent on a yes, exactly as it was shown, once", async () => {
    answers.give = "Send";
    const sent = await requestsOf(async () => {
      const { document, end } = await begin();
      await write(document, "Thanks, Rita.\n\nIt is no vulnerability.  \n");
      await run("psrt.acceptDocument", document.uri);
      assert.match(
        await said(end),
        /^Your reply is on GHSA-j678-9c2f-3g4h; the reporter gets a mail/,
      );
    });
    assert.deepEqual(
      sent.filter(({ method }) => method !== "GET").map(({ method, path }) => [method, path]),
      [["POST", COMMENTS]],
    );
    assert.match(
      answers.asked.join(),
      /^Send this comment on GHSA-j678-9c2f-3g4h\?\nComment on .*: the reporter will see this and get a mail\nThe reporter and the advisory's collaborators can read it\.\n\nThanks, Rita\.\n\nIt is no vulnerability\.$/,
    );
  });

  it("is not sent again without another question", async () => {
    const sent = await requestsOf(async () => {
      const { document, end } = await begin();
      await write(document, "Thanks, Rita.\n\nIt is no vulnerability.");
      await run("psrt.acceptDocument", document.uri);
      assert.match(await said(end), /^Nothing was sent\. What you wrote is kept/);
    });
    assert.match(answers.asked.join(), /^The same text was sent .* UTC\. Send it again on GHSA-/);
    assert.ok(sent.every(({ method }) => method === "GET"));
  });

  it("stays as it was begun when another one is begun and sent, until it is sent itself", async () => {
    const first = await begin();
    await write(first.document, "Long thoughts, not ready yet.");
    await run("psrt.rejectDocument", first.document.uri);
    await first.end;
    const second = await begin();
    assert.match(second.document.getText(), /^Thanks for your report\./);
    await write(second.document, "A short word.");
    answers.give = "Send";
    await run("psrt.acceptDocument", second.document.uri);
    assert.match(await said(second.end), /^Your reply is on/);

    answers.goOn = true;
    const third = await begin();
    assert.equal(third.document.getText(), "Long thoughts, not ready yet.");
    await run("psrt.acceptDocument", third.document.uri);
    await until("another message", () => messages()[1]);
    await vscode.commands.executeCommand("notifications.clearAll");
    await third.end;
    const fourth = await begin();
    assert.notEqual(fourth.document.getText(), "Long thoughts, not ready yet.");
    await run("psrt.rejectDocument", fourth.document.uri);
    await fourth.end;
  });

  it("is held back while it names another ticket or gives the bot an order", async () => {
    const { document, end } = await begin();
    for (const text of ["See GHSA-9q23-4r5v-6w7x.", "Closed. [INVALID]"]) {
      await write(document, text);
      await run("psrt.acceptDocument", document.uri);
    }
    assert.equal(messages().length, 2);
    assert.ok(messages().every((each) => each.endsWith("Change the text, then try again.")));
    await run("psrt.rejectDocument", document.uri);
    await end;
    assert.deepEqual(answers.asked, []);
  });

  it("is offered to be copied where GitHub takes no comments", async () => {
    const fault = { path: COMMENTS, status: 404, body: { message: "Not Found" }, times: 9 };
    await fetch(`${surroundings("CONTROL")}/faults`, {
      method: "POST",
      body: JSON.stringify(fault),
    });
    const sent = await requestsOf(async () => {
      const { document, end } = await begin();
      await run("psrt.acceptDocument", document.uri);
      await end;
    });
    assert.match(
      answers.asked.join(),
      /^GitHub takes no comments by its API here\. Copy the reply/,
    );
    assert.match(answers.asked.join(), /\nOn this machine only: nobody else sees it\./);
    assert.ok(sent.every(({ method }) => method === "GET"));
  });

  it("is none for a ticket that is published", async () => {
    await run("psrt.reply", row("GHSA-p892-3g4h-5j6m"));
    assert.match(messages().join(), /^GHSA-p892-3g4h-5j6m is published: nobody waits for a reply/);
  });

  it("sends GitHub only requests that it describes", async () => {
    assert.deepEqual(await violations(), []);
  });
});

describe("a code-signing report", () => {
  const messages = useMessages();
  before(signIn);

  it("is none of a project that signs nothing", async () => {
    const repository = { owner: "pypa", repo: "pip" };
    const ghsaIds = await pipTickets();
    await run("psrt.codeSigning", { ticket: { repository, ghsaId: ghsaIds[0] } });
    assert.match(
      messages().join(),
      /^This project signs no binaries with certificates of its own\./,
    );
  });

  async function pipTickets(): Promise<readonly string[]> {
    const answer = await fetch(`${surroundings("API")}/repos/pypa/pip/security-advisories`, {
      headers: { authorization: `Bearer ${surroundings("TOKEN")}` },
    });
    const all: unknown = await answer.json();
    assert.ok(Array.isArray(all));
    return all.map((each) => String(asRecord(each)?.["ghsa_id"]));
  }
});
