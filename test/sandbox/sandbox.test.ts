import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DAY_MS } from "../../src/base/clock.ts";
import { startSandbox } from "./sandbox.ts";
import { bare } from "./scenarios/bare.ts";
import { people } from "./scenarios/people.ts";
import { clientOf, git, runGit, useFolder, useSandbox } from "./testing.ts";

const author = { name: "Mel", email: "mel@example.org" };

describe("the community scenario", () => {
  const sandbox = useSandbox();

  it("answers validly for every ticket, its fork and its pull requests", async () => {
    const { rest } = clientOf(sandbox(), people.admin);
    for (const { repository, ghsaId, privateFork } of sandbox().state.advisories) {
      const [owner = "", repo = ""] = repository.split("/");
      await rest.securityAdvisories.getRepositoryAdvisory({ owner, repo, ghsa_id: ghsaId });
      if (privateFork === null) continue;
      const fork = { owner, repo: privateFork.split("/")[1] ?? "" };
      await rest.repos.get(fork);
      for (const { number } of (await rest.pulls.list({ ...fork, state: "all" })).data) {
        await rest.pulls.get({ ...fork, pull_number: number });
        await rest.pulls.listFiles({ ...fork, pull_number: number });
      }
    }
  });

  it("has GHSA ids that are ids, each once", () => {
    const ids = sandbox().state.advisories.map(({ ghsaId }) => ghsaId);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/);
  });

  it("has tickets in all stages and around the deadline", () => {
    const states = new Set(sandbox().state.advisories.map(({ state }) => state));
    assert.deepEqual([...states].sort(), ["closed", "draft", "published", "triage"]);
    const ages = sandbox()
      .state.advisories.filter(({ state }) => state === "draft")
      .map(({ createdAt }) => (sandbox().clock.now().getTime() - createdAt.getTime()) / DAY_MS);
    assert.ok(ages.some((age) => age > 90));
    assert.ok(ages.some((age) => age > 76 && age < 90));
  });

  it("lets tests bring a ticket, a fork and a pull request while it runs", async () => {
    const { state } = sandbox();
    const { ghsaId } = state.addAdvisory({
      ...{ repository: "pypa/pip", summary: "New", author: people.reporter, state: "draft" },
    });
    assert.match(ghsaId, /^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/);
    const fork = await state.createPrivateFork(ghsaId, { at: "main~1" });
    const repository = `${fork.owner}/${fork.name}`;
    const [sha] = await state.commit(repository, [
      {
        ...{ branch: "fix", author, date: sandbox().clock.now(), message: "Fix\n" },
        files: { "README.rst": "Fixed\n" },
      },
    ]);
    const { number } = await state.openPull({
      ...{ repository, branch: "fix", title: "Fix", author: people.member },
    });
    const { data } = await clientOf(sandbox(), people.member).rest.pulls.get({
      ...{ owner: fork.owner, repo: fork.name, pull_number: number },
    });
    assert.deepEqual([data.head.sha, data.changed_files], [sha, 1]);
  });
});

describe("a sandbox", () => {
  const folder = useFolder();

  it("leaves no folder and no open port behind", async () => {
    const sandbox = await startSandbox({ validate: false });
    const root = path.join(sandbox.repositoryPath("a/b"), "..", "..", "..");
    assert.equal(statSync(root).mode & 0o777, 0o700);
    const hanging = fetch(`${sandbox.apiUrl}/user`).then(
      () => "answered",
      () => "dropped",
    );
    sandbox.faults.add({ path: "/api/v3/users/x", delay: 60_000 });
    const delayed = fetch(`${sandbox.apiUrl}/users/x`).then(
      () => "answered",
      () => "dropped",
    );
    await hanging;
    await sandbox.close();
    assert.equal(await delayed, "dropped");
    assert.ok(!existsSync(root));
    await assert.rejects(fetch(sandbox.apiUrl));
  });

  it("ends although somebody takes no more of what git sends, and goes", async () => {
    const sandbox = await startSandbox({ validate: false });
    const repository = sandbox.repositoryPath("python/cpython");
    const input = randomBytes(16_000_000);
    const { stdout } = await runGit(repository, ["hash-object", "-w", "--stdin"], { input });
    const blob = stdout.toString().trim();
    await git(repository, ["update-ref", "refs/tags/large", blob]);
    const line = (text: string): string =>
      `${(text.length + 4).toString(16).padStart(4, "0")}${text}`;
    const request = httpRequest(`${sandbox.url}/python/cpython.git/git-upload-pack`, {
      method: "POST",
      headers: { "content-type": "application/x-git-upload-pack-request" },
    });
    request.end(`${line(`want ${blob}\n`)}0000${line("done\n")}`);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    await once(response, "readable");
    // As much as fits has been sent when nothing more comes for a while.
    await wait(500);
    response.destroy();
    await sandbox.close();
    assert.ok(!existsSync(repository));
  });

  it("keeps a root that was given to it", async () => {
    const root = path.join(folder(), "root");
    await (await startSandbox({ root, validate: false })).close();
    assert.ok(existsSync(path.join(root, "git", "python", "cpython.git")));
  });

  it("takes an existing repository as a project's source without copying it", async () => {
    const source = path.join(folder(), "source");
    await git(folder(), ["init", "--quiet", "--initial-branch=main", source]);
    await git(source, ["commit", "--quiet", "--allow-empty", "--message", "Start"]);
    const head = await git(source, ["rev-parse", "HEAD"]);
    const forks = [people.member];
    const scenario = bare({ "python/cpython": { from: source, forks } });
    const sandbox = await startSandbox({ scenario, validate: false });
    try {
      const { ghsaId } = sandbox.state.addAdvisory({
        ...{ repository: "python/cpython", summary: "x", author: people.reporter },
      });
      const fork = await sandbox.state.createPrivateFork(ghsaId);
      for (const name of [`${people.member}/cpython`, `python/${fork.name}`]) {
        const token = sandbox.token(people.member);
        const remote = `${sandbox.url}/${name}.git`;
        assert.match(
          await git(folder(), ["ls-remote", remote], { token }),
          new RegExp(`^${head}\trefs/heads/main$`, "m"),
        );
        assert.ok(existsSync(path.join(sandbox.repositoryPath(name), "objects/info/alternates")));
      }
    } finally {
      await sandbox.close();
    }
  });

  it("runs with the machine's clock when its scenario starts now", async () => {
    const scenario = { ...bare({}), start: "now" as const };
    const sandbox = await startSandbox({ scenario, validate: false });
    try {
      assert.ok(Math.abs(sandbox.clock.now().getTime() - Date.now()) < 5000);
      sandbox.clock.advance(DAY_MS);
      assert.ok(sandbox.clock.now().getTime() - Date.now() > DAY_MS - 5000);
    } finally {
      await sandbox.close();
    }
  });
});
