import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { people } from "./scenarios/people.ts";
import { clientOf, git, refusal, runGit, useFolder, useSandbox } from "./testing.ts";

const forkOf = (ghsaId: string): { owner: string; repo: string } => ({
  ...{ owner: "python", repo: `cpython-${ghsaId.toLowerCase()}` },
});
const COOKIES = forkOf("GHSA-9q23-4r5v-6w7x");
const DIFFICULT = forkOf("GHSA-f345-6v7w-8x9c");
const MERGED = forkOf("GHSA-g456-7w8x-9c2f");
const STALE = forkOf("GHSA-h567-8x9c-2f3g");
const EMPTY = forkOf("GHSA-j678-9c2f-3g4h");

describe("the sandbox's pull requests", () => {
  const sandbox = useSandbox();
  const folder = useFolder();
  const member = () => clientOf(sandbox(), people.member);

  async function patchBytes(
    fork: { owner: string; repo: string },
    media: "patch" | "diff" = "patch",
  ): Promise<Buffer> {
    const address = `${sandbox().apiUrl}/repos/${fork.owner}/${fork.repo}/pulls/1`;
    const response = await fetch(address, {
      headers: {
        accept: `application/vnd.github.v3.${media}`,
        authorization: `Bearer ${sandbox().token(people.member)}`,
      },
    });
    assert.equal(response.status, 200);
    return Buffer.from(await response.arrayBuffer());
  }

  /** A clone of the fork at its main branch. */
  async function cloneOf(fork: { owner: string; repo: string }): Promise<string> {
    const clone = path.join(folder(), fork.repo);
    const url = `${sandbox().url}/${fork.owner}/${fork.repo}.git`;
    const token = sandbox().token(people.member);
    await git(folder(), ["clone", "--quiet", url, clone], { token });
    await git(clone, ["fetch", "--quiet", "origin", "refs/pull/1/head:pull"], { token });
    return clone;
  }

  it("give as patch the bytes of git's own series", async () => {
    const clone = await cloneOf(COOKIES);
    const range = "origin/main..pull";
    const series = ["format-patch", "--stdout", "--no-signature", "--binary", range];
    const { stdout } = await runGit(clone, series);
    assert.deepEqual(await patchBytes(COOKIES), stdout);
  });

  it("give a patch of binary, non-UTF-8, CRLF and renamed files that makes the same tree", async () => {
    const clone = await cloneOf(DIFFICULT);
    const patch = await patchBytes(DIFFICULT);
    assert.notDeepEqual(Buffer.from(patch.toString()), patch, "the patch is not UTF-8");
    assert.match(patch.toString("latin1"), /GIT binary patch/);
    assert.match(patch.toString("latin1"), /rename from Lib\/test\/keycert_old\.pem/);
    assert.match(patch.toString("latin1"), /\+second line, changed\r\n/);
    await git(clone, ["apply", "--index"], { input: patch });
    assert.equal(await git(clone, ["write-tree"]), await git(clone, ["rev-parse", "pull^{tree}"]));
  });

  it("leave merge commits out of the patch, so it is not the branch's result", async () => {
    const clone = await cloneOf(MERGED);
    const patch = await patchBytes(MERGED);
    assert.equal(patch.toString().match(/^From [0-9a-f]{40} /gm)?.length, 1);
    assert.notEqual((await runGit(clone, ["apply", "--check"], { input: patch })).code, 0);
    const diff = await patchBytes(MERGED, "diff");
    await git(clone, ["apply", "--index"], { input: diff });
    assert.equal(await git(clone, ["write-tree"]), await git(clone, ["rev-parse", "pull^{tree}"]));
    const { data } = await member().rest.pulls.listCommits({ ...MERGED, pull_number: 1 });
    assert.deepEqual(
      data.map(({ parents }) => parents.length),
      [1, 2],
    );
  });

  it("may no longer apply to today's public main", async () => {
    const clone = await cloneOf(STALE);
    const upstream = `${sandbox().url}/python/cpython.git`;
    await git(clone, ["fetch", "--quiet", upstream, "main:upstream"]);
    await git(clone, ["checkout", "--quiet", "upstream"]);
    const patch = await patchBytes(STALE);
    assert.notEqual((await runGit(clone, ["apply", "--check"], { input: patch })).code, 0);
  });

  it("may have an empty patch", async () => {
    assert.equal((await patchBytes(EMPTY)).length, 0);
  });

  it("list their files with status, counts and hunks", async () => {
    const { data } = await member().rest.pulls.listFiles({ ...DIFFICULT, pull_number: 1 });
    const renamed = data.find(({ status }) => status === "renamed");
    assert.equal(renamed?.previous_filename, "Lib/test/keycert_old.pem");
    const binaries = data.filter(
      ({ patch, status }) => patch === undefined && status !== "renamed",
    );
    assert.equal(binaries.length, 2);
    const tar = data.find(({ filename }) => filename === "Lib/tarfile.py");
    assert.deepEqual([tar?.status, tar?.additions, tar?.deletions], ["modified", 5, 0]);
    assert.match(tar?.patch ?? "", /^@@ -1,6 \+1,11 @@/);
    const { data: pull } = await member().rest.pulls.get({ ...DIFFICULT, pull_number: 1 });
    assert.deepEqual([pull.changed_files, pull.commits], [6, 1]);
  });

  it("carry their reviews", async () => {
    const { data } = await member().rest.pulls.listReviews({ ...COOKIES, pull_number: 1 });
    assert.deepEqual(
      data.map(({ state, user }) => [state, user?.login]),
      [["APPROVED", people.second]],
    );
    const own = member().rest.pulls.createReview({ ...COOKIES, pull_number: 1, event: "APPROVE" });
    assert.equal((await refusal(own)).status, 422);
  });

  it("refuse comments and merging in a private fork", async () => {
    const { issues, pulls } = member().rest;
    const comment = issues.createComment({ ...COOKIES, issue_number: 1, body: "Hello" });
    assert.equal((await refusal(comment)).status, 403);
    assert.equal((await refusal(pulls.merge({ ...COOKIES, pull_number: 1 }))).status, 403);
  });

  it("are changed by their author and refused to others", async () => {
    const change = { ...COOKIES, pull_number: 1, body: "New text" };
    assert.equal((await member().rest.pulls.update(change)).data.body, "New text");
    const second = clientOf(sandbox(), people.second);
    assert.equal((await refusal(second.rest.pulls.update(change))).status, 403);
    const outsider = clientOf(sandbox(), people.outsider);
    assert.equal(
      (await refusal(outsider.rest.pulls.get({ ...COOKIES, pull_number: 1 }))).status,
      404,
    );
  });

  it("are opened in a private fork after a push, and follow later pushes", async () => {
    const fork = forkOf("GHSA-7m89-2p3q-4r5v");
    const token = sandbox().token(people.member);
    const clone = path.join(folder(), "clone");
    const url = `${sandbox().url}/${fork.owner}/${fork.repo}.git`;
    await git(folder(), ["clone", "--quiet", url, clone], { token });
    const { pulls } = member().rest;
    const heads: string[] = [];
    for (const text of ["one\n", "two\n"]) {
      await writeFile(path.join(clone, "README.rst"), text);
      await git(clone, ["commit", "--quiet", "--all", "--message", text]);
      await git(clone, ["push", "--quiet", "origin", "HEAD:advisory-fix-1"], { token });
      if (heads.length === 0) {
        const opened = { ...fork, title: "Fix", head: "advisory-fix-1", base: "main" };
        assert.equal((await pulls.create(opened)).data.number, 1);
        const { status, message } = await refusal(pulls.create(opened));
        assert.equal(status, 422);
        assert.match(message, /A pull request already exists for python:advisory-fix-1/);
      }
      heads.push((await pulls.get({ ...fork, pull_number: 1 })).data.head.sha);
      assert.equal(heads.at(-1), await git(clone, ["rev-parse", "HEAD"]));
      const [remote] = (await git(clone, ["ls-remote", url, "refs/pull/1/head"], { token })).split(
        "\t",
      );
      assert.equal(remote, heads.at(-1));
    }
    assert.equal(new Set(heads).size, 2);
  });

  it("are too large for a patch beyond GitHub's limits", async () => {
    const fork = "python/cpython-ghsa-7m89-2p3q-4r5v";
    const files = Object.fromEntries(
      Array.from({ length: 301 }, (_, index) => [`Lib/many/file_${index}.py`, `x = ${index}\n`]),
    );
    await sandbox().state.commit(fork, [
      {
        ...{ branch: "many", message: "Many files\n", date: sandbox().clock.now(), files },
        author: { name: "Mel", email: "mel@example.org" },
      },
    ]);
    const pull = await sandbox().state.openPull({
      ...{ repository: fork, branch: "many", title: "Many", author: people.member },
    });
    const asked = member().rest.pulls.get({
      ...{ ...forkOf("GHSA-7m89-2p3q-4r5v"), pull_number: pull.number },
      mediaType: { format: "patch" },
    });
    const { status, message } = await refusal(asked);
    assert.equal(status, 406);
    assert.match(message, /exceeded the maximum number of files/);
  });

  it("are found by head and state", async () => {
    const { data } = await member().rest.pulls.list({
      ...{ owner: "python", repo: "cpython", state: "closed", head: "mel-member:bound-names" },
    });
    assert.equal(data.length, 1);
    assert.ok(data[0]?.merged_at);
  });
});
