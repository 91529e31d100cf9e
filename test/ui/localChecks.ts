import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { UiSession } from "./session.ts";

/** A stand-in for a project's build and tests, whose end the person's hand decides. */
export class CheckScript {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<CheckScript> {
    const script = new CheckScript(await mkdtemp(join(tmpdir(), "psrt-checks-")));
    const text = [
      'branch=$(basename "$PWD")',
      'echo "testing on $branch"',
      'while [ -e "$0.hold" ]; do sleep 0.05; done',
      'test "$branch" != 3.13 || { echo "FAIL: test_ssl"; exit 1; }',
    ];
    await writeFile(script.#path, `${text.join("\n")}\n`);
    await script.hold();
    return script;
  }

  /** The setting that puts it in the place of CPython's own commands. */
  get settings(): Readonly<Record<string, unknown>> {
    const build = [["sh", "-c", "grep -q checked Lib/ssl_fix.py"]];
    const commands = { build, test: [["sh", this.#path]] };
    return { "psrt.checkCommands": { "python/cpython": commands } };
  }

  async hold(): Promise<void> {
    await writeFile(`${this.#path}.hold`, "");
  }

  async letGo(): Promise<void> {
    await rm(`${this.#path}.hold`);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }

  get #path(): string {
    return join(this.#folder, "check.sh");
  }
}

export interface ChecksWalk {
  readonly session: UiSession;
  readonly script: CheckScript;
  /** Full name of the fork whose first pull request is checked, and conflicts with main. */
  readonly fork: string;
  readonly picture: (name: string) => Promise<void>;
}

/** Builds and tests a private pull request on each branch, from its row under the ticket. */
export function describeLocalChecks(walk: () => ChecksWalk): void {
  const row = "Built and tested here";

  it("shows each command before it runs on this machine, and stops all on Cancel", async () => {
    const { session, picture } = walk();
    const { workbench } = session;
    const tree = workbench.tree("My Tickets");
    assert.equal(await tree.description(row, "not run"), "not run");
    await tree.expand(row);
    await tree.click(row);
    const question = await workbench.dialog();
    assert.match(
      question,
      /Build and test private pull request #1 of GHSA-\S+ on 3\.15, .*3\.11\?/,
    );
    assert.match(question, /RUNS the private branch's code on this machine with your rights/);
    assert.match(question, /sh -c "grep -q checked Lib\/ssl_fix\.py"\n/);
    await picture("checks-question");
    await workbench.answerDialog("Run");
    await tree.description("3.15", "running");
    await picture("checks-running");
    await workbench.answerNotification("Building and testing", "Cancel");
    await tree.description("3.15", "stopped");
    assert.match(await tree.description(/^main/, "conflicts"), /^conflicts in 1 file · /);
    await tree.description("3.14", "not run");
  });

  it("has a table of results that tells passed, failed and conflicting apart", async () => {
    const { session, script, picture } = walk();
    const { workbench } = session;
    const tree = workbench.tree("My Tickets");
    await script.letGo();
    await tree.click(row);
    await workbench.answerDialog("Run");
    const told = await workbench.notification("main conflicts in 1 file");
    assert.match(told, /3\.15 passed; 3\.14 passed; 3\.13 failed at test; /);
    await tree.description(row, "4 of 6 branches passed");
    assert.match(await tree.description(/^3\.13/, "failed"), /^failed at test · [0-9a-f]{10} · 20/);
    await picture("checks-results");
  });

  it("puts that table into the pull request on a yes, once", async () => {
    const { session, fork, picture } = walk();
    const { surroundings, workbench } = session;
    const tree = workbench.tree("My Tickets");
    const body = (): string =>
      surroundings.sandbox.state.mustHave(fork).threads.get(1)?.body?.replaceAll("\r\n", "\n") ??
      "";
    const before = body();
    await workbench.answerNotification("main conflicts in 1 file", "Put into Pull Request…");
    const document = "Change the text of private pull request #1";
    await workbench.tab(document);
    const question = await workbench.text(document);
    assert.match(question, /\nThe collaborators of the private fork can read it\.\n/);
    assert.match(question, /\| 3\.13 \| failed at test \| [0-9a-f]{10} \|/);
    await picture("checks-publish");
    assert.equal(body(), before);
    await workbench.page.keyboard.press("Control+Enter");
    await workbench.notification("the results stand there now");
    await workbench.clearNotifications();
    const after = body();
    assert.ok(after.startsWith(before.trimEnd()));
    assert.match(after, /\| main \| conflicts in 1 file \| .*\n(?:\| 3\.1\d \| passed \| .*\n){2}/);
    assert.ok(!after.includes(surroundings.privateFolder));
    await tree.chooseFromMenu(row, "Put Results into the Private Pull Request…");
    await workbench.notification("the results stand there already");
    await workbench.clearNotifications();
    assert.equal(body(), after);
  });
}
