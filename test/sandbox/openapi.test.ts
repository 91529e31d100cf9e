import assert from "node:assert/strict";
import { asRecord, type UnknownRecord } from "../../src/base/shape.ts";
import { ApiDescription } from "./openapi.ts";
import { startSandbox, type Sandbox } from "./sandbox.ts";
import { people } from "./scenarios/people.ts";
import { clientOf, refusal } from "./testing.ts";

const ADVISORY = "/repos/{owner}/{repo}/security-advisories/{ghsa_id}";
const none = new URLSearchParams();

describe("GitHub's description as judge", () => {
  let description: ApiDescription;
  let sandbox: Sandbox;
  before(async () => {
    description = await ApiDescription.load();
    sandbox = await startSandbox();
  });
  after(async () => sandbox.close());

  const patch = (body: unknown): readonly string[] =>
    description.request("PATCH", ADVISORY, none, body);

  it("accepts a change of an advisory", () => {
    assert.deepEqual(patch({ summary: "x", cvss_vector_string: null, credits: [] }), []);
  });

  for (const [what, body] of Object.entries({
    "a key that is misspelled": { sumary: "x" },
    "a state that is none": { state: "triage" },
    "a credit with a key too many": { credits: [{ login: "a", type: "other", name: "b" }] },
    "a title that is too long": { summary: "x".repeat(1025) },
    "a null where none may be": { summary: null },
  })) {
    it(`sees ${what}`, () => {
      assert.notDeepEqual(patch(body), []);
    });
  }

  it("sees a query that does not exist, and one of the wrong kind", () => {
    const list = "/repos/{owner}/{repo}/security-advisories";
    const asked = (query: string): readonly string[] =>
      description.request("GET", list, new URLSearchParams(query), undefined);
    assert.deepEqual(asked("state=draft&per_page=100&sort=updated&direction=desc&after=x"), []);
    assert.equal(asked("credit=me").length, 1);
    assert.equal(asked("state=open").length, 1);
  });

  it("holds bodies that the description leaves open to their described keys", () => {
    const body = { title: "x", head: "a", base: "main", labels: ["type-security"] };
    assert.match(
      description.request("POST", "/repos/{owner}/{repo}/pulls", none, body).join(),
      /labels/,
    );
  });

  it("knows the comments of an advisory as a route that is not described", () => {
    assert.deepEqual(description.request("POST", `${ADVISORY}/comments`, none, { body: "x" }), []);
    assert.notDeepEqual(
      description.request("GET", "/repos/{owner}/{repo}/none", none, undefined),
      [],
    );
  });

  it("allows an advisory the keys of the comments preview and no other", async () => {
    const client = clientOf(sandbox, people.member);
    const { data } = await client.rest.securityAdvisories.getRepositoryAdvisory({
      ...{ owner: "python", repo: "cpython", ghsa_id: "GHSA-9q23-4r5v-6w7x" },
    });
    const advisory: UnknownRecord = asRecord(data) ?? {};
    assert.ok("comments" in advisory && "comments_url" in advisory);
    assert.deepEqual(description.schema("repository-advisory", advisory), []);
    assert.equal(description.schema("repository-advisory", { ...advisory, more: 1 }).length, 1);
    const { credits, ...rest } = advisory;
    assert.ok(credits);
    assert.equal(description.schema("repository-advisory", rest).length, 1);
  });

  it("makes a wrong request answer 500 and be remembered", async () => {
    const client = clientOf(sandbox, people.member);
    const asked = client.request("GET /repos/{owner}/{repo}/security-advisories", {
      ...{ owner: "python", repo: "cpython", coordinator: "me" },
    });
    const { status, message } = await refusal(asked);
    assert.equal(status, 500);
    assert.match(message, /does not fit GitHub's OpenAPI description/);
    assert.deepEqual(sandbox.violations, ["request: query coordinator: not described"]);
  });
});
