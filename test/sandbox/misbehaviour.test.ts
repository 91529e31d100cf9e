import assert from "node:assert/strict";
import { asRecord, asString } from "../../src/base/shape.ts";
import { people } from "./scenarios/people.ts";
import { clientOf, refusal, useSandbox } from "./testing.ts";

const cpython = { owner: "python", repo: "cpython" };

describe("the sandbox's ordered faults", () => {
  const sandbox = useSandbox();
  const user = () => clientOf(sandbox(), people.member).rest.users.getAuthenticated();

  it("answer with a given status, as often as ordered", async () => {
    sandbox().faults.add({
      path: "/api/v3/user",
      status: 503,
      body: { message: "Away" },
      times: 2,
    });
    assert.equal((await refusal(user())).status, 503);
    assert.equal((await refusal(user())).status, 503);
    assert.equal((await user()).status, 200);
  });

  it("hit only the method and path they name", async () => {
    sandbox().faults.add({ method: "POST", path: /\/issues$/, status: 500 });
    const { issues } = clientOf(sandbox(), people.member).rest;
    await issues.listForRepo(cpython);
    assert.equal((await refusal(issues.create({ ...cpython, title: "x" }))).status, 500);
  });

  it("refuse as GitHub does when too much is asked", async () => {
    sandbox().faults.add({ path: "/api/v3/user", rateLimit: { status: 429, retryAfter: 7 } });
    const response = await fetch(`${sandbox().apiUrl}/user`);
    assert.deepEqual([response.status, response.headers.get("retry-after")], [429, "7"]);
  });

  it("cut the connection before, after or in the middle of the work", async () => {
    const title = "Cut";
    const count = () =>
      [...sandbox().state.mustHave("python/cpython").threads.values()].filter(
        (thread) => thread.title === title,
      ).length;
    // Not Octokit, which takes an answer that was cut in the middle for an empty one.
    const create = async (): Promise<string> => {
      const response = await fetch(`${sandbox().apiUrl}/repos/python/cpython/issues`, {
        method: "POST",
        headers: { authorization: `Bearer ${sandbox().token(people.member)}` },
        body: JSON.stringify({ title }),
      });
      return response.text();
    };
    for (const [cut, made] of [
      ["before", 0],
      ["after", 1],
      ["middle", 2],
    ] as const) {
      sandbox().faults.add({ method: "POST", path: /\/issues$/, cut });
      await assert.rejects(create());
      assert.equal(count(), made, cut);
    }
  });

  it("delay, and answer malformed", async () => {
    sandbox().faults.add({ path: "/api/v3/user", delay: 80 });
    const start = performance.now();
    await user();
    assert.ok(performance.now() - start > 70);
    sandbox().faults.add({ path: "/api/v3/user", malformed: true });
    const token = sandbox().token(people.member);
    const headers = { authorization: `token ${token}` };
    const text = await (await fetch(`${sandbox().apiUrl}/user`, { headers })).text();
    assert.throws(() => JSON.parse(text) as unknown, SyntaxError);
  });

  it("run out of requests at the limit, until the hour is over", async () => {
    const login = people.reporter;
    sandbox().state.rateLimit = 2;
    const { rest } = clientOf(sandbox(), login);
    await rest.users.getAuthenticated();
    await rest.users.getAuthenticated();
    const { status, message } = await refusal(rest.users.getAuthenticated());
    assert.equal(status, 403);
    assert.match(message, /^API rate limit exceeded/);
    sandbox().clock.advance(60 * 60 * 1000);
    await rest.users.getAuthenticated();
    sandbox().state.rateLimit = 5000;
  });
});

describe("the sandbox's control", () => {
  const sandbox = useSandbox();
  const order = async (method: string, what: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${sandbox().controlUrl}/${what}`, {
      ...{ method, body: body === undefined ? null : JSON.stringify(body) },
    });
    assert.equal(response.status, 200);
    return response.json();
  };

  it("moves the clock from another process", async () => {
    await order("POST", "clock", { set: "2027-01-01T00:00:00Z" });
    assert.deepEqual(await order("POST", "clock", { advance: 5000 }), {
      now: "2027-01-01T00:00:05.000Z",
    });
    assert.equal(sandbox().clock.now().toISOString(), "2027-01-01T00:00:05.000Z");
  });

  it("takes faults, gives tokens and shows the requests without tokens", async () => {
    await order("POST", "faults", { path: { pattern: "/user$" }, status: 502, body: "<html>" });
    const answer = asRecord(await order("POST", "tokens", { login: people.member }));
    const token = asString(answer?.["token"]) ?? "";
    const headers = { authorization: `Bearer ${token}` };
    const broken = await fetch(`${sandbox().apiUrl}/user`, { headers });
    assert.deepEqual([broken.status, await broken.text()], [502, "<html>"]);
    assert.equal((await fetch(`${sandbox().apiUrl}/user`, { headers })).status, 200);
    const log = JSON.stringify(await order("GET", "requests"));
    assert.match(log, /"status":502.*"login":"mel-member"|"login":"mel-member".*"status":502/);
    assert.ok(!log.includes(token));
    assert.deepEqual(await order("GET", "violations"), []);
    await order("DELETE", `tokens?login=${people.member}`);
    assert.equal((await fetch(`${sandbox().apiUrl}/user`, { headers })).status, 401);
  });

  it("does not answer without the secret of the run", async () => {
    assert.equal((await fetch(`${sandbox().url}/_sandbox/guess/requests`)).status, 404);
  });

  it("marks requests that no route knows", async () => {
    assert.equal((await fetch(`${sandbox().apiUrl}/gists`)).status, 404);
    assert.equal(sandbox().requests.at(-1)?.unknown, true);
  });
});
