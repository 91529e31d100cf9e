import assert from "node:assert/strict";
import { CancelledError } from "../../../src/base/errors.ts";
import { silentProgress } from "../../../src/base/progress.ts";
import { reportActivity, type ReportActivityPorts } from "../../../src/steps/reportActivity.ts";
import { reportRoster } from "../../../src/steps/reportRoster.ts";
import { RosterSource, type KeptText } from "../../../src/steps/rosterSource.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, PIP, reasonOf, requestsOf } from "./person.ts";

const { member, second, admin, outsider, releaseManager } = people;

describe("the PSRT's people", () => {
  const sandbox = useSandbox();
  let kept: KeptText | undefined;
  beforeEach(() => (kept = undefined));

  function roster(address = `${sandbox().url}/psrt.csv`): RosterSource {
    return new RosterSource({
      address: () => address,
      kept: {
        read: () => Promise.resolve(kept),
        write: (text) => {
          kept = text;
          return Promise.resolve();
        },
      },
      ...{ fetch: globalThis.fetch, clock: sandbox().clock },
    });
  }

  describe("their list", () => {
    it("is read live, without a token, and kept", async () => {
      const source = roster();
      const requests = await requestsOf(sandbox(), async () => {
        const { members, origin, at } = await source.read();
        assert.deepEqual(
          [members.map(({ login }) => login), origin, at],
          [[admin, member, releaseManager, second], "live", sandbox().clock.now()],
        );
      });
      assert.deepEqual(
        requests.map(({ method, path, login, status }) => [method, path, login, status]),
        [["GET", "/psrt.csv", null, 200]],
      );
      assert.equal(kept?.address, source.address);
    });

    it("is the last one that was read, or else the product's own, and says why", async () => {
      sandbox().faults.add({ path: "/psrt.csv", status: 503 });
      const shipped = await roster().read();
      assert.deepEqual([shipped.origin, shipped.members.length], ["shipped", 30]);
      assert.match(shipped.trouble ?? "", /127\.0\.0\.1:\d+ answered with status 503\.$/);

      await roster().read();
      sandbox().faults.add({ path: "/psrt.csv", cut: "middle" });
      const last = await roster().read();
      assert.deepEqual([last.origin, last.members.length, last.at], ["kept", 4, kept?.at]);
      assert.match(last.trouble ?? "", /could not be reached\.$/);

      sandbox().faults.add({ path: "/psrt.csv", status: 200, body: "<html>Sign in</html>" });
      const page = await roster().read();
      assert.match(page.trouble ?? "", /answered: It is not a list of members\.$/);
      assert.equal((await roster(`${sandbox().url}/other.csv`).read()).origin, "shipped");
    });

    it("is not read from an unsafe address, nor at any length", async () => {
      for (const address of ["http://lists.example/psrt.csv", "file:///etc/passwd", "psrt"]) {
        const { origin, trouble } = await roster(address).read();
        assert.equal(origin, "shipped");
        assert.match(trouble ?? "", /is not an HTTPS address\.$/);
      }
      sandbox().faults.add({ path: "/psrt.csv", status: 200, body: "a,b,c\n".repeat(200_000) });
      assert.match((await roster().read()).trouble ?? "", /longer than 1000000 bytes/);
    });

    it("is not waited for when that is cancelled", async () => {
      sandbox().faults.add({ path: "/psrt.csv", delay: 500 });
      await assert.rejects(roster().read(AbortSignal.timeout(50)), CancelledError);
    });
  });

  describe("the roster report", () => {
    async function report(login: string): Promise<string> {
      const { teams } = gitHubOf(sandbox(), login);
      const load = (who: string): number => (who === member ? 7 : 0);
      return reportRoster({ roster: roster(), teams }, [CPYTHON, PIP], [second], load);
    }

    it("lists the members, and what differs from the team", async () => {
      const [team] = sandbox().state.teams;
      assert.ok(team);
      const before = team.members;
      team.members = [member, admin, outsider];
      const text = await report(member);
      team.members = before;
      assert.match(
        text,
        /^# PSRT Roster\n\nRead from http:.*psrt\.csv at 2026-11-23 09:00 UTC\.\n/,
      );
      assert.match(text, /\n4 members: 1 admin, 2 release managers\.\n/);
      assert.match(text, /\n\| Mel Ångström +\| @mel-member +\| +\| 7 +\|\n/);
      assert.match(text, /\n\| Sam Second +\| @sam-second +\| Steering Council +\| 0 +\|\n/);
      assert.ok(
        text.includes(
          "### @python/psrt\n\n" +
            "- On the list, not in the team: Rory Releases (@rory-release)\n" +
            "- On the list, not in the team: Sam Second (@sam-second)\n" +
            "- In the team, not on the list: @otto-outsider",
        ),
        text,
      );
      assert.ok(text.includes("### @pypa/psrt\n\nEqual to the list: 4 members."), text);
    });

    it("says why a team could not be compared", async () => {
      sandbox().state.scopes = ["repo"];
      const text = await report(member);
      sandbox().state.scopes = ["read:org", "repo"];
      assert.match(text, /The team could not be compared\. .*“read:org”\./);
      assert.match(await report(outsider), /The team could not be compared\./);
      const { teams } = gitHubOf(sandbox(), outsider);
      assert.equal(await reasonOf(teams.members("python", "psrt")), "not-found");
    });
  });

  describe("the activity report", () => {
    function ports(login: string): ReportActivityPorts {
      const gitHub = gitHubOf(sandbox(), login);
      const { clock } = sandbox();
      return { gitHub, roster: roster(), clock, progress: silentProgress };
    }

    it("has the inactive members, the exempt ones and the others' evidence, and no title", async () => {
      const requests = await requestsOf(sandbox(), async () => {
        const text = await reportActivity(ports(admin), [CPYTHON, PIP], []);
        assert.match(text, /^# PSRT Activity, 2025-11-23 to 2026-11-23\n\n\*\*Embargoed:\*\*/);
        assert.ok(text.includes("## Inactive: 0 of 4 members\n\nNobody.\n"), text);
        assert.ok(text.includes("(@ada-admin): Release Manager"), text);
        assert.ok(text.includes("(@rory-release): Release Manager"), text);
        assert.match(text, /\n\| Mel Ångström +\| @mel-member +\| 14 +\| 0 +\| +\|\n/);
        assert.match(text, /\n\| Sam Second +\| @sam-second +\| 2 +\| 1 +\| 2026-10-05 +\|\n/);
        assert.ok(
          text.includes(
            "- coordinated GHSA-22f3-33g4-44h5 (pypa/pip), reported 2026-10-10, until 2026-10-11\n",
          ),
          text,
        );
        assert.ok(!text.includes("Check by hand"), text);
        for (const { summary } of sandbox().state.advisories) {
          assert.ok(!text.includes(summary.slice(0, 20)), summary);
        }
      });
      assert.ok(requests.every(({ method }) => method === "GET"));
      assert.equal(requests.filter(({ path }) => path.endsWith("/comments")).length, 2);
    });

    it("states what could not be read, and does not call it inactivity without a word", async () => {
      sandbox().state.advisoryComments = false;
      sandbox().faults.add({ path: /pypa\/pip\/security-advisories$/, status: 404, times: 2 });
      const text = await reportActivity(ports(member), [CPYTHON, PIP], [second]);
      sandbox().state.advisoryComments = true;
      assert.match(text, /\*\*Check by hand before anybody is removed:\*\*/);
      assert.ok(text.includes("python/cpython: reports that only its admins see."), text);
      assert.match(
        text,
        /python\/cpython: the comments of 2 of 2 reports\. GitHub did not give any/,
      );
      assert.match(text, /pypa\/pip: none of its reports\./);
    });

    it("says that who handed a report on may have been active, before anybody is removed", async () => {
      const { advisories } = sandbox().state;
      const kept = advisories.map(({ credits, comments }) => [credits, comments] as const);
      for (const each of advisories) {
        each.credits = each.credits.filter(({ login }) => login !== second);
        each.comments = each.comments.filter(({ author }) => author !== second);
      }
      const text = await reportActivity(ports(admin), [CPYTHON, PIP], []);
      advisories.forEach((each, index) => {
        [each.credits, each.comments] = kept[index] ?? [[], []];
      });
      assert.match(text, /## Inactive: 1 of 4 members\n\n- Sam Second/);
      assert.match(
        text,
        /Check by hand before anybody is removed.*\n\n- Every repository: reports that somebody coordinated and handed on/s,
      );
    });

    it("does not fail for who sees nothing, and ends when it is cancelled", async () => {
      const text = await reportActivity(ports(outsider), [CPYTHON], []);
      assert.match(text, /## Inactive: 1 of 4 members\n\n- Sam Second \(@sam-second\): no report/);
      assert.match(text, /that only its admins see/);
      const signal = AbortSignal.abort();
      const cancelled = reportActivity({ ...ports(admin), signal }, [CPYTHON], []);
      await assert.rejects(cancelled, CancelledError);
    });
  });
});
