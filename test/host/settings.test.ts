import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as vscode from "vscode";
import { settingDefaults } from "../../src/editor/contributions.ts";
import { requestsOf, run, signIn, surroundings, until, useMessages } from "./world.ts";

describe("a hostile workspace", () => {
  const folder = (): string => join(surroundings("FOLDER"), ".vscode");
  let stranger: Server;
  let heard = 0;

  before(async () => {
    stranger = createServer((_request, response) => {
      heard += 1;
      response.end("{}");
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    await signIn();
  });
  after(async () => {
    stranger.close();
    await rm(folder(), { recursive: true, force: true });
    await until("the settings without the workspace's", () => (hasRead() ? undefined : true));
    await run("psrt.refresh");
  });

  /** Whether the workspace's settings hold, by one that workspaces may change. */
  function hasRead(): boolean {
    const rulers = vscode.workspace.getConfiguration().get("editor.rulers");
    return JSON.stringify(rulers) === "[79]";
  }

  it("can't lead the token, git or clones elsewhere by its settings", async () => {
    const { port } = stranger.address() as AddressInfo;
    const hostile: Readonly<Record<keyof typeof settingDefaults, unknown>> = {
      "psrt.apiUrl": `http://127.0.0.1:${port}/api/v3`,
      "psrt.repositories": ["evil/evil"],
      "psrt.publicClones": { "python/cpython": "/tmp/evil" },
      "psrt.cloneFolder": "/tmp/evil",
      "psrt.cloneWay": "ask",
      "psrt.checkCommands": { "python/cpython": { build: [["/tmp/evil/build"]], test: [] } },
      "psrt.gitPath": "/tmp/evil/git",
      "psrt.gitProtocol": "ssh",
      "psrt.notifications": "off",
      "psrt.refreshMinutes": 0.001,
      "psrt.rosterUrl": `http://127.0.0.1:${port}/psrt.csv`,
      "psrt.steeringCouncil": ["evil"],
      "psrt.releaseCycleUrl": `http://127.0.0.1:${port}/release-cycle.json`,
    };
    const read = (): readonly unknown[] =>
      Object.keys(hostile).map((id) => vscode.workspace.getConfiguration().get(id));
    const before = read();
    await mkdir(folder(), { recursive: true });
    const settings = { ...hostile, "editor.rulers": [79] };
    const asked = await requestsOf(async () => {
      await writeFile(join(folder(), "settings.json"), JSON.stringify(settings));
      await until("the workspace's settings", () => (hasRead() ? true : undefined));
    });
    assert.deepEqual(asked, []);
    assert.deepEqual(read(), before);
    const sent = await requestsOf(() => run("psrt.refresh"));
    assert.equal(sent.filter(({ path }) => path.endsWith("/security-advisories")).length, 2);
    assert.ok(sent.every(({ path, status }) => !path.includes("evil") && status === 304));
    assert.equal(heard, 0);
  });

  it("has no place in which to change them", async () => {
    const configuration = vscode.workspace.getConfiguration();
    for (const id of Object.keys(settingDefaults)) {
      for (const target of [
        vscode.ConfigurationTarget.Workspace,
        vscode.ConfigurationTarget.WorkspaceFolder,
      ]) {
        await assert.rejects(async () => configuration.update(id, "x", target), id);
      }
    }
  });
});

describe("a list of repositories with a name that is none", () => {
  const messages = useMessages();
  const setTo = async (names: readonly string[] | undefined): Promise<void> =>
    vscode.workspace
      .getConfiguration()
      .update("psrt.repositories", names, vscode.ConfigurationTarget.Global);

  before(signIn);
  after(async () => {
    await setTo(undefined);
    await run("psrt.refresh");
    await vscode.commands.executeCommand("notifications.clearAll");
  });

  it("is named, and nothing of it is read until it is corrected", async () => {
    const sent = await requestsOf(async () => {
      await setTo(["python/cpython", "not a name"]);
      await until("the complaint", () => messages()[0]);
    });
    assert.match(
      messages()[0] ?? "",
      /“not a name” is not a repository name .* Correct the setting psrt\.repositories\./s,
    );
    assert.deepEqual(sent, []);
    const corrected = await requestsOf(async () => {
      await setTo(["python/cpython"]);
      await run("psrt.refresh");
    });
    assert.ok(corrected.some(({ path }) => path.endsWith("/cpython/security-advisories")));
    assert.ok(corrected.every(({ path }) => !path.includes("pypa/pip")));
  });
});
