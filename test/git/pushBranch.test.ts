import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import type { Plan } from "../../src/steps/ports.ts";
import {
  pushBranch,
  type Pushed,
  type PushBranchInput,
  type PushBranchPorts,
} from "../../src/steps/pushBranch.ts";
import { advisorySecrets, land, news } from "./landing.ts";
import { refsOf } from "./untouched.ts";
import { lines, World } from "./world.ts";

describe("pushing the public branch", () => {
  let world: World;
  let commit: string;
  let plans: Plan[];
  let answer: boolean;
  let onPlan: () => unknown;
  beforeEach(async () => {
    world = new World();
    plans = [];
    answer = true;
    onPlan = () => undefined;
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "fixed" }) }, "Private words");
    });
    ({ commit } = await land(world, pull));
  });
  afterEach(() => world.dispose());

  const push = (
    input: Partial<PushBranchInput> = {},
    ports: Partial<PushBranchPorts> = {},
  ): Promise<Pushed> =>
    pushBranch(
      {
        ...ports,
        git: world.door(),
        records: world.records,
        secrets: advisorySecrets,
        ask: {
          confirm: (plan) => {
            plans.push(plan);
            onPlan();
            return Promise.resolve(answer);
          },
        },
      },
      {
        ticket: world.ticket,
        publicClone: world.publicClone,
        branch: "gh-140001",
        commit,
        upstream: world.upstream,
        mainBranch: "main",
        memberFork: { name: { owner: "member", repo: "cpython" }, address: world.memberFork },
        forbidden: [world.fork],
        ...input,
      },
    );

  it("shows all that becomes public, and pushes one commit to one branch on a yes", async () => {
    world.git(world.publicClone, "tag", "--annotate", "--message", "Mine", "mine", commit);
    world.git(world.publicClone, "config", "push.followTags", "true");
    const before = refsOf(world, world.memberFork);
    assert.equal(await push(), "pushed");
    assert.deepEqual(refsOf(world, world.memberFork), {
      ...before,
      "refs/heads/gh-140001": commit,
    });
    const [plan] = plans;
    assert.equal(plan?.title, "Push gh-140001 to member/cpython?");
    const [write] = plan.writes;
    assert.equal(write?.audience, "PUBLIC");
    assert.equal(write.target, "branch gh-140001 of member/cpython");
    for (const shown of [
      "gh-140001: Fix spam",
      "Mia Member <mia@example.org>",
      news.path,
      "+fixed",
    ]) {
      assert.ok(write.text.includes(shown), shown);
    }
    assert.equal(world.record.current.publicBranch?.pushedTo, "member/cpython");
  });

  it("pushes nothing on a no", async () => {
    answer = false;
    const before = refsOf(world, world.memberFork);
    assert.equal(await push(), "declined");
    assert.deepEqual(refsOf(world, world.memberFork), before);
    assert.equal(world.record.current.publicBranch?.pushedTo, undefined);
  });

  it("pushes nothing when what was reviewed has changed, before or while it was asked", async () => {
    const before = refsOf(world, world.memberFork);
    for (const looks of [0, 1]) {
      let left = looks;
      const recheck = (): Promise<void> => {
        left -= 1;
        return left < 0
          ? Promise.reject(new HumanError("It has changed.", "Look at the new commits."))
          : Promise.resolve();
      };
      await refused(push({}, { recheck }), /It has changed/);
      assert.equal(plans.length, looks);
      assert.deepEqual(refsOf(world, world.memberFork), before);
    }
  });

  it("does not ask again when the commit is there", async () => {
    await push();
    world.record.current = {};
    assert.equal(await push(), "there");
    assert.equal(plans.length, 1);
  });

  it("never goes over other commits", async () => {
    world.git(world.publicClone, "push", "--quiet", "origin", "main:refs/heads/gh-140001");
    const before = refsOf(world, world.memberFork);
    await refused(push(), /has a branch gh-140001 with other commits/);
    assert.deepEqual(refsOf(world, world.memberFork), before);
  });

  it("uses the address when no remote goes to the fork and nowhere else", async () => {
    world.git(
      world.publicClone,
      "remote",
      "set-url",
      "--add",
      "--push",
      "origin",
      world.memberFork,
    );
    world.git(world.publicClone, "remote", "set-url", "--add", "--push", "origin", world.upstream);
    const before = refsOf(world, world.upstream);
    assert.equal(await push(), "pushed");
    assert.deepEqual(refsOf(world, world.upstream), before);
  });

  it("refuses the project, a private fork, and an address that is rewritten to either", async () => {
    const name = { owner: "member", repo: "cpython" };
    for (const address of [world.upstream, world.fork, `${world.root}/x/y-ghsa-2222-3333-4444`]) {
      await refused(push({ memberFork: { name, address } }), /would go to another repository/);
    }
    const rule = `url.${world.upstream}.pushInsteadOf`;
    world.git(world.publicClone, "config", rule, world.memberFork);
    await refused(push(), /would go to another repository/);
    assert.deepEqual(plans, []);
  });

  it("looks at the commit once more", async () => {
    writeFileSync(join(world.publicClone, "Lib/spam.py"), "see GHSA-2222-3333-4444\n");
    world.git(world.publicClone, "commit", "--quiet", "--all", "--message", "gh-140001: More");
    const leaking = world.git(world.publicClone, "rev-parse", "HEAD");
    await refused(push({ commit: leaking }), /a GHSA id in Lib\/spam\.py:1/);
    assert.deepEqual(plans, []);
  });

  it("refuses a commit that would take others with it", async () => {
    const { publicClone } = world;
    world.git(publicClone, "checkout", "--quiet", "-B", "mine", "main");
    writeFileSync(join(publicClone, "README.rst"), "Nobody has seen this\n");
    world.git(publicClone, "commit", "--quiet", "--all", "--message", "Unpublished");
    world.git(publicClone, "cherry-pick", commit);
    const above = world.git(publicClone, "rev-parse", "HEAD");
    world.git(publicClone, "checkout", "--quiet", "--detach", commit);
    world.git(publicClone, "merge", "--quiet", "--no-edit", "mine~1");
    const merge = world.git(publicClone, "rev-parse", "HEAD");
    const before = refsOf(world, world.memberFork);
    for (const each of [above, merge]) {
      await refused(push({ commit: each }), /more would become public than that commit/);
    }
    assert.deepEqual(refsOf(world, world.memberFork), before);
    assert.deepEqual(plans, []);
  });

  it("shows and searches the lines of files that git takes for binary", async () => {
    writeFileSync(join(world.publicClone, ".gitattributes"), "*.py -diff\n");
    assert.equal(await push(), "pushed");
    assert.match(plans[0]?.writes[0]?.text ?? "", /^\+fixed$/m);
    writeFileSync(join(world.publicClone, "Lib/spam.py"), "\0 see GHSA-2222-3333-4444\n");
    world.git(world.publicClone, "commit", "--quiet", "--message", "More", "Lib/spam.py");
    const leaking = world.git(world.publicClone, "rev-parse", "HEAD");
    await refused(push({ commit: leaking, branch: "gh-2" }), /a GHSA id in Lib\/spam\.py:1/);
  });

  it("is held back again by the guard when it was refused, and stays released when it arrived", async () => {
    let isReleased = false;
    const release = (): Promise<() => Promise<void>> => {
      isReleased = true;
      return Promise.resolve(() => {
        isReleased = false;
        return Promise.resolve();
      });
    };
    world.git(world.memberFork, "config", "core.hooksPath", world.root);
    writeFileSync(join(world.root, "pre-receive"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    await refused(push({}, { release }), /refused the branch gh-140001/);
    assert.equal(isReleased, false);
    world.git(world.memberFork, "config", "core.hooksPath", "/dev/null");
    assert.equal(await push({}, { release }), "pushed");
    assert.equal(isReleased, true);
  });

  it("goes nowhere when the clone's remotes changed while it was asked about", async () => {
    const before = refsOf(world, world.upstream);
    onPlan = () =>
      world.git(
        world.publicClone,
        ...["config", `url.${world.upstream}.pushInsteadOf`, world.memberFork],
      );
    await refused(push(), /would go to another repository|has changed since you were asked/);
    assert.deepEqual(refsOf(world, world.upstream), before);
    assert.equal(world.record.current.publicBranch?.pushedTo, undefined);
  });

  it("says so when the fork refuses or is gone", async () => {
    world.git(world.memberFork, "config", "core.hooksPath", world.root);
    writeFileSync(join(world.root, "pre-receive"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    await refused(push(), /refused the branch gh-140001/);
    assert.equal(world.record.current.publicBranch?.pushedTo, undefined);
    const name = { owner: "member", repo: "gone" };
    const gone = `${world.root}/member/gone.git`;
    await refused(push({ memberFork: { name, address: gone } }), /member\/gone was not found/);
  });

  async function refused(act: Promise<unknown>, words: RegExp): Promise<void> {
    await assert.rejects(act, (error: unknown) => {
      assert.ok(error instanceof HumanError, String(error));
      assert.match(error.message, words);
      return true;
    });
  }
});
