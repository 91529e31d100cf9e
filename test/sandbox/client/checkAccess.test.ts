import assert from "node:assert/strict";
import { CancelledError } from "../../../src/base/errors.ts";
import { silentLog } from "../../../src/base/log.ts";
import { silentProgress } from "../../../src/base/progress.ts";
import { Git } from "../../../src/git/git.ts";
import { checkAccess } from "../../../src/steps/checkAccess.ts";
import { gitCredential } from "../../../src/steps/gitHub.ts";
import { RosterSource } from "../../../src/steps/rosterSource.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, PIP, requestsOf } from "./person.ts";

const { member, admin, reporter, outsider } = people;

describe("checking a person's access", () => {
  const sandbox = useSandbox();

  async function check(login: string, signal?: AbortSignal): Promise<string> {
    const gitHub = gitHubOf(sandbox(), login);
    const { clock, url } = sandbox();
    const credentials = [gitCredential(gitHub.site, sandbox().token(login))];
    const environment = {
      ...process.env,
      ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
    };
    const ports = {
      ...{ gitHub, clock, fetch: globalThis.fetch, log: silentLog, progress: silentProgress },
      git: new Git({ environment, credentials: () => Promise.resolve(credentials) }),
      roster: new RosterSource({
        address: () => `${url}/psrt.csv`,
        kept: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
        ...{ fetch: globalThis.fetch, clock },
      }),
      releaseCycleUrl: `${url}/release-cycle.json`,
      ...(signal !== undefined && { signal }),
    };
    return checkAccess(ports, [CPYTHON, PIP]);
  }

  /** The lines of one verdict: "python/cpython: Your public fork". */
  function linesOf(text: string, verdict: string): readonly string[] {
    return text.split("\n## ").flatMap((group) => {
      const [title = "", ...lines] = group.split("\n");
      return lines.flatMap((line) => {
        const [, found, what = ""] = /^- \*\*([\w ]+): (.+?)\.\*\* /.exec(line) ?? [];
        return found === verdict ? [`${title}: ${what.replaceAll("\\", "")}`] : [];
      });
    });
  }

  const both = (...whats: readonly string[]): readonly string[] =>
    ["python/cpython", "pypa/pip"].flatMap((name) => whats.map((what) => `${name}: ${what}`));
  const PRIVATE = [
    ...["Private fork", "Private pull requests", "Patch of a private pull request"],
    "git access to a private fork",
  ];

  it("reads only, for whoever it is, and names no ticket", async () => {
    const { advisories } = sandbox().state;
    for (const login of [admin, member, reporter, outsider]) {
      const requests = await requestsOf(sandbox(), async () => {
        const text = await check(login);
        assert.deepEqual(linesOf(text, "Does not work"), [], login);
        assert.ok(text.includes("## What Does Not Work\n\nNothing.\n"));
        assert.ok(!/GHSA-\w/i.test(text), login);
        for (const { summary } of advisories) assert.ok(!text.includes(summary.slice(0, 25)));
        assert.ok(!text.includes("gho_"));
      });
      assert.ok(requests.length > 20);
      assert.deepEqual(
        requests
          .filter(({ method }) => method !== "GET")
          .filter(({ path }) => !path.endsWith("/git-upload-pack")),
        [],
      );
      assert.ok(requests.every(({ query }) => !query.includes("receive-pack")));
      assert.ok(requests.every(({ unknown }) => !unknown));
    }
  });

  it("says to an admin, a member, a reporter and an outsider what they may", async () => {
    const [forAdmin, forMember, forReporter, forOutsider] = [
      await check(admin),
      await check(member),
      await check(reporter),
      await check(outsider),
    ];
    assert.match(forAdmin, /You accept and close tickets directly\./);
    assert.deepEqual(linesOf(forAdmin, "Works otherwise"), both("Your public fork"));

    assert.match(forMember, /by the bot, which runs at the full hour\./);
    assert.match(forMember, /of the open ones you coordinate 11, and 4 have no coordinator\./);
    assert.deepEqual(linesOf(forMember, "Works otherwise"), both("Your rights"));
    assert.deepEqual(linesOf(forMember, "Not tried"), ["pypa/pip: Time of a comment"]);

    const lists = [
      "This machine and public lists: List of members",
      ...["@python/psrt", "@pypa/psrt"].map((name) => `Teams: ${name}`),
    ];
    assert.deepEqual(linesOf(forReporter, "Works otherwise"), [
      ...both("Your rights", "Your public fork"),
      ...lists,
    ]);
    assert.deepEqual(linesOf(forOutsider, "Not tried"), [
      ...["Time of a comment", ...PRIVATE].map((what) => `python/cpython: ${what}`),
      ...["Form of an advisory", "Pages", "Comments", "Time of a comment", ...PRIVATE].map(
        (what) => `pypa/pip: ${what}`,
      ),
    ]);
    assert.match(forOutsider, /No open advisory is visible to you\./);
  });

  it("goes on where something fails, and tells what it means", async () => {
    const { faults, state } = sandbox();
    state.advisoryComments = false;
    state.scopes = ["gist"];
    faults.add({ path: "/psrt.csv", status: 500 });
    faults.add({ path: "/release-cycle.json", status: 200, body: "<html>" });
    faults.add({ path: /cpython\/labels\/release-blocker$/, status: 404 });
    faults.add({ path: /cpython-ghsa-[-\w]+\/pulls\/\d+$/, status: 406 });
    faults.add({ path: /pypa\/pip\.git\/info\/refs$/, status: 503 });
    faults.add({ path: "/api/v3/repos/pypa/pip", status: 403, body: { message: "No" }, times: 2 });
    const text = await check(member);
    state.advisoryComments = true;
    state.scopes = ["read:org", "repo"];
    assert.deepEqual(linesOf(text, "Does not work"), [
      "Sign-in: Kind and scopes of the token",
      ...["Labels", "Comments"].map((what) => `python/cpython: ${what}`),
      ...["Repository", "git access to the project", "Comments"].map((what) => `pypa/pip: ${what}`),
      ...["List of members", "Release branches"].map(
        (what) => `This machine and public lists: ${what}`,
      ),
    ]);
    assert.match(text, /There is no label release-blocker\. The label has to be set by hand/);
    assert.match(text, /GitHub answers 406: this one is too large\./);
    assert.match(text, /A reply is copied, and the ticket's page is opened to paste it\./);
  });

  it("finds out where a comment does not change its advisory's time", async () => {
    const advisory = sandbox().state.advisory("GHSA-4g56-7h8j-9m2p");
    const [comment] = advisory?.comments ?? [];
    assert.ok(advisory !== undefined && comment !== undefined);
    const { updatedAt } = comment;
    comment.updatedAt = new Date(advisory.updatedAt.getTime() + 120_000);
    const text = await check(member);
    comment.updatedAt = updatedAt;
    assert.deepEqual(linesOf(text, "Does not work"), ["python/cpython: Time of a comment"]);
    assert.match(text, /You are told late that a reporter has answered/);
  });

  it("says first, and once, that the token is no longer good, or that nothing answers", async () => {
    const gone = gitHubOf(sandbox(), outsider);
    sandbox().revoke(outsider);
    const { status } = await gone.probe.get("/user", "tell who is signed in");
    assert.equal(status, 401);
    sandbox().faults.add({ path: /./, cut: "before", times: 1000 });
    const text = await check(member);
    assert.match(text, /\*\*Does not work: Person\.\*\* GitHub could not be reached/);
    assert.equal(linesOf(text, "Does not work")[0], "Sign-in: Person");
    assert.deepEqual(linesOf(text, "Not tried").slice(-2), both("All of it"));
    assert.ok(linesOf(text, "Works").includes("This machine and public lists: git"));
  });

  it("ends when it is cancelled", async () => {
    await assert.rejects(check(member, AbortSignal.abort()), CancelledError);
  });
});
