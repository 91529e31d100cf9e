import assert from "node:assert/strict";
import { PUBLIC_ISSUE } from "./scenarios/community.ts";
import { people } from "./scenarios/people.ts";
import { clientOf, refusal, useSandbox } from "./testing.ts";

const cpython = { owner: "python", repo: "cpython" };
const author = { name: "Mel", email: "mel@example.org" };

describe("the sandbox's public side", () => {
  const sandbox = useSandbox();

  it("says who is signed in, with the token's scopes", async () => {
    const { data, headers } = await clientOf(
      sandbox(),
      people.member,
    ).rest.users.getAuthenticated();
    assert.equal(data.login, people.member);
    assert.match(String(headers["x-oauth-scopes"]), /\brepo\b/);
  });

  it("answers 401 to a revoked token and to a made-up one", async () => {
    const client = clientOf(sandbox(), people.outsider);
    await client.rest.users.getAuthenticated();
    sandbox().revoke(people.outsider);
    const { status, message } = await refusal(client.rest.users.getAuthenticated());
    assert.equal(status, 401);
    assert.match(message, /^Bad credentials/);
  });

  it("tells each person what they may do in a repository", async () => {
    const seen = async (login: string): Promise<unknown> => {
      const { data } = await clientOf(sandbox(), login).rest.repos.get(cpython);
      return data.permissions;
    };
    const none = { admin: false, maintain: false, push: false, triage: false, pull: true };
    assert.deepEqual(await seen(people.second), none);
    assert.deepEqual(await seen(people.member), { ...none, push: true, triage: true });
    assert.deepEqual(Object.values((await seen(people.admin)) ?? {}).includes(false), false);
  });

  it("keeps labels of those who may label and drops the others' without a word", async () => {
    const wanted = { ...cpython, title: "Neutral title", labels: ["type-security"] };
    const kept = await clientOf(sandbox(), people.member).rest.issues.create(wanted);
    const dropped = await clientOf(sandbox(), people.second).rest.issues.create(wanted);
    assert.equal(kept.data.labels.length, 1);
    assert.deepEqual(dropped.data.labels, []);
    const adding = { ...cpython, issue_number: dropped.data.number, labels: ["type-security"] };
    const second = clientOf(sandbox(), people.second).rest.issues;
    assert.equal((await refusal(second.addLabels(adding))).status, 403);
    const member = clientOf(sandbox(), people.member).rest.issues;
    await member.addLabels(adding);
    const { data } = await member.listLabelsOnIssue({
      ...cpython,
      issue_number: adding.issue_number,
    });
    assert.deepEqual(
      data.map(({ name }) => name),
      ["type-security"],
    );
    const removed = { ...cpython, issue_number: adding.issue_number, name: "type-security" };
    assert.deepEqual((await member.removeLabel(removed)).data, []);
    assert.equal((await refusal(member.removeLabel(removed))).status, 404);
  });

  it("numbers issues and pull requests in one row", async () => {
    const { rest } = clientOf(sandbox(), people.member);
    const { data: issue } = await rest.issues.get({ ...cpython, issue_number: PUBLIC_ISSUE });
    assert.equal(issue.pull_request, undefined);
    const asIssue = await rest.issues.get({ ...cpython, issue_number: PUBLIC_ISSUE + 1 });
    assert.ok(asIssue.data.pull_request);
    await rest.issues.createComment({ ...cpython, issue_number: PUBLIC_ISSUE, body: "Hello" });
    const { data: comments } = await rest.issues.listComments({
      ...{ ...cpython, issue_number: PUBLIC_ISSUE },
    });
    assert.equal(comments.length, 1);
  });

  it("opens a pull request from a person's fork and names what is wrong otherwise", async () => {
    const fork = `${people.second}/cpython`;
    await sandbox().state.commit(fork, [
      {
        ...{ branch: "fix-a", author, date: sandbox().clock.now(), message: "Fix\n" },
        files: { "Misc/ACKS": "Somebody\n" },
      },
    ]);
    const { pulls, issues } = clientOf(sandbox(), people.second).rest;
    const wanted = { ...cpython, title: "gh-1: Fix", head: "sam-second:fix-a", base: "main" };
    const { data } = await pulls.create(wanted);
    assert.deepEqual([data.head.label, data.commits], ["sam-second:fix-a", 1]);
    for (const [change, what] of [
      [{}, /A pull request already exists for sam-second:fix-a/],
      [{ head: "sam-second:main" }, /No commits between main and sam-second:main/],
      [{ head: "sam-second:none" }, /"field":"head"/],
      [{ base: "none" }, /"field":"base"/],
    ] as const) {
      const { status, message } = await refusal(pulls.create({ ...wanted, ...change }));
      assert.equal(status, 422);
      assert.match(message, what);
    }
    const labels = { ...cpython, issue_number: data.number, labels: ["type-security"] };
    assert.equal((await refusal(issues.addLabels(labels))).status, 403);
  });

  it("makes a fork asynchronously and brings it up to date", async () => {
    const login = people.releaseManager;
    const { repos, git } = clientOf(sandbox(), login).rest;
    assert.equal((await repos.createFork(cpython)).status, 202);
    const fork = { owner: login, repo: "cpython" };
    assert.equal((await refusal(repos.get(fork))).status, 404);
    assert.equal((await refusal(repos.get(fork))).status, 404);
    assert.equal((await repos.get(fork)).data.parent?.full_name, "python/cpython");
    const [sha] = await sandbox().state.commit("python/cpython", [
      {
        ...{ branch: "main", author, date: sandbox().clock.now(), message: "Moved on\n" },
        files: { "README.rst": "Moved on\n" },
      },
    ]);
    const merged = await repos.mergeUpstream({ ...fork, branch: "main" });
    assert.equal(merged.data.merge_type, "fast-forward");
    assert.equal((await git.getRef({ ...fork, ref: "heads/main" })).data.object.sha, sha);
    assert.equal((await repos.mergeUpstream({ ...fork, branch: "main" })).data.merge_type, "none");
  });

  it("lists branches and refs", async () => {
    const { repos, git } = clientOf(sandbox()).rest;
    const { data } = await repos.listBranches({ ...cpython, per_page: 100 });
    const names = data.map(({ name }) => name).sort();
    assert.deepEqual(names, ["3.11", "3.12", "3.13", "3.14", "3.15", "main"]);
    const branch = await repos.getBranch({ ...cpython, branch: "3.13" });
    assert.match(branch.data.commit.commit.message, /3\.13/);
    assert.equal((await refusal(repos.getBranch({ ...cpython, branch: "2.7" }))).status, 404);
    const refs = await git.listMatchingRefs({ ...cpython, ref: "heads/3.1" });
    assert.equal(refs.data.length, 5);
  });

  it("pages by number", async () => {
    const client = clientOf(sandbox(), people.member);
    const { headers } = await client.rest.issues.listLabelsForRepo({ ...cpython, per_page: 4 });
    assert.match(headers.link ?? "", /repositories\/\d+\/labels\?per_page=4&page=2>; rel="next"/);
    const all = await client.paginate(client.rest.issues.listLabelsForRepo, {
      ...{ ...cpython, per_page: 4 },
    });
    assert.equal(all.length, sandbox().state.mustHave("python/cpython").labels.length);
  });

  it("serves the member list and the release cycle", async () => {
    const roster = await (await fetch(`${sandbox().url}/psrt.csv`)).text();
    assert.match(roster, /^Mel Ångström,mel-member,$/m);
    const cycle: unknown = await (await fetch(`${sandbox().url}/release-cycle.json`)).json();
    assert.ok(cycle !== null && typeof cycle === "object" && "3.15" in cycle);
  });
});
