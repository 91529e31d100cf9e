import assert from "node:assert/strict";
import { CancelledError, HumanError } from "../../../src/base/errors.ts";
import { silentLog } from "../../../src/base/log.ts";
import { Connections } from "../../../src/steps/connections.ts";
import { GitHub } from "../../../src/steps/gitHub.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { answersOf, CPYTHON, gitHubOf, PIP, reasonOf, requestsOf } from "./person.ts";

const LIST = "/api/v3/repos/pypa/pip/security-advisories";
const COOKIES = { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" };

describe("what can go wrong between the extension's client and GitHub", () => {
  const sandbox = useSandbox();
  const gitHub = () => gitHubOf(sandbox(), people.member);

  for (const [cut, when] of [
    ["before", "before the work"],
    ["after", "before the answer"],
    ["middle", "in the middle of the answer"],
  ] as const) {
    it(`repeats a read once when the connection is cut ${when}`, async () => {
      sandbox().faults.add({ path: LIST, cut });
      const requests = await requestsOf(sandbox(), async () => {
        assert.ok((await gitHub().advisories.list(PIP)).length > 0);
      });
      assert.equal(requests.length, 2);

      sandbox().faults.add({ path: LIST, cut, times: 9 });
      const more = await requestsOf(sandbox(), async () => {
        assert.equal(await reasonOf(gitHub().advisories.list(PIP)), "offline");
      });
      assert.equal(more.length, 2);
    });

    it(`never repeats a write by itself when the connection is cut ${when}`, async () => {
      const path = /GHSA-9q23|\/forks$/;
      sandbox().faults.add({ path, cut, times: 9 });
      const one = gitHub();
      const requests = await requestsOf(sandbox(), async () => {
        const change = one.advisories.update(COOKIES, { description: `Changed: ${cut}` });
        assert.equal(await reasonOf(change), "offline");
        assert.equal(await reasonOf(one.repositories.fork(PIP)), "offline");
      });
      assert.deepEqual(
        requests.map(({ method }) => method),
        ["PATCH", "POST"],
      );
    });
  }

  it("repeats a read once when GitHub fails, and no write", async () => {
    sandbox().faults.add({ path: LIST, status: 502, body: "<html>Unicorn</html>" });
    const reads = await requestsOf(sandbox(), () => gitHub().advisories.list(PIP));
    assert.deepEqual(answersOf(reads), ["GET 502", "GET 200"]);
    sandbox().faults.add({ path: /GHSA-9q23/, status: 500, times: 9 });
    const writes = await requestsOf(sandbox(), async () => {
      const change = gitHub().advisories.update(COOKIES, { summary: "x" });
      assert.equal(await reasonOf(change), "unavailable");
    });
    assert.deepEqual(answersOf(writes), ["PATCH 500"]);
  });

  it("tells a token that was revoked, and does not try it twice", async () => {
    const one = gitHubOf(sandbox(), people.second);
    sandbox().revoke(people.second);
    const requests = await requestsOf(sandbox(), async () => {
      assert.equal(await reasonOf(one.advisories.list(CPYTHON)), "bad-token");
    });
    assert.deepEqual(answersOf(requests), ["GET 401"]);
  });

  it("waits out a short rate limit once, and tells of a long one", async () => {
    for (const status of [403, 429] as const) {
      sandbox().faults.add({ path: LIST, rateLimit: { status, retryAfter: 1 } });
      const short = await requestsOf(sandbox(), () => gitHub().advisories.list(PIP));
      assert.deepEqual(answersOf(short), [`GET ${status}`, "GET 200"]);
      sandbox().faults.add({ path: LIST, rateLimit: { status, retryAfter: 3600 } });
      const long = await requestsOf(sandbox(), async () => {
        assert.equal(await reasonOf(gitHub().advisories.list(PIP)), "rate-limited");
      });
      assert.deepEqual(answersOf(long), [`GET ${status}`]);
    }
  });

  it("tells of the hour's requests being used up", async () => {
    sandbox().state.rateLimit = 1;
    try {
      const one = gitHubOf(sandbox(), people.releaseManager);
      await one.advisories.list(PIP);
      assert.equal(await reasonOf(one.advisories.list(CPYTHON)), "rate-limited");
    } finally {
      sandbox().state.rateLimit = 5000;
    }
  });

  it("tells what is not there for this person", async () => {
    const otto = gitHubOf(sandbox(), people.outsider);
    assert.equal(await reasonOf(otto.advisories.get(COOKIES)), "not-found");
    const missing = { owner: "python", repo: "missing" };
    assert.equal(await reasonOf(gitHub().advisories.list(missing)), "not-found");
    assert.equal(await gitHub().repositories.get(missing), undefined);
  });

  it("tells what GitHub refuses, with its words", async () => {
    await assert.rejects(
      gitHub().advisories.update(COOKIES, { cvss_vector_string: "CVSS:4.0/X" }),
      {
        reason: "refused",
        message: /GitHub did not change GHSA-9q23-4r5v-6w7x: Validation Failed/,
      },
    );
  });

  it("takes no answer for one that it can't understand", async () => {
    for (const body of ["<html>Sign in to the hotel's network</html>", { a: 1 }, null, 7, ""]) {
      sandbox().faults.add({ path: /./, status: 200, body, times: 5 });
      const { advisories, pulls, repositories } = gitHub();
      for (const call of [
        () => advisories.list(PIP),
        () => advisories.get(COOKIES),
        () => pulls.list(PIP),
        () => repositories.login(),
      ]) {
        assert.equal(await reasonOf(call()), "malformed");
      }
    }
    sandbox().faults.clear();
    sandbox().faults.add({ method: "PATCH", path: /./, status: 200, body: "<html>" });
    const change = gitHub().advisories.update(COOKIES, { summary: "x" });
    assert.equal(await reasonOf(change), "malformed");
  });

  it("takes no other ticket's advisory for the one that it asked for", async () => {
    const other = await fetch(
      `${sandbox().apiUrl}/repos/python/cpython/security-advisories/GHSA-2c34-5f6g-7h8j`,
      { headers: { authorization: `Bearer ${sandbox().token(people.member)}` } },
    );
    const body: unknown = await other.json();
    sandbox().faults.add({ path: /GHSA-9q23/, status: 200, body, times: 2 });
    const { advisories } = gitHub();
    assert.equal(await reasonOf(advisories.get(COOKIES)), "malformed");
    assert.equal(await reasonOf(advisories.update(COOKIES, { summary: "x" })), "malformed");
  });

  it("passes over entries of a list that make no sense", async () => {
    sandbox().faults.add({ path: LIST, status: 200, body: [null, 7, {}, { ghsa_id: "../x" }] });
    assert.deepEqual(await gitHub().advisories.list(PIP), []);
  });

  it("can be cancelled while it waits for an answer, and then asks no more", async () => {
    sandbox().faults.add({ path: LIST, delay: 1000 });
    const controller = new AbortController();
    const { signal } = controller;
    const requests = await requestsOf(sandbox(), async () => {
      const list = gitHub().advisories.list(PIP, signal);
      setTimeout(() => controller.abort(), 100);
      const start = performance.now();
      await assert.rejects(list, CancelledError);
      assert.ok(performance.now() - start < 900);
      await assert.rejects(gitHub().pulls.list(PIP, signal), CancelledError);
      await assert.rejects(gitHub().advisories.update(COOKIES, {}, signal), CancelledError);
    });
    assert.equal(requests.length, 1);
  });

  it("sends nothing at all when nobody is signed in any more", async () => {
    const { site } = gitHub();
    const signedOut = new HumanError("You are not signed in.", "Sign in.");
    const token = () => Promise.reject(signedOut);
    const nobody = new GitHub({ site, login: people.member, token, log: silentLog });
    const requests = await requestsOf(sandbox(), async () => {
      await assert.rejects(nobody.advisories.list(PIP), signedOut);
      await assert.rejects(nobody.repositories.fork(PIP), signedOut);
    });
    assert.equal(requests.length, 0);
  });
});

describe("connections", () => {
  const sandbox = useSandbox();
  const connections = new Connections(silentLog, () => "https");
  const never = () => Promise.reject(new Error("No token is needed for this."));

  it("are one for each person and server, so that what was read stays known", () => {
    const { apiUrl } = sandbox();
    const mel = { login: people.member, apiUrl };
    const first = connections.of(mel, never);
    assert.equal(connections.of({ ...mel }, never), first);
    assert.notEqual(connections.of({ ...mel, login: people.second }, never), first);
    assert.equal(connections.of(undefined, never), undefined);
  });

  it("ask for the token of the person whose they are, whoever is signed in by then", async () => {
    const { apiUrl } = sandbox();
    const asked: unknown[] = [];
    const mel = { login: people.member, apiUrl };
    const gitHub = connections.of(mel, (person) => {
      asked.push(person);
      return Promise.reject(new HumanError("Another is signed in.", "Begin again."));
    });
    const requests = await requestsOf(sandbox(), () =>
      assert.rejects(gitHub?.advisories.list(PIP) ?? Promise.resolve(), /Another is signed in/),
    );
    assert.deepEqual([asked, requests.length], [[mel], 0]);
  });

  it("tell whose a token is, and never whose a wrong one is", async () => {
    const { apiUrl } = sandbox();
    const token = sandbox().token(people.second);
    assert.equal(await connections.loginOf(apiUrl, token), people.second);
    assert.equal(await reasonOf(connections.loginOf(apiUrl, "ghp_wrong")), "bad-token");
  });

  it("lead to no address that is not a GitHub's", async () => {
    for (const apiUrl of ["http://example.org/api/v3", "file:///etc/passwd", "", "localhost"]) {
      await assert.rejects(connections.loginOf(apiUrl, "ghp_secret"), HumanError);
      assert.throws(() => connections.of({ login: "mel", apiUrl }, never), HumanError);
    }
  });
});
