import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  requestsOf,
  row,
  run,
  signIn,
  until,
  useMessages,
  violations,
  type Request,
} from "./world.ts";

/** A draft that nobody else's test changes the state of, and a ticket that has ended. */
const DRAFT = row("GHSA-h567-8x9c-2f3g");
const ENDED = row("GHSA-m789-2f3g-4h5j");

describe("deciding on a ticket", () => {
  const messages = useMessages();
  before(signIn);
  afterEach(async () => {
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  const writes = (requests: readonly Request[]): readonly Request[] =>
    requests.filter(({ method }) => method !== "GET");

  /** Runs a command that ends with a message nobody answers. */
  async function told(id: Parameters<typeof run>[0], given: unknown): Promise<string> {
    const done = run(id, given);
    const message = await until("a message", () => messages()[0]);
    await vscode.commands.executeCommand("notifications.clearAll");
    await done;
    return message;
  }

  it("writes nothing to a ticket that is decided", async () => {
    const sent = await requestsOf(async () => {
      assert.match(await told("psrt.acceptTicket", ENDED), /is closed\. Only a ticket in triage/);
    });
    assert.deepEqual(writes(sent), []);
  });

  it("says when no order to the bot waits", async () => {
    assert.match(await told("psrt.undoBotOrder", DRAFT), /^No order to the PSRT bot waits/);
  });

  it("checks an order by reading alone", async () => {
    const sent = await requestsOf(async () => {
      assert.match(await told("psrt.checkBotOrder", DRAFT), /^No order to the bot waits: GHSA-/);
    });
    assert.deepEqual(writes(sent), []);
  });

  for (const id of ["psrt.closeTicket", "psrt.addExperts"] as const) {
    it(`${id} is left without a trace when its question is closed`, async () => {
      let ended = false;
      const sent = await requestsOf(async () => {
        const end = run(id, DRAFT).finally(() => (ended = true));
        await until("an end", async () => {
          await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
          return ended ? true : undefined;
        });
        await end;
      });
      assert.deepEqual([writes(sent), messages()], [[], []]);
    });
  }

  it("refuses to close as completed what is not, and shows what is open, unless that is wanted", async () => {
    const original = vscode.window.showWarningMessage;
    const asked: { readonly message: unknown; readonly detail: string }[] = [];
    const warned = (message: unknown, options: vscode.MessageOptions): Promise<undefined> => {
      asked.push({ message, detail: options.detail ?? "" });
      return Promise.resolve(undefined);
    };
    assert.ok(Reflect.set(vscode.window, "showWarningMessage", warned));
    try {
      const sent = await requestsOf(() => run("psrt.completeTicket", DRAFT));
      assert.deepEqual(writes(sent), []);
    } finally {
      Reflect.set(vscode.window, "showWarningMessage", original);
    }
    const [question, ...others] = asked;
    assert.deepEqual(others, []);
    assert.match(String(question?.message), /^GHSA-h567-8x9c-2f3g is not completed yet/);
    assert.match(question?.detail ?? "", /^• Advisory e-mail: /m);
    assert.match(question?.detail ?? "", /^• Backport to 3\.\d+: /m);
    assert.doesNotMatch(question?.detail ?? "", /^• Closed/m);
  });

  it("sends GitHub only requests that it describes", async () => {
    assert.deepEqual(await violations(), []);
  });
});
