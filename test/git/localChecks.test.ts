import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CancelledError, HumanError } from "../../src/base/errors.ts";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import { markedClone } from "../../src/steps/cloneMark.ts";
import { buildEnvironment } from "../../src/steps/commandRun.ts";
import { runLocalChecks, type LocalChecksInput } from "../../src/steps/localChecks.ts";
import type { Plan } from "../../src/steps/ports.ts";
import type { CheckCommands } from "../../src/ticket/checkCommands.ts";
import type { LocalCheck } from "../../src/ticket/localCheck.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import { lines, World } from "./world.ts";

const PASSES: CheckCommands = {
  build: [["sh", "-c", "test -f Lib/spam.py && echo built > built.txt"]],
  test: [["sh", "-c", 'grep -q fixed Lib/spam.py && echo "ran $*"', "sh", "{tests}"]],
};

describe("building and testing a fix on each branch", () => {
  let world: World;
  let pull: PullRequest;
  let printed: string;
  let plans: Plan[];

  beforeEach(async () => {
    world = new World();
    printed = "";
    plans = [];
    world.moveMain({ "Lib/test/test_spam.py": "test\n", "Lib/test/test_eggs.py": "test\n" });
    const { upstream, publicClone } = world;
    world.git(upstream, "branch", "3.13", "main");
    world.git(world.fork, "fetch", "--quiet", upstream, "+main:main");
    world.moveMain({ "Lib/spam.py": lines("spam", 40, { 5: "older" }) });
    world.git(upstream, "branch", "3.12", "main");
    world.moveMain({ "Lib/spam.py": lines("spam", 40), "README.rst": "Moved on\n" });
    world.git(publicClone, "fetch", "--quiet", "upstream");
    pull = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "fixed" }) }, "Private words");
    });
    await clonePrivateFork(
      { git: world.door(), records: world.records },
      {
        ...{ ticket: world.ticket, fork: world.fork, upstream, branch: "main" },
        ...{ target: world.target, publicClone },
      },
    );
  });
  afterEach(() => world.dispose());

  const run = async (
    input: Partial<LocalChecksInput> = {},
    options: { yes?: boolean; signal?: AbortSignal } = {},
  ): Promise<readonly LocalCheck[] | undefined> => {
    const clone = await markedClone(world.target);
    assert.ok(clone);
    return runLocalChecks(
      {
        git: world.door(),
        records: world.records,
        ask: {
          confirm: (plan) => {
            plans.push(plan);
            return Promise.resolve(options.yes ?? true);
          },
        },
        clock: { now: () => new Date("2026-11-24T10:00:00Z") },
        output: (text) => (printed += Buffer.from(text).toString()),
        changed: () => Promise.resolve(),
        ...(options.signal !== undefined && { signal: options.signal }),
      },
      {
        ...{ ticket: world.ticket, project: world.project, clone, pull },
        ...{ branches: ["main", "3.13", "3.12"], commands: PASSES },
        ...input,
      },
    );
  };
  const outcomes = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      (world.record.current.checks ?? []).map(({ branch, outcome }) => [branch, outcome]),
    );
  const folder = (branch: string): string => join(`${world.target}.checks`, branch);

  it("passes where the change fits and builds, and tells where it conflicts", async () => {
    const results = await run();
    assert.equal(results?.length, 3);
    assert.deepEqual(outcomes(), { "3.12": "conflicts", main: "passed", "3.13": "passed" });
    assert.match(printed, /3\.12: conflicts in 1 file\n {2}Lib\/spam\.py/);
    assert.match(printed, /ran test_spam\n/);
    // The change alone came to the branch, not what main has besides.
    assert.equal(readFileSync(join(folder("3.13"), "README.rst"), "utf8"), "Read me\n");
    assert.equal(readFileSync(join(folder("main"), "README.rst"), "utf8"), "Moved on\n");
    assert.equal(statSync(`${world.target}.checks`).mode & 0o777, 0o700);
    assert.equal(existsSync(folder("3.12")), false);
    const { checks = [] } = world.record.current;
    assert.ok(checks.every(({ head }) => head === pull.head.sha));
    assert.ok(!JSON.stringify(world.record.current).includes("Private words"));
    assert.equal(world.git(world.target, "status", "--porcelain"), "");
  });

  it("shows every command first, and runs nothing on a no", async () => {
    assert.equal(await run({}, { yes: false }), undefined);
    assert.deepEqual(outcomes(), { "3.12": "conflicts" });
    assert.equal(existsSync(`${world.target}.checks`), false);
    const [plan] = plans;
    assert.match(plan?.note ?? "", /RUNS the private branch's code/);
    assert.deepEqual(
      plan?.writes.map(({ target, audience }) => [target, audience]),
      [[`${folder("main")}\n${folder("3.13")}`, "YOU"]],
    );
    assert.match(plan.writes[0]?.text ?? "", /^sh -c "test -f Lib\/spam\.py[^\n]*\n.*test_spam$/);
  });

  it("tells a failed build from a failed test, and goes on with the other branches", async () => {
    const failing = { build: PASSES.build, test: [["false"]] } as const;
    await run({ branches: ["main"], commands: failing });
    assert.deepEqual(outcomes(), { main: "failed-test" });
    const onMain = [["sh", "-c", "grep -q Read README.rst"]] as const;
    await run({ branches: ["main", "3.13"], commands: { build: onMain, test: [] } });
    assert.deepEqual(outcomes(), { main: "failed-build", "3.13": "built" });
  });

  it("claims no test where none was run, and asks nothing where there is nothing to run", async () => {
    pull = world.pullRequest(() => {
      world.commit({ "README.rst": "Changed\n" }, "No test has that name");
    });
    await run({ branches: ["3.13"] });
    assert.deepEqual(outcomes(), { "3.13": "built" });
    assert.match(plans[0]?.writes[0]?.text ?? "", /\n\(no test belongs to the changed files/);
    await run({ branches: ["3.13"], commands: { build: [], test: PASSES.test } });
    assert.deepEqual([outcomes(), plans.length], [{ "3.13": "untested" }, 1]);
    const all = { build: [], test: [["sh", "-c", "echo all of them"]] } as const;
    const [result] = (await run({ branches: ["3.13"], commands: all })) ?? [];
    assert.deepEqual([result?.outcome, result?.count], ["passed", 0]);
    assert.match(printed, /all of them\n\n3\.13: passed\n/);
  });

  it("uses the work trees again, with what was built and without what was changed there", async () => {
    await run({ branches: ["main"] });
    writeFileSync(join(folder("main"), "Lib/spam.py"), "broken\n");
    writeFileSync(join(world.target, ".git/info/exclude"), "kept.o\n");
    writeFileSync(join(folder("main"), "kept.o"), "object\n");
    await run({ branches: ["main"] });
    assert.deepEqual(outcomes(), { main: "passed" });
    assert.equal(readFileSync(join(folder("main"), "kept.o"), "utf8"), "object\n");
  });

  it("is done again in work trees in whose making git was killed", async () => {
    await run({ branches: ["main", "3.13"] });
    const admin = (branch: string): string => join(world.target, ".git/worktrees", branch);
    writeFileSync(join(admin("main"), "index.lock"), "");
    writeFileSync(join(admin("3.13"), "locked"), "initializing");
    rmSync(folder("3.13"), { recursive: true });
    await run({ branches: ["main", "3.13"] });
    assert.deepEqual(outcomes(), { main: "passed", "3.13": "passed" });
  });

  it("gives names of files to no shell, and takes only names of tests for tests", async () => {
    pull = world.pullRequest(() => {
      world.commit(
        {
          "Lib/spam.py": lines("spam", 40, { 5: "fixed" }),
          "Lib/test/test_$(touch owned).py": "test\n",
          "Lib/test/--help.py": "test\n",
          "Lib/test/test_eggs.py": "changed\n",
        },
        "Hostile names",
      );
    });
    await run({ branches: ["main"] });
    assert.match(printed, /ran test_eggs test_spam\n/);
    assert.equal(existsSync(join(folder("main"), "owned")), false);
  });

  it("gives the commands no token and nothing of the editor's", () => {
    const { GITHUB_TOKEN, VSCODE_PID, SSH_AUTH_SOCK, PATH } = buildEnvironment({
      ...{ GITHUB_TOKEN: "x", VSCODE_PID: "1", SSH_AUTH_SOCK: "/x", PATH: "/bin" },
    });
    assert.deepEqual(
      [GITHUB_TOKEN, VSCODE_PID, SSH_AUTH_SOCK, PATH],
      [undefined, undefined, undefined, "/bin"],
    );
  });

  const running = (word: string): boolean =>
    execFileSync("ps", ["-A", "-o", "args="]).toString().includes(word);

  it("leaves nothing running when it is cancelled, not even what has left its group", async () => {
    const stop = new AbortController();
    const script =
      "setsid sleep 98761 & (trap '' TERM; sleep 98762) & echo started; sleep 98763; wait";
    const commands = { build: [["sh", "-c", script]], test: [] } as const;
    const cancelled = run({ branches: ["main"], commands }, { signal: stop.signal });
    const failed = assert.rejects(cancelled, CancelledError);
    for (let waited = 0; !/^started/m.test(printed) && waited < 10_000; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(running("sleep 9876"), true);
    await assert.rejects(run({ branches: ["main"] }), /being built and tested already/);
    stop.abort();
    await failed;
    assert.equal(running("sleep 9876"), false);
    assert.deepEqual(outcomes(), { main: "stopped" });
    await run({ branches: ["main"] });
    assert.deepEqual(outcomes(), { main: "passed" });
  });

  it("ends what a command has left behind when it was done", async () => {
    const commands = { build: [["sh", "-c", "setsid sleep 98771 &"]], test: [] } as const;
    await run({ branches: ["main"], commands });
    assert.equal(running("sleep 98771"), false);
  });

  it("refuses what is in the way, a changed pull request, and a program that is not there", async () => {
    const changed = { ...pull, head: { ...pull.head, sha: "0".repeat(40) } };
    await assert.rejects(run({ pull: changed }), /has changed since it was listed/);
    const missing = { build: [["no-such-program"]], test: [] } as const;
    await assert.rejects(run({ branches: ["main"], commands: missing }), HumanError);
    assert.deepEqual(outcomes(), { main: "stopped" });
    mkdirSync(folder("3.13"), { recursive: true });
    writeFileSync(join(folder("3.13"), "mine.txt"), "mine\n");
    await assert.rejects(run({ branches: ["3.13"] }), /something else in the way/);
    assert.equal(readFileSync(join(folder("3.13"), "mine.txt"), "utf8"), "mine\n");
  });
});
