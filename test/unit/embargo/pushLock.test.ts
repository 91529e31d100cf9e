import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  NOWHERE,
  pushLockHook,
  pushPolicy,
  rewriteFile,
  rewriteRules,
} from "../../../src/embargo/pushLock.ts";
import { spellingsOf } from "../../../src/git/address.ts";

describe("the push lock", () => {
  const hook = pushLockHook(
    spellingsOf("https://github.com/python/cpython-ghsa-7hm9-x2qv-3cwr.git"),
  );
  // Whatever stands behind /bin/sh, of those that this machine has.
  const shells = [
    ...[["sh"], ["dash"], ["bash", "--posix"], ["busybox", "sh"], ["mksh"], ["yash"]],
    ["zsh", "--emulate", "sh"],
  ].filter(([program = "", ...args]) => spawnSync(program, [...args, "-c", ":"]).status === 0);
  /** What all of them say; they say the same. */
  const allows = (url: string): boolean => {
    const statuses = shells.map(
      ([program = "", ...args]) =>
        spawnSync(program, [...args, "-s", "--", "origin", url], { input: hook }).status,
    );
    assert.ok(
      statuses.length > 0 && statuses.every((each) => each === statuses[0]),
      String(statuses),
    );
    return statuses[0] === 0;
  };

  for (const url of [
    "https://github.com/python/cpython-ghsa-7hm9-x2qv-3cwr.git",
    "https://github.com/Python/CPython-GHSA-7hm9-x2qv-3cwr",
    "https://someone@github.com/python/cpython-ghsa-7hm9-x2qv-3cwr/",
    "git@github.com:python/cpython-ghsa-7hm9-x2qv-3cwr.git",
    "ssh://git@github.com/python/cpython-ghsa-7hm9-x2qv-3cwr.git",
  ]) {
    it(`lets a push to ${url} pass`, () => assert.equal(allows(url), true));
  }

  for (const url of [
    "",
    "https://github.com/python/cpython.git",
    "https://github.com/python/cpython-ghsa-7hm9-x2qv-3cwr2",
    "https://evil.example/x@github.com/python/cpython-ghsa-7hm9-x2qv-3cwr",
    "https://github.com.evil.example/python/cpython-ghsa-7hm9-x2qv-3cwr",
    "http://github.com/python/cpython-ghsa-7hm9-x2qv-3cwr",
    "https://github.com/python/cpython-ghsa-7hm9-x2qv-3cwr/../cpython",
    "git@evil.example:python/cpython-ghsa-7hm9-x2qv-3cwr.git",
    "/python/cpython-ghsa-7hm9-x2qv-3cwr",
    "*",
    "$(true)",
  ]) {
    it(`refuses a push to “${url}”`, () => assert.equal(allows(url), false));
  }

  it("takes a local path exactly, quotes and all", () => {
    const strange = "/tmp/it's $HOME/Fork";
    const run = (url: string): number | null =>
      spawnSync("sh", ["-s", "origin", url], { input: pushLockHook([strange]) }).status;
    assert.equal(run(strange), 0);
    assert.equal(run(strange.toLowerCase()), 1);
  });

  it("writes rewriting rules as git reads them, whatever an address holds", () => {
    const strange = `/tmp/it's "here" \\ there`;
    const file = rewriteFile(rewriteRules([strange], ["https://github.com/python/cpython"]));
    const { stdout } = spawnSync("git", ["config", "--null", "--list", "--file", "-"], {
      input: file,
      encoding: "utf8",
    });
    const entries = stdout.split("\0").filter((entry) => entry !== "");
    assert.equal(entries[0], `url.${strange}.pushinsteadof\n${strange}`);
    const nowhere = `url.${NOWHERE}.pushinsteadof\n`;
    assert.equal(entries.at(-1), `protocol.${NOWHERE.slice(0, -2)}.allow\nnever`);
    const rest = entries.slice(1, -1);
    assert.ok(rest.every((entry) => entry.startsWith(nowhere)));
    const prefixes = rest.map((entry) => entry.slice(nowhere.length));
    assert.ok(
      ["", "/", "git@", "https://github.com/python/cpython"].every((each) =>
        prefixes.includes(each),
      ),
    );
  });

  it("leaves the project's repository no push address", () => {
    const policy = new Map(pushPolicy("fork", "project"));
    assert.equal(policy.get("remote.upstream.pushurl"), "no_push");
    assert.equal(policy.get("remote.origin.pushurl"), "fork");
    assert.equal(policy.get("push.default"), "current");
  });
});
