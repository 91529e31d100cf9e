import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { people } from "./scenarios/people.ts";
import { clientOf, git, runGit, useFolder, useSandbox } from "./testing.ts";
import { prepareWorkspace } from "./workspace.ts";

const FORK = "python/cpython-ghsa-9q23-4r5v-6w7x";

describe("the sandbox's git", () => {
  const sandbox = useSandbox();
  const folder = useFolder();
  const address = (fullName: string): string => `${sandbox().url}/${fullName}.git`;

  it("lets anybody clone a public repository, whole or without blobs", async () => {
    await git(folder(), ["clone", "--quiet", address("pypa/pip"), "whole"]);
    await git(folder(), ["clone", "--quiet", "--filter=blob:none", address("pypa/pip"), "bare"]);
    const whole = path.join(folder(), "whole");
    assert.match(await git(whole, ["show", "HEAD:pyproject.toml"]), /towncrier/);
  });

  for (const [who, login, expected] of [
    ["nobody", undefined, /could not read Username|Authentication required/],
    ["an outsider", people.outsider, /Repository not found|repository '.*' not found/],
  ] as const) {
    it(`hides a private fork from ${who}`, async () => {
      const token = login === undefined ? {} : { token: sandbox().token(login) };
      const { code, stderr } = await runGit(folder(), ["ls-remote", address(FORK)], token);
      assert.notEqual(code, 0);
      assert.match(stderr, expected);
    });
  }

  it("refuses a revoked token", async () => {
    const token = sandbox().token(people.outsider);
    sandbox().revoke(people.outsider);
    const { stderr } = await runGit(folder(), ["ls-remote", address("pypa/pip")], { token });
    assert.match(stderr, /Authentication failed|could not read Username/);
  });

  it("shows a private fork to a collaborator, also by a Bearer header", async () => {
    const header = `http.extraheader=Authorization: Bearer ${sandbox().token(people.member)}`;
    const listed = await git(folder(), ["-c", header, "ls-remote", address(FORK)]);
    assert.match(listed, /refs\/heads\/advisory-fix-1/);
    assert.match(listed, /refs\/pull\/1\/head/);
  });

  it("takes pushes from those who may, and records the refs", async () => {
    const clone = path.join(folder(), "clone");
    await git(folder(), ["clone", "--quiet", address("python/cpython"), clone]);
    await writeFile(path.join(clone, "README.rst"), "Changed\n");
    await git(clone, ["commit", "--quiet", "--all", "--message", "Change"]);
    const push = (to: string, login: string, ref = "refs/heads/topic") =>
      runGit(clone, ["push", address(to), `HEAD:${ref}`], { token: sandbox().token(login) });
    const denied = await push("python/cpython", people.second);
    assert.match(denied.stderr, /Permission to python\/cpython\.git denied to sam-second\./);
    assert.equal((await push("mel-member/cpython", people.member)).code, 0);
    assert.deepEqual(sandbox().requests.at(-1)?.pushed, ["refs/heads/topic"]);
    assert.equal((await push(FORK, people.member)).code, 0, "a collaborator may push to the fork");
    assert.equal((await push(FORK, people.outsider)).code, 128);
    const hidden = await push(FORK, people.member, "refs/pull/9/head");
    assert.match(hidden.stderr, /deny updating a hidden ref/);
  });

  it("does not have a new fork at once", async () => {
    const ghsa_id = "GHSA-6j78-9m2p-3q4r";
    const admin = clientOf(sandbox(), people.admin).rest;
    await admin.securityAdvisories.createFork({ owner: "python", repo: "cpython", ghsa_id });
    const token = sandbox().token(people.member);
    const list = ["ls-remote", address(`python/cpython-${ghsa_id.toLowerCase()}`)];
    assert.match((await runGit(folder(), list, { token })).stderr, /not found/);
    assert.match(await git(folder(), list, { token }), /refs\/heads\/main/);
  });

  it("can be cut in the middle and works again", async () => {
    const path_ = "/pypa/pip.git/git-upload-pack";
    sandbox().faults.add({ path: path_, cut: "middle" });
    const clone = ["clone", "--quiet", address("pypa/pip"), "cut"];
    assert.notEqual((await runGit(folder(), clone)).code, 0);
    await git(folder(), clone);
  });

  it("prepares the member's clones without any token in them", async () => {
    const { clones } = await prepareWorkspace(sandbox(), folder(), people.member);
    const cpython = clones["python/cpython"];
    assert.equal(cpython, path.join(folder(), "cpython"));
    assert.equal(
      await git(cpython, ["remote", "-v"]),
      [
        `origin\t${address("mel-member/cpython")} (fetch)`,
        `origin\t${address("mel-member/cpython")} (push)`,
        `upstream\t${address("python/cpython")} (fetch)`,
        `upstream\t${address("python/cpython")} (push)`,
      ].join("\n"),
    );
    assert.equal(await git(cpython, ["rev-parse", "--abbrev-ref", "main@{u}"]), "upstream/main");
    assert.ok(clones["pypa/pip"]);
  });
});
