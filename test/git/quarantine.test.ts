import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import { quarantineEdits } from "../../src/embargo/quarantine.ts";
import { asRecord } from "../../src/base/shape.ts";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import { MARK_FILE, markedClone } from "../../src/steps/cloneMark.ts";
import { inspectWindow, repairWindow, type Finding } from "../../src/steps/privateWindow.ts";
import { settingsIgnored, writeQuarantine } from "../../src/steps/quarantine.ts";
import { World } from "./world.ts";

describe("a private clone's quarantine", () => {
  let world: World;
  let clone: string;
  let settings: string;
  beforeEach(async () => {
    world = new World();
    clone = world.target;
    settings = join(clone, ".vscode", "settings.json");
    await makeClone();
  });
  afterEach(() => world.dispose());

  const makeClone = (): Promise<unknown> =>
    clonePrivateFork(
      { git: world.door(), records: world.records },
      {
        ...{ ticket: world.ticket, fork: world.fork, upstream: world.upstream, branch: "main" },
        ...{ target: clone, publicClone: world.publicClone },
      },
    );
  const read = (): Readonly<Record<string, unknown>> => {
    const data: unknown = JSON.parse(readFileSync(settings, "utf8"));
    return asRecord(data) ?? {};
  };

  it("is set from the start, and git sees nothing of it", async () => {
    const wanted = Object.fromEntries(
      quarantineEdits().map(({ path, value }) => [path.join(), value]),
    );
    assert.deepEqual(read(), wanted);
    assert.equal(await settingsIgnored(world.door(), clone), true);
    assert.equal(world.git(clone, "status", "--porcelain", "--untracked-files=all"), "");
    world.git(clone, "add", "--all");
    assert.equal(world.git(clone, "diff", "--cached", "--name-only"), "");
  });

  it("comes back when the clone is asked for again, beside the person's own settings", async () => {
    writeFileSync(settings, '{\n  // mine\n  "editor.rulers": [79],\n  "git.autofetch": true\n}\n');
    await makeClone();
    const text = readFileSync(settings, "utf8");
    assert.match(
      text,
      /^\{\n {2}\/\/ mine\n {2}"editor.rulers": \[79\],\n {2}"git.autofetch": false,/,
    );
    rmSync(join(clone, ".vscode"), { recursive: true });
    await makeClone();
    assert.equal(read()["chat.disableAIFeatures"], true);
  });

  it("is known by a mark that git leaves alone, also from a linked work tree", async () => {
    const { repository, ghsaId } = world.ticket;
    const { fork, upstream } = world;
    const mark = { path: clone, ticket: { repository, ghsaId }, fork, upstream };
    world.git(clone, "clean", "-ffdx", "--quiet");
    assert.equal(existsSync(settings), false);
    assert.deepEqual(await markedClone(clone), mark);
    const linked = join(world.root, "linked");
    world.git(clone, "worktree", "add", "--quiet", linked);
    assert.deepEqual(await markedClone(linked), mark);
    await writeQuarantine(world.door(), { folder: linked, clone });
    assert.equal(world.git(linked, "status", "--porcelain", "--untracked-files=all"), "");
  });

  for (const linked of [true, false]) {
    const where = linked ? "a linked work tree" : "the clone's own work tree";
    it(`sees that ${where} has a configuration which leads around the push lock, and ends that`, async () => {
      const folder = linked ? join(world.root, "linked") : clone;
      if (linked) world.git(clone, "worktree", "add", "--quiet", folder);
      world.git(clone, "config", "extensions.worktreeConfig", "true");
      const mark = await markedClone(folder);
      assert.ok(mark);
      const place = { ...mark, folder };
      const pushes = async (): Promise<Pick<Finding, "state" | "detail"> | undefined> => {
        const found = await inspectWindow(world.door(), place, {
          ...{ trusted: true, settings: new Map(), extensions: [], editor: "Visual Studio Code" },
        });
        return found.find(({ subject }) => subject === "pushes");
      };
      assert.equal((await pushes())?.state, "holds");
      const set = (key: string, value: string): void => {
        world.git(folder, "config", "--worktree", key, value);
      };
      set("core.hooksPath", world.root);
      set("remote.upstream.pushUrl", world.upstream);
      set("core.editor", "ed");
      const push = (): string => world.git(folder, "push", world.upstream, "HEAD:refs/heads/leak");
      const found = await pushes();
      assert.equal(found?.state, "open");
      assert.match(found.detail, /push addresses and defaults, the hooks folder/);
      await repairWindow(world.door(), place, [{ kind: "lock" }]);
      assert.equal((await pushes())?.state, "holds");
      assert.throws(push, /embargoed/);
      assert.equal(world.git(folder, "config", "--worktree", "core.editor"), "ed");
    });
  }

  it("is nowhere else: not in the public clone, not by a mark that anybody could write", async () => {
    for (const folder of [world.publicClone, world.root, join(world.root, "nowhere")]) {
      assert.equal(await markedClone(folder), undefined);
    }
    const { repository, ghsaId } = world.ticket;
    const { fork, upstream } = world;
    const ticket = { repository, ghsaId };
    for (const hostile of [
      "",
      "{",
      "[]",
      JSON.stringify({ ticket, fork }),
      JSON.stringify({ ticket, fork, upstream: fork }),
      JSON.stringify({ ticket: { repository, ghsaId: "../x" }, fork, upstream }),
      JSON.stringify({ ticket, fork: "--upload-pack=touch x", upstream }),
      JSON.stringify({ ticket, fork: "a\nb", upstream }),
      JSON.stringify({ ticket, fork: 7, upstream }),
    ]) {
      writeFileSync(join(clone, ".git", MARK_FILE), hostile);
      assert.equal(await markedClone(clone), undefined, hostile);
    }
  });

  it("is not written where git would see it, nor through a link, nor over what has errors", async () => {
    const refused = (): Promise<void> =>
      assert.rejects(writeQuarantine(world.door(), { folder: clone, clone }), HumanError);
    writeFileSync(settings, "{ broken");
    await refused();
    assert.equal(readFileSync(settings, "utf8"), "{ broken");
    await makeClone();

    rmSync(join(clone, ".vscode"), { recursive: true });
    const elsewhere = join(world.root, "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(clone, ".vscode"));
    await refused();
    assert.equal(existsSync(join(elsewhere, "settings.json")), false);
    rmSync(join(clone, ".vscode"));

    mkdirSync(join(clone, ".vscode"));
    writeFileSync(settings, "{}\n");
    world.git(clone, "add", "--force", ".vscode/settings.json");
    assert.equal(await settingsIgnored(world.door(), clone), false);
    await refused();
    assert.equal(readFileSync(settings, "utf8"), "{}\n");
  });
});
