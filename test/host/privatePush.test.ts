import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { row, run, signIn, surroundings, until, useMessages } from "./world.ts";

const GHSA = "GHSA-7m89-2p3q-4r5v";
const FORK = `python/cpython-${GHSA.toLowerCase()}`;

/** The part of the API of VS Code's git extension that is used here. */
interface GitRepository {
  readonly rootUri: vscode.Uri;
  createBranch(name: string, checkout: boolean): Promise<void>;
  add(paths: string[]): Promise<void>;
  commit(message: string): Promise<void>;
  addRemote(name: string, url: string): Promise<void>;
  setConfig(key: string, value: string): Promise<string>;
  push(remote?: string, branch?: string, setUpstream?: boolean, force?: 0 | 1): Promise<void>;
}

interface GitExtension {
  getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<GitRepository | null> };
}

async function repositoryAt(folder: string): Promise<GitRepository> {
  const extension = vscode.extensions.getExtension<GitExtension>("vscode.git");
  assert.ok(extension);
  const api = (await extension.activate()).getAPI(1);
  // While a work tree is taken up, the repository around its folder may be answered.
  return until("the clone's repository", async () => {
    const found = await api.openRepository(vscode.Uri.file(folder));
    return found?.rootUri.fsPath === folder ? found : undefined;
  });
}

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args]);
  return stdout.trim();
}

/** The sandbox's address of a repository, and its token as git sends it. */
const addressOf = (name: string): string => `${surroundings("URL")}/${name}.git`;
const header = (): readonly [key: string, value: string] => {
  const basic = Buffer.from(`x-access-token:${surroundings("TOKEN")}`).toString("base64");
  return [`http.${surroundings("URL")}/.extraheader`, `Authorization: Basic ${basic}`];
};

async function refsOf(name: string): Promise<string> {
  const [key, value] = header();
  return git(tmpdir(), "-c", `${key}=${value}`, "ls-remote", addressOf(name));
}

/**
 * VS Code's own git extension with what it takes to push to the project: the person may, and the
 * token is in the clone's configuration. Without the lock it would be public at once.
 */
describe("a push by VS Code's own git extension", () => {
  const messages = useMessages();
  const project = "python/cpython";
  let control: string;
  let clone: string;
  let repository: GitRepository;

  before(async () => {
    await signIn();
    control = await mkdtemp(join(tmpdir(), "psrt-control-"));
    const done = run("psrt.clonePrivateFork", row(GHSA));
    await until("a clone", () => messages().find((each) => each.includes("private fork is")));
    await vscode.commands.executeCommand("notifications.clearAll");
    await done;
    clone = join(surroundings("PRIVATE"), FORK.split("/")[1] ?? "");
    repository = await repositoryAt(clone);
    await repository.setConfig(...header());
    await repository.createBranch("advisory-fix-1", true);
    await writeFile(join(clone, "secret.txt"), "embargoed\n");
    await repository.add([join(clone, "secret.txt")]);
    await repository.commit("Embargoed");
  });
  after(async () => {
    for (const folder of [control, clone]) await rm(folder, { recursive: true, force: true });
  });

  it("reaches the project from a clone that is not locked: this is what is refused below", async () => {
    await git(tmpdir(), "clone", "--quiet", addressOf(project), control);
    const unlocked = await repositoryAt(control);
    await unlocked.setConfig(...header());
    await unlocked.createBranch("control", true);
    await unlocked.push("origin", "control");
    assert.match(await refsOf(project), /\trefs\/heads\/control$/m);
  });

  const ways: Readonly<Record<string, () => Promise<void>>> = {
    "by the name of the public remote": () => repository.push("upstream", "advisory-fix-1"),
    "with force": () => repository.push("upstream", "advisory-fix-1", false, 0),
    "to publish the branch": () => repository.push("upstream", "advisory-fix-1", true),
    "by address": () => repository.push(addressOf(project), "advisory-fix-1"),
    "by a remote added later": async () => {
      await repository.addRemote("public", addressOf(project));
      await repository.push("public", "advisory-fix-1");
    },
    "by a remote added later with a push address of its own": async () => {
      await repository.setConfig("remote.own.url", addressOf(project));
      await repository.setConfig("remote.own.pushurl", addressOf(project));
      await repository.push("own", "advisory-fix-1");
    },
    "by remote.pushDefault, without a name": async () => {
      await repository.setConfig("remote.pushDefault", "own");
      await repository.push();
    },
    "by an insteadOf rule that points the fork's address at the project": async () => {
      await repository.setConfig(`url.${addressOf(project)}.insteadOf`, addressOf(FORK));
      await repository.push("origin", "advisory-fix-1");
    },
  };
  for (const [way, push] of Object.entries(ways)) {
    it(`is refused ${way}, and no ref moves`, async () => {
      const before = [await refsOf(project), await refsOf(FORK)];
      await assert.rejects(push());
      assert.deepEqual([await refsOf(project), await refsOf(FORK)], before);
    });
  }

  it("is refused from a linked worktree, and by the hook alone", async () => {
    const linked = join(control, "linked");
    await git(clone, "worktree", "add", "--quiet", "-b", "linked", linked, "advisory-fix-1");
    const before = [await refsOf(project), await refsOf(FORK)];
    const worktree = await repositoryAt(linked);
    await assert.rejects(worktree.push("public", "linked"));
    await git(clone, "config", "--unset", "include.path");
    await assert.rejects(worktree.push("public", "linked"));
    await assert.rejects(repository.push("public", "advisory-fix-1"));
    assert.deepEqual([await refsOf(project), await refsOf(FORK)], before);
  });

  it("goes to the fork once the lock was put right", async () => {
    await git(clone, "config", "--unset-all", `url.${addressOf(project)}.insteadOf`);
    const done = run("psrt.clonePrivateFork", row(GHSA));
    await until("a message", () =>
      messages().find((each) => each.includes("its lock was checked")),
    );
    await vscode.commands.executeCommand("notifications.clearAll");
    await done;
    await repository.push("origin", "advisory-fix-1");
    assert.match(await refsOf(FORK), /\trefs\/heads\/advisory-fix-1$/m);
    assert.doesNotMatch(await refsOf(project), /advisory-fix-1|linked/);
  });
});
