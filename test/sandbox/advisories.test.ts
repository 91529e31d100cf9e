import assert from "node:assert/strict";
import { asList, asRecord } from "../../src/base/shape.ts";
import { people } from "./scenarios/people.ts";
import { clientOf, refusal, useSandbox } from "./testing.ts";

const cpython = { owner: "python", repo: "cpython" };
const COOKIES = "GHSA-9q23-4r5v-6w7x";
const V3_TICKET = "GHSA-6j78-9m2p-3q4r";
const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";
const PREVIEW = "/repos/{owner}/{repo}/security-advisories/{ghsa_id}/comments";

describe("the sandbox's advisories", () => {
  const sandbox = useSandbox();
  const member = () => clientOf(sandbox(), people.member).rest.securityAdvisories;
  const admin = () => clientOf(sandbox(), people.admin).rest.securityAdvisories;

  it("are listed page by page through links that name the repository by number", async () => {
    const client = clientOf(sandbox(), people.member);
    const first = await client.rest.securityAdvisories.listRepositoryAdvisories({
      ...{ ...cpython, per_page: 5, sort: "updated", direction: "desc" },
    });
    assert.match(
      first.headers.link ?? "",
      /^<http:\/\/127\.0\.0\.1:\d+\/api\/v3\/repositories\/\d+\/security-advisories\?[^>]*after=\w+(%3D)*[^>]*>; rel="next"$/,
    );
    const all = await client.paginate(client.rest.securityAdvisories.listRepositoryAdvisories, {
      ...{ ...cpython, per_page: 5, sort: "updated", direction: "desc" },
    });
    const ids = all.map(({ ghsa_id }) => ghsa_id);
    assert.equal(new Set(ids).size, ids.length);
    const visible = sandbox().state.advisories.filter(
      ({ repository, teams, state }) =>
        repository === "python/cpython" && (teams.includes("psrt") || state === "published"),
    );
    assert.equal(ids.length, visible.length);
    const times = all.map(({ updated_at }) => Date.parse(updated_at ?? ""));
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
  });

  it("are listed by state", async () => {
    const { data } = await member().listRepositoryAdvisories({ ...cpython, state: "closed" });
    assert.deepEqual(
      data.map(({ state }) => state),
      ["closed"],
    );
  });

  it("answer 304 to an unchanged list, which costs nothing of the rate limit", async () => {
    const first = await member().listRepositoryAdvisories(cpython);
    const { etag } = first.headers;
    const asked = member().listRepositoryAdvisories({
      ...cpython,
      headers: { "if-none-match": etag ?? "" },
    });
    assert.equal((await refusal(asked)).status, 304);
    const after = await member().listRepositoryAdvisories(cpython);
    assert.equal(
      Number(after.headers["x-ratelimit-remaining"]),
      Number(first.headers["x-ratelimit-remaining"]) - 1,
    );
  });

  it("change their list's ETag when one of them changes", async () => {
    const before = await member().listRepositoryAdvisories(cpython);
    sandbox().clock.advance(1000);
    await member().updateRepositoryAdvisory({ ...cpython, ghsa_id: COOKIES, cwe_ids: ["CWE-93"] });
    const after = await member().listRepositoryAdvisories(cpython);
    assert.notEqual(after.headers.etag, before.headers.etag);
  });

  it("do not exist for who may not see them", async () => {
    const outsider = clientOf(sandbox(), people.outsider).rest.securityAdvisories;
    const asked = outsider.getRepositoryAdvisory({ ...cpython, ghsa_id: COOKIES });
    assert.deepEqual(await refusal(asked), {
      ...{ status: 404, message: "Not Found - https://docs.github.com/rest" },
    });
    const { data } = await outsider.listRepositoryAdvisories({ ...cpython, state: "draft" });
    assert.deepEqual(data, []);
  });

  it("show the reporter their own reports alone", async () => {
    const reporter = clientOf(sandbox(), people.reporter).rest.securityAdvisories;
    const { data } = await reporter.listRepositoryAdvisories({ ...cpython, state: "triage" });
    assert.ok(data.length > 0);
    assert.ok(data.every(({ author }) => author?.login === people.reporter));
  });

  it("keep what a change leaves out, and replace arrays whole", async () => {
    const ghsa_id = COOKIES;
    const before = (await member().getRepositoryAdvisory({ ...cpython, ghsa_id })).data;
    const { data } = await member().updateRepositoryAdvisory({
      ...{ ...cpython, ghsa_id, summary: "A new title" },
      credits: [{ login: people.member, type: "coordinator" }],
    });
    assert.equal(data.summary, "A new title");
    assert.equal(data.description, before.description);
    assert.deepEqual(data.credits, [{ login: people.member, type: "coordinator" }]);
    assert.equal(data.credits_detailed?.[0]?.state, "accepted");
  });

  it("let a credit that is new wait for its person", async () => {
    const { data } = await member().updateRepositoryAdvisory({
      ...{ ...cpython, ghsa_id: "GHSA-2c34-5f6g-7h8j" },
      credits: [{ login: people.member, type: "coordinator" }],
    });
    assert.equal(data.credits_detailed?.[0]?.state, "pending");
  });

  it("store a v4 vector with its score and take the severity from it", async () => {
    const { data } = await member().updateRepositoryAdvisory({
      ...{ ...cpython, ghsa_id: COOKIES, cvss_vector_string: V4 },
    });
    assert.deepEqual(data.cvss_severities?.cvss_v4, { vector_string: V4, score: 8.7 });
    assert.equal(data.severity, "high");
    const again = member().updateRepositoryAdvisory({
      ...{ ...cpython, ghsa_id: COOKIES, severity: "low" },
    });
    assert.equal((await refusal(again)).status, 422);
  });

  it("show a v3 vector apart", async () => {
    const { data } = await member().getRepositoryAdvisory({ ...cpython, ghsa_id: V3_TICKET });
    assert.match(data.cvss_severities?.cvss_v3?.vector_string ?? "", /^CVSS:3\.1\//);
    assert.equal(data.cvss_severities?.cvss_v4?.vector_string, null);
  });

  for (const [what, change] of Object.entries({
    "a severity beside a vector": { severity: "low" as const, cvss_vector_string: V4 },
    "a vector with a trailing slash": { cvss_vector_string: `${V4}/` },
    "a vector with more than base metrics": { cvss_vector_string: `${V4}/E:A` },
    "no affected versions": { vulnerabilities: [] },
    "a credit for nobody": { credits: [{ login: "nobody-at-all", type: "other" as const }] },
    "a CVE id that is none": { cve_id: "CVE-26-1" },
    "an empty title": { summary: "" },
  })) {
    it(`refuse ${what} and change nothing`, async () => {
      const ref = { ...cpython, ghsa_id: "GHSA-7m89-2p3q-4r5v" };
      const before = (await member().getRepositoryAdvisory(ref)).data;
      const asked = member().updateRepositoryAdvisory({ ...ref, description: "x", ...change });
      assert.equal((await refusal(asked)).status, 422);
      assert.deepEqual((await member().getRepositoryAdvisory(ref)).data, before);
    });
  }

  it("let admins alone change the state, the collaborators and start the fork", async () => {
    const ref = { ...cpython, ghsa_id: "GHSA-3f45-6g7h-8j9m" };
    for (const change of [
      { state: "draft" as const },
      { collaborating_users: [people.outsider] },
    ]) {
      const asked = member().updateRepositoryAdvisory({ ...ref, ...change });
      const { status, message } = await refusal(asked);
      assert.equal(status, 403);
      assert.match(message, /^Must have admin rights to Repository\./);
    }
    assert.equal((await refusal(member().createFork(ref))).status, 403);
    const { data } = await admin().updateRepositoryAdvisory({ ...ref, state: "draft" });
    assert.deepEqual([data.state, data.submission?.accepted], ["draft", true]);
    const closed = await admin().updateRepositoryAdvisory({ ...ref, state: "closed" });
    assert.equal(closed.data.closed_at, "2026-11-23T09:00:01Z");
  });

  it("take minutes to have their fork: accepted, then not there, then there", async () => {
    const ref = { ...cpython, ghsa_id: V3_TICKET };
    const { status, data } = await admin().createFork(ref);
    assert.equal(status, 202);
    const fork = { owner: data.owner.login, repo: data.name };
    assert.equal(fork.repo, "cpython-ghsa-6j78-9m2p-3q4r");
    const { repos } = clientOf(sandbox(), people.member).rest;
    assert.equal((await refusal(repos.get(fork))).status, 404);
    assert.equal((await refusal(repos.get(fork))).status, 404);
    const made = (await repos.get(fork)).data;
    assert.equal(made.private, true);
    assert.equal(made.permissions?.push, false);
    const { data: advisory } = await member().getRepositoryAdvisory(ref);
    assert.equal(advisory.private_fork?.full_name, "python/cpython-ghsa-6j78-9m2p-3q4r");
  });

  it("have comments while the preview is on, and 404 otherwise", async () => {
    const client = clientOf(sandbox(), people.member);
    const ref = { ...cpython, ghsa_id: COOKIES };
    const comment = async (route: string, more: object): Promise<unknown> => {
      const answer: { data: unknown } = await client.request(route, { ...ref, ...more });
      return answer.data;
    };
    const posted = asRecord(await comment(`POST ${PREVIEW}`, { body: "Hello" }));
    assert.equal(posted?.["body"], "Hello");
    sandbox().clock.advance(60_000);
    const since = sandbox().clock.now().toISOString();
    const edited = { comment_id: posted["id"], body: "Hi" };
    await comment(`PATCH ${PREVIEW}/{comment_id}`, edited);
    assert.equal(asList(await comment(`GET ${PREVIEW}`, { since })).length, 1);
    sandbox().state.advisoryComments = false;
    assert.equal((await refusal(client.request(`GET ${PREVIEW}`, ref))).status, 404);
    sandbox().state.advisoryComments = true;
  });
});
