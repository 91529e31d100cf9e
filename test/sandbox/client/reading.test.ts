import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { people } from "../scenarios/people.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { useSandbox } from "../testing.ts";
import { answersOf, CPYTHON, gitHubOf, PIP, reasonOf, requestsOf } from "./person.ts";

describe("reading the sandbox with the extension's client", () => {
  const sandbox = useSandbox();
  const gitHub = () => gitHubOf(sandbox(), people.member);

  it("tells who is signed in", async () => {
    assert.equal(await gitHub().repositories.login(), people.member);
  });

  it("says what GitHub asks for in every request", async () => {
    const [request] = await requestsOf(sandbox(), () => gitHub().advisories.list(PIP));
    assert.equal(request?.headers["x-github-api-version"], "2022-11-28");
    assert.match(request.headers["user-agent"] ?? "", /^psrt-coordinator/);
  });

  it("finds every ticket that the person may see, and understands each", async () => {
    const advisories = await gitHub().advisories.list(CPYTHON);
    const visible = sandbox().state.advisories.filter(
      ({ repository, teams, state }) =>
        repository === "python/cpython" && (teams.includes("psrt") || state === "published"),
    );
    assert.deepEqual(
      advisories.map(({ ghsaId }) => ghsaId).sort(),
      visible.map(({ ghsaId }) => ghsaId).sort(),
    );
    assert.ok(advisories.every(({ state }) => state !== "unknown"));
    for (const { ghsaId, repository } of advisories) {
      const one = await gitHub().advisories.get({ repository, ghsaId });
      assert.deepEqual(
        one,
        advisories.find((each) => each.ghsaId === ghsaId),
      );
    }
  });

  it("asks once for a list that has not changed, at no cost", async () => {
    const one = gitHub();
    const first = await one.advisories.list(CPYTHON);
    const requests = await requestsOf(sandbox(), async () => {
      assert.deepEqual(await one.advisories.list(CPYTHON), first);
    });
    assert.deepEqual(answersOf(requests), ["GET 304"]);
  });

  it("sees what others change, and an answer that came to nothing is not remembered", async () => {
    const one = gitHub();
    await one.advisories.list(PIP);
    const [first] = sandbox().state.advisories.filter(
      ({ repository }) => repository === "pypa/pip",
    );
    assert.ok(first);
    first.summary = "Changed meanwhile";
    first.updatedAt = sandbox().clock.now();
    sandbox().faults.add({ path: /security-advisories$/, malformed: true });
    assert.equal(await reasonOf(one.advisories.list(PIP)), "malformed");
    const titles = (await one.advisories.list(PIP)).map(({ title }) => title);
    assert.ok(titles.includes("Changed meanwhile"));
  });

  it("does not mix up two people", async () => {
    const [mel, otto] = [gitHub(), gitHubOf(sandbox(), people.outsider)];
    await mel.advisories.list(CPYTHON);
    const seen = await otto.advisories.list(CPYTHON);
    assert.ok(
      seen.every(({ state, author }) => state === "published" || author === "otto-outsider"),
    );
  });

  it("finds the pull requests of a private fork and the files of one", async () => {
    const ghsaId = "GHSA-f345-6v7w-8x9c";
    const { privateFork } = await gitHub().advisories.get({ repository: CPYTHON, ghsaId });
    assert.ok(privateFork);
    const [pull, ...others] = await gitHub().pulls.list(privateFork);
    assert.ok(pull !== undefined && others.length === 0);
    assert.deepEqual([pull.title, pull.state], ["Check link targets", "open"]);
    const paths = await gitHub().pulls.paths(privateFork, pull.number);
    assert.ok(paths.includes("Lib/test/certdata/keycert.pem"));
  });

  it("takes a patch as bytes, also when they are no UTF-8", async () => {
    const fork = { owner: "python", repo: "cpython-ghsa-f345-6v7w-8x9c" };
    const [pull] = await gitHub().pulls.list(fork);
    const patch = await gitHub().pulls.patch(fork, pull?.number ?? 0);
    const response = await fetch(
      `${sandbox().apiUrl}/repos/python/${fork.repo}/pulls/${pull?.number ?? 0}`,
      {
        headers: {
          accept: "application/vnd.github.patch",
          authorization: `Bearer ${sandbox().token(people.member)}`,
        },
      },
    );
    assert.deepEqual(Buffer.from(patch), Buffer.from(await response.arrayBuffer()));
    assert.ok(!isUtf8(patch));
    assert.match(Buffer.from(patch).toString("latin1"), /^From [0-9a-f]{40} /);
  });

  it("calls a patch too large that GitHub refuses for its size", async () => {
    const ghsaId = "GHSA-7m89-2p3q-4r5v";
    const repository = `python/cpython-${ghsaId.toLowerCase()}`;
    const date = sandbox().clock.now();
    const author = { name: "Mel", email: "mel@example.org" };
    await sandbox().state.commit(repository, [
      {
        ...{ branch: "large", author, date, message: "Large\n" },
        files: { "Lib/large.txt": "0123456789abcde\n".repeat(70_000) },
      },
    ]);
    const { number } = await sandbox().state.openPull({
      ...{ repository, branch: "large", title: "Large", author: people.member },
    });
    const fork = { owner: "python", repo: `cpython-${ghsaId.toLowerCase()}` };
    const requests = await requestsOf(sandbox(), async () => {
      assert.equal(await reasonOf(gitHub().pulls.patch(fork, number)), "too-large");
    });
    assert.deepEqual(answersOf(requests), ["GET 406"]);
  });
});

describe("lists of many pages", () => {
  const sandbox = useSandbox(() => ({
    scenario: bare({ "python/cpython": cpythonSeed(), "pypa/pip": {} }),
  }));
  const gitHub = () => gitHubOf(sandbox(), people.admin);

  before(() => {
    for (let number = 0; number < 230; number++) {
      sandbox().state.addAdvisory({
        ...{ repository: "python/cpython", author: people.reporter, daysAgo: 300 - number },
        summary: `Report ${number}`,
      });
    }
  });

  it("are read to the end by the addresses that GitHub gives", async () => {
    const one = gitHub();
    const requests = await requestsOf(sandbox(), async () => {
      const ids = (await one.advisories.list(CPYTHON)).map(({ ghsaId }) => ghsaId);
      assert.equal(new Set(ids).size, 230);
    });
    assert.deepEqual(answersOf(requests), ["GET 200", "GET 200", "GET 200"]);
    assert.match(requests[1]?.path ?? "", /\/repositories\/\d+\/security-advisories$/);
    assert.match(requests[1]?.query ?? "", /after=\w+(%3D)*/);
  });

  it("cost one conditional request when nothing has changed, however long they are", async () => {
    const one = gitHub();
    const first = await one.advisories.list(CPYTHON);
    const requests = await requestsOf(sandbox(), async () => {
      assert.deepEqual(await one.advisories.list(CPYTHON), first);
    });
    assert.deepEqual(answersOf(requests), ["GET 304"]);
  });

  it("show a change on the last page, which moves to the first", async () => {
    const one = gitHub();
    await one.advisories.list(CPYTHON);
    const oldest = sandbox().state.advisories[0];
    assert.ok(oldest);
    oldest.state = "closed";
    oldest.updatedAt = sandbox().clock.now();
    const advisories = await one.advisories.list(CPYTHON);
    assert.equal(advisories.length, 230);
    assert.deepEqual([advisories[0]?.ghsaId, advisories[0]?.state], [oldest.ghsaId, "closed"]);
  });

  it("never lead to another server, whatever the link says", async () => {
    const { host } = new URL(sandbox().url);
    for (const address of [
      "https://evil.example/api/v3/repositories/1/security-advisories",
      `http://${host}@evil.example/api/v3/x`,
      `http://${host}/api/v3/../../x`,
      `http://${host}/api/v30/x`,
      `https://${host}/api/v3/x`,
      "//evil.example/api/v3/x",
      "/api/v3/x",
    ]) {
      const headers = { link: `<${address}>; rel="next"` };
      sandbox().faults.add({ path: /security-advisories$/, status: 200, headers, body: [] });
      const requests = await requestsOf(sandbox(), async () => {
        assert.equal(await reasonOf(gitHub().advisories.list(CPYTHON)), "malformed", address);
      });
      assert.equal(requests.length, 1);
    }
  });

  it("end, even when a page leads to itself", async () => {
    for (const [what, read] of [
      ["security-advisories", () => gitHub().advisories.list(PIP)],
      ["pulls", () => gitHub().pulls.list(PIP)],
    ] as const) {
      const headers = { link: `<${sandbox().apiUrl}/repos/pypa/pip/${what}>; rel="next"` };
      const path = `/api/v3/repos/pypa/pip/${what}`;
      sandbox().faults.add({ path, status: 200, headers, body: [], times: 1000 });
      const requests = await requestsOf(sandbox(), read);
      assert.equal(requests.length, 50);
      sandbox().faults.clear();
    }
  });
});
