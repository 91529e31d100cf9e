import assert from "node:assert/strict";
import {
  type Request,
  requests,
  requestsOf,
  run,
  signIn,
  surroundings,
  until,
  useMessages,
  violations,
} from "./world.ts";

/** The tickets' lists among requests, in the order of their addresses. */
function listsOf(sent: readonly Request[]): readonly string[] {
  const paths = sent.map(({ path }) => path).filter((path) => path.endsWith("-advisories"));
  return [...new Set(paths)].sort();
}

const LISTS = [
  "/api/v3/repos/pypa/pip/security-advisories",
  "/api/v3/repos/python/cpython/security-advisories",
];

describe("signing in by a token", () => {
  const messages = useMessages();

  it("checks the token with GitHub and reads the tickets of both projects", async () => {
    const sent = await requestsOf(signIn);
    assert.deepEqual([sent[0]?.path, sent[0]?.status], ["/api/v3/user", 200]);
    assert.deepEqual(listsOf(sent), LISTS);
    // What is not of GitHub is asked for without the token.
    const others = sent.filter(({ login }) => login !== surroundings("LOGIN"));
    assert.deepEqual(
      others.map(({ path }) => path).filter((path) => path !== "/release-cycle.json"),
      [],
    );
    assert.deepEqual(messages(), []);
  });

  it("costs one conditional request for each list from then on", async () => {
    const sent = await requestsOf(() => run("psrt.refresh"));
    assert.deepEqual(listsOf(sent), LISTS);
    const addresses = sent.map(({ path }) => path);
    assert.equal(new Set(addresses).size, addresses.length);
    assert.ok(sent.every(({ method, status }) => method === "GET" && status === 304));
  });

  it("reads the tickets anew when the same person signs in again", async () => {
    const before = (await requests()).length;
    await run("psrt.signInWithToken", { token: surroundings("TOKEN") });
    await until("a new reading", async () => {
      const paths = (await requests()).slice(before).map(({ path }) => path);
      return LISTS.every((path) => paths.includes(path)) ? true : undefined;
    });
    await run("psrt.refresh");
  });

  it("leaves the person signed in when another token is wrong", async () => {
    const sent = await requestsOf(async () => {
      await run("psrt.signInWithToken", { token: "ghp_thisTokenWasRevoked" });
      await run("psrt.refresh");
    });
    const [user, ...others] = sent;
    assert.deepEqual([user?.path, user?.status, user?.login], ["/api/v3/user", 401, null]);
    assert.deepEqual(listsOf(others), LISTS);
    assert.ok(
      others.every(({ status, login }) => status === 304 && login === surroundings("LOGIN")),
    );
    assert.deepEqual(messages(), [
      "GitHub does not know this token; nothing has changed. Check that it was pasted whole, and neither was revoked nor has expired.",
    ]);
  });

  it("sends nothing that can't be a token", async () => {
    const sent = await requestsOf(async () => {
      for (const token of ["", "short", "with a blank in it", "with\r\na line", "x".repeat(600)]) {
        await run("psrt.signInWithToken", { token });
      }
    });
    assert.deepEqual(sent, []);
    assert.equal(messages().length, 5);
    assert.ok(messages().every((each) => each.startsWith("That is not a token.")));
  });

  it("goes to no other server than the token's by VS Code's account", async () => {
    await run("psrt.signIn");
    assert.match(messages()[0] ?? "", /^VS Code's GitHub account is for github\.com/);
  });

  it("is over after signing out, until the person signs in again", async () => {
    const sent = await requestsOf(async () => {
      await run("psrt.signOut");
      await run("psrt.refresh");
    });
    assert.deepEqual(sent, []);
    assert.equal(messages().length, 1);
    await signIn();
    assert.deepEqual(await violations(), []);
  });
});
