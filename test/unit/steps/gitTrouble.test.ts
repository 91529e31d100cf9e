import assert from "node:assert/strict";
import { HumanError } from "../../../src/base/errors.ts";
import { GitError, reasonOf, type GitReason } from "../../../src/git/gitError.ts";
import { gitTrouble } from "../../../src/steps/gitTrouble.ts";

const words: readonly (readonly [stderr: string, reason: GitReason])[] = [
  ["Error: spawn git ENOENT\n    at Process", "no-git"],
  ["fatal: write error: No space left on device", "disk-full"],
  ["error: failed to write new configuration file .git/config.lock", "disk-full"],
  ["fatal: detected dubious ownership in repository at '/x'", "foreign-owner"],
  ["error: invalid path '.git/config'", "unsafe-path"],
  [
    "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
    "auth-failed",
  ],
  ["git@github.com: Permission denied (publickey).\nfatal: Could not read", "ssh-refused"],
  ["Host key verification failed.\nfatal: Could not read from remote", "ssh-refused"],
  [
    "remote: Permission to o/r.git denied to me.\nfatal: unable to access 'https://x/'",
    "forbidden",
  ],
  ["remote: Repository not found.\nfatal: repository 'https://x/' not found", "not-found"],
  ["fatal: couldn't find remote ref refs/pull/7/head", "not-found"],
  ["! refs/heads/x [rejected] (fetch first)\nerror: failed to push some refs", "rejected"],
  ["fatal: Unable to create '/x/.git/index.lock': File exists.", "lock-held"],
  ["fatal: not a git repository (or any of the parent directories): .git", "not-a-repository"],
  ["fatal: unable to access 'https://x/': Could not resolve host: x", "network"],
  ["fatal: something new", "unknown"],
];

describe("trouble with git", () => {
  for (const [stderr, reason] of words) {
    it(`“${stderr.split("\n")[0] ?? ""}” is ${reason}`, () => {
      assert.equal(reasonOf(stderr), reason);
    });
  }

  it("is told to a person with the next step", () => {
    const error = gitTrouble(new GitError("fetch", "network", ""));
    assert.ok(error instanceof HumanError);
    assert.equal(error.message, "The server could not be reached.");
    assert.equal(error.next, "Check the connection, then try again.");
  });

  it("is told in the words of the place where it happened", () => {
    const error = gitTrouble(new GitError("push", "rejected", ""), { rejected: ["No.", "Go."] });
    assert.ok(error instanceof HumanError);
    assert.equal(error.message, "No.");
  });

  it("names the lock, which a killed git leaves for good", () => {
    const stderr =
      "fatal: update_ref failed for ref 'refs/heads/x': cannot lock ref 'refs/heads/x': Unable to create '/c/.git/refs/heads/x.lock': File exists.\n\nAnother git process seems to be running";
    const error = gitTrouble(new GitError("update-ref", reasonOf(stderr), stderr));
    assert.ok(error instanceof HumanError);
    assert.match(error.message, /has left its lock: \/c\/\.git\/refs\/heads\/x\.lock$/);
    const other = gitTrouble(new GitError("update-ref", "lock-held", "fatal: cannot lock ref 'x'"));
    assert.ok(other instanceof HumanError);
    assert.equal(other.message, "Another git process is working in that repository.");
  });

  it("knows a full disk from Node, too", () => {
    const full = Object.assign(new Error("write"), { code: "ENOSPC" });
    assert.match(String(gitTrouble(full)), /disk is full/);
  });

  it("leaves what it does not know as it is: a bug, or for the person already", () => {
    for (const error of [
      new GitError("x", "unknown", ""),
      new HumanError("a", "b"),
      new Error("c"),
    ]) {
      assert.equal(gitTrouble(error), error);
    }
  });
});
