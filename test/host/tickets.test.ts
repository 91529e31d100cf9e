import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { CommandId } from "../../src/editor/commandTable.ts";
import { StableCommands } from "../../src/editor/stableCommands.ts";
import {
  COOKIES,
  publicClone,
  requests,
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

const FORK = "cpython-ghsa-9q23-4r5v-6w7x";

const ROW_COMMANDS: readonly CommandId[] = [
  "psrt.clonePrivateFork",
  "psrt.openPrivateClone",
  "psrt.startLanding",
  "psrt.showPublicCommit",
  "psrt.pushPublicBranch",
  "psrt.openAdvisoryForm",
  "psrt.openOnGitHub",
  "psrt.copyGhsaId",
];

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args]);
  return stdout.trim();
}

/** The part of VS Code's git extension's API that is used here. */
interface GitRepository {
  addRemote(name: string, url: string): Promise<void>;
  removeRemote(name: string): Promise<void>;
  push(remote: string, branch: string): Promise<void>;
}

interface GitExtension {
  getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<GitRepository | null> };
}

/** A folder as VS Code's own git extension has it. */
async function gitRepository(folder: string): Promise<GitRepository> {
  const extension = vscode.extensions.getExtension<GitExtension>("vscode.git");
  assert.ok(extension);
  const api = (await extension.activate()).getAPI(1);
  const repository = await until(
    "the clone's repository",
    async () => (await api.openRepository(vscode.Uri.file(folder))) ?? undefined,
  );
  return repository;
}

/** Work tree, index, HEAD, refs and configuration of a clone. */
async function stateOf(clone: string): Promise<string> {
  const parts = [
    git(clone, "status", "--porcelain"),
    git(clone, "rev-parse", "HEAD"),
    git(clone, "for-each-ref"),
    git(clone, "config", "--list", "--local"),
  ];
  return (await Promise.all(parts)).join("\n");
}

function forms(): readonly vscode.Tab[] {
  return tabsWith(
    (input) =>
      input instanceof vscode.TabInputWebview && input.viewType.endsWith("psrt.advisoryForm"),
  );
}

describe("the commands of a ticket", () => {
  const messages = useMessages();
  before(signIn);
  afterEach(async () => {
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  /** The message that a command ends with; it waits for an answer, which is none. */
  async function cloned(): Promise<string> {
    const done = run("psrt.clonePrivateFork", COOKIES);
    const message = await until("a message", () => messages()[0]);
    await vscode.commands.executeCommand("notifications.clearAll");
    await done;
    return message;
  }

  it("clone the private fork from the public clone, locked, and leave that as it was", async () => {
    const target = join(surroundings("PRIVATE"), FORK);
    const before = await stateOf(publicClone());
    assert.match(await cloned(), /^The private fork is cloned with the objects of your public/);
    assert.equal(await stateOf(publicClone()), before);
    assert.deepEqual(await readdir(surroundings("PRIVATE")), [FORK]);
    assert.equal((await stat(target)).mode & 0o777, 0o700);
    assert.equal(await git(target, "branch", "--show-current"), "main");
    assert.equal(await git(target, "status", "--porcelain"), "");
    assert.match(await git(target, "remote", "get-url", "--push", "upstream"), /no_push/);
    assert.ok(!(await git(target, "config", "--list")).includes(surroundings("TOKEN")));
    await assert.rejects(git(target, "push", publicClone(), "HEAD:refs/heads/leak"), /push/i);
  });

  it("use the private clone again that is there", async () => {
    assert.match(await cloned(), /there already; its lock was checked/);
    assert.deepEqual(await readdir(surroundings("PRIVATE")), [FORK]);
  });

  it("lock the clone for VS Code's own git extension, too", async () => {
    const target = join(surroundings("PRIVATE"), FORK);
    const project = `${surroundings("URL")}/python/cpython.git`;
    const publicRefs = (): Promise<string> => git(target, "ls-remote", project);
    const before = await publicRefs();
    const repository = await gitRepository(target);
    // An address that git may push to with the person's token.
    await repository.addRemote("leak", project);
    try {
      for (const remote of ["upstream", "leak"]) {
        await assert.rejects(repository.push(remote, "main"));
        await assert.rejects(repository.push(remote, "main:refs/heads/leak"));
      }
      assert.equal(await publicRefs(), before);
    } finally {
      await repository.removeRemote("leak");
    }
  });

  it("open one form for a ticket, filled from GitHub", async () => {
    const before = (await requests()).length;
    await run("psrt.openAdvisoryForm", COOKIES);
    await run("psrt.openAdvisoryForm", COOKIES);
    const asked = await until("a request of the form's page", async () =>
      (await requests()).slice(before).find(({ status }) => status !== 0),
    );
    assert.deepEqual(
      [asked.method, asked.path],
      ["GET", "/api/v3/repos/python/cpython/security-advisories/GHSA-9q23-4r5v-6w7x"],
    );
    // Unchanged when a step of before has read it: a conditional request costs nothing then.
    assert.ok([200, 304].includes(asked.status));
    assert.deepEqual(
      forms().map(({ label }) => label),
      ["Advisory GHSA-9q23-4r5v-6w7x"],
    );
  });

  it("say what has to be done first", async () => {
    const fresh = row("GHSA-c234-5r6v-7w8x");
    await run("psrt.openPrivateClone", fresh);
    await run("psrt.showPublicCommit", fresh);
    await run("psrt.pushPublicBranch", fresh);
    await run("psrt.clonePrivateFork", row("GHSA-6j78-9m2p-3q4r"));
    await run("psrt.startLanding", row("GHSA-6j78-9m2p-3q4r"));
    const noFork =
      "GHSA-6j78-9m2p-3q4r has no private fork yet. “Create Private Fork” says who makes it and when, and tells you when it is there.";
    const noBranch = "GHSA-c234-5r6v-7w8x has no public branch yet. Use “Start Landing” first.";
    assert.deepEqual(messages(), [
      "The private clone of GHSA-c234-5r6v-7w8x is not on this machine. Use “Clone Private Fork” first.",
      ...[noBranch, noBranch, noFork, noFork],
    ]);
  });

  it("tell of a ticket that is not there for this person", async () => {
    for (const id of ROW_COMMANDS) await run(id, row("GHSA-2222-2222-2222"));
    assert.equal(messages().length, ROW_COMMANDS.length);
    assert.ok(messages().every((each) => each.startsWith("GitHub did not read GHSA-2222-")));
    assert.deepEqual(forms(), []);
  });

  it("have an id of their own for each row, under which the row of the last drawing is asked for", async () => {
    const commands = new StableCommands();
    try {
      const id = commands.id("a", "psrt.copyGhsaId", [row("GHSA-2222-2222-2222")]);
      const other = commands.id("b", "psrt.copyGhsaId", [row("GHSA-3333-3333-3333")]);
      assert.equal(commands.id("a", "psrt.copyGhsaId", [row("GHSA-4444-4444-4444")]), id);
      for (const each of [id, other]) await vscode.commands.executeCommand(each);
      assert.deepEqual(
        messages().map((text) => /GHSA-[\d-]+/.exec(text)?.[0]),
        ["GHSA-4444-4444-4444", "GHSA-3333-3333-3333"],
      );
      commands.keepOnly(new Set(["a"]));
      const registered = await vscode.commands.getCommands();
      assert.deepEqual(
        [id, other].map((each) => registered.includes(each)),
        [true, false],
      );
    } finally {
      commands.dispose();
    }
  });

  it("take no name from outside that is not a ticket's; then they ask for one", async () => {
    const ghsaId = "GHSA-9q23-4r5v-6w7x";
    const sent = await requestsOf(async () => {
      for (const hostile of [
        "x",
        7,
        [],
        { ticket: null },
        { ticket: { repository: { owner: "..", repo: ".." }, ghsaId } },
        { ticket: { repository: { owner: "a/b", repo: "c" }, ghsaId } },
        { ticket: { repository: { owner: "python", repo: "cpython" }, ghsaId: `${ghsaId}/../x` } },
      ]) {
        for (const id of ROW_COMMANDS) {
          let ended = false;
          const end = run(id, hostile).finally(() => (ended = true));
          await until("an end", async () => {
            await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
            return ended ? true : undefined;
          });
          await end;
        }
      }
    });
    assert.deepEqual(sent, []);
    assert.deepEqual([messages(), forms()], [[], []]);
    assert.deepEqual(await readdir(surroundings("PRIVATE")), [FORK]);
  });

  it("send GitHub only requests that it describes", async () => {
    assert.deepEqual(await violations(), []);
  });
});
