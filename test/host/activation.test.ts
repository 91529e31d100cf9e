import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import { commandIds } from "../../src/editor/commandTable.ts";
import { EXTENSION_ID, requests, run, useMessages, type Request } from "./world.ts";

// Runs before the other suites of this host, which sign in.
describe("activation", () => {
  const messages = useMessages();
  // The launcher has made the public clones.
  let before = 0;
  const sent = async (): Promise<readonly Request[]> => (await requests()).slice(before);

  it("registers every command", async () => {
    before = (await requests()).length;
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.keys(commandIds).filter((id) => !registered.has(id)),
      [],
    );
  });

  it("sends nothing and says nothing while nobody is signed in, also when the view opens", async () => {
    await vscode.commands.executeCommand("psrt.myTickets.focus");
    await wait(1500);
    assert.deepEqual(await sent(), []);
    assert.deepEqual(messages(), []);
  });

  it("asks to sign in when a command needs it, and sends nothing", async () => {
    await run("psrt.refresh");
    assert.deepEqual(messages(), ["You are not signed in to GitHub. Sign in, then try again."]);
    assert.deepEqual(await sent(), []);
  });
});
