import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HumanError } from "../../../src/base/errors.ts";
import { asList, asRecord } from "../../../src/base/shape.ts";
import { Git } from "../../../src/git/git.ts";
import { clonePrivateFork } from "../../../src/steps/clonePrivateFork.ts";
import {
  exportTicket,
  type ExportTicketInput,
  type ExportTicketPorts,
  type TicketExport,
} from "../../../src/steps/exportTicket.ts";
import { gitCredential } from "../../../src/steps/gitHub.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { MemoryRecords } from "./ports.ts";

const COOKIES = { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" };
const FORK = { owner: "python", repo: "cpython-ghsa-9q23-4r5v-6w7x" };
const NOW = new Date("2026-11-24T09:30:00Z");

describe("the export of a ticket", () => {
  const sandbox = useSandbox();
  let parent: string;
  let records: MemoryRecords;
  beforeEach(() => {
    parent = realpathSync(mkdtempSync(join(tmpdir(), "export-")));
    records = new MemoryRecords();
    sandbox().clock.set(NOW);
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const environment = { PATH: process.env["PATH"], HOME: tmpdir(), GIT_CONFIG_NOSYSTEM: "1" };
  const door = (): Git => {
    const { site } = gitHubOf(sandbox(), people.member);
    const credential = gitCredential(site, sandbox().token(people.member));
    return new Git({ credentials: () => Promise.resolve([credential]), environment });
  };
  const run = (
    input: Partial<ExportTicketInput> = {},
    signal?: AbortSignal,
    reader?: ExportTicketPorts["originals"],
  ): Promise<TicketExport> => {
    const gitHub = gitHubOf(sandbox(), people.member);
    const originals = reader ?? gitHub.originals;
    const { clock } = sandbox();
    const gitUrl = gitHub.gitUrl.bind(gitHub);
    return exportTicket(
      { git: door(), originals, gitUrl, records, clock, ...(signal !== undefined && { signal }) },
      { ticket: COOKIES, parent, branch: "main", ...input },
    );
  };
  const git = (cwd: string, ...args: readonly string[]): string =>
    execFileSync("git", args, { cwd, env: environment, stdio: "pipe" }).toString().trimEnd();
  const json = (archive: TicketExport, name: string): unknown =>
    JSON.parse(readFileSync(join(archive.path, name), "utf8"));

  it("has advisory, comments, pull requests and the whole fork, for the owner's eyes only", async () => {
    const archive = await run();
    assert.equal(archive.path, join(parent, "GHSA-9q23-4r5v-6w7x-20261124-093000Z"));
    assert.deepEqual(readdirSync(parent), ["GHSA-9q23-4r5v-6w7x-20261124-093000Z"]);
    assert.deepEqual(readdirSync(archive.path).sort(), [
      "README.txt",
      "advisory.json",
      "comments.json",
      "fork.bundle",
      "pull-requests.json",
    ]);
    assert.deepEqual(archive.missing, []);
    assert.equal(statSync(archive.path).mode & 0o777, 0o700);
    for (const name of readdirSync(archive.path)) {
      assert.equal(statSync(join(archive.path, name)).mode & 0o777, 0o600, name);
    }
    const advisory = asRecord(json(archive, "advisory.json"));
    assert.equal(advisory?.["ghsa_id"], COOKIES.ghsaId);
    assert.ok(String(advisory["description"]).length > 20);
    const [first] = asList(json(archive, "pull-requests.json")).map(asRecord);
    const pull = asRecord(first?.["pull"]);
    assert.ok(String(pull?.["body"]).length > 0);
    assert.ok(asList(first?.["reviews"]).length > 0);
    const note = readFileSync(join(archive.path, "README.txt"), "utf8");
    assert.match(note, /^EMBARGOED until/);
    const sums = execFileSync("sha256sum", ["--check", "--quiet", "--ignore-missing"], {
      cwd: archive.path,
      input: note
        .split("\n")
        .filter((line) => /^[0-9a-f]{64} {2}/.test(line))
        .join("\n"),
    });
    assert.equal(sums.toString(), "");
    assert.deepEqual(await records.read(COOKIES), { exports: [{ path: archive.path, at: NOW }] });
  });

  it("has a bundle that can be cloned alone, with the pull requests' heads", async () => {
    const archive = await run();
    const clone = join(parent, "again");
    git(parent, "clone", "--quiet", join(archive.path, "fork.bundle"), clone);
    assert.equal(git(clone, "branch", "--show-current"), "main");
    const heads = git(clone, "ls-remote", "origin", "refs/pull/*");
    const [first] = asList(json(archive, "pull-requests.json")).map(asRecord);
    const sha = String(asRecord(asRecord(first?.["pull"])?.["head"])?.["sha"]);
    assert.ok(heads.includes(`${sha}\trefs/pull/1/head`), heads);
    git(clone, "fetch", "--quiet", "origin", "refs/pull/1/head");
    git(clone, "fsck", "--connectivity-only");
  });

  it("borrows the objects of a public clone and is whole all the same", async () => {
    const publicClone = join(parent, "public");
    const project = gitHubOf(sandbox(), people.member).gitUrl(CPYTHON);
    await door().run(["clone", "--quiet", project, publicClone], { cwd: parent, remote: true });
    const target = join(parent, "archives");
    execFileSync("mkdir", [target]);
    const archive = await run({ parent: target, publicClone });
    rmSync(publicClone, { recursive: true });
    git(parent, "clone", "--quiet", join(archive.path, "fork.bundle"), "again");
  });

  it("says what GitHub does not give", async () => {
    sandbox().faults.add({ path: /security-advisories\/.*\/comments/, status: 404 });
    sandbox().faults.add({ path: /\/pulls\/1\/reviews/, status: 404 });
    const archive = await run();
    assert.deepEqual(archive.missing, [
      "the advisory's comments: GitHub does not give them",
      "the pull requests' reviews: GitHub does not give them",
    ]);
    assert.match(readFileSync(join(archive.path, "README.txt"), "utf8"), /Not in it:\n- the adv/);
  });

  it("takes the private clone when the fork is gone, and says so", async () => {
    const gitHub = gitHubOf(sandbox(), people.member);
    const clone = join(parent, "clone");
    await clonePrivateFork(
      { git: door(), records },
      {
        ...{ ticket: COOKIES, branch: "main", target: clone, way: "full" },
        fork: gitHub.gitUrl(FORK),
        upstream: gitHub.gitUrl(CPYTHON),
      },
    );
    const advisory = sandbox().state.advisories.find(({ ghsaId }) => ghsaId === COOKIES.ghsaId);
    assert.ok(advisory);
    const { privateFork } = advisory;
    advisory.privateFork = null;
    const archive = await run().finally(() => (advisory.privateFork = privateFork));
    assert.deepEqual(archive.missing, [
      "the private fork: GitHub has none now; the bundle is of the private clone",
      "the pull requests' texts: they were in the fork",
    ]);
    git(parent, "clone", "--quiet", join(archive.path, "fork.bundle"), "again");
  });

  for (const [what, fault] of Object.entries({
    "when GitHub fails": { path: /\/pulls\/1\/reviews/, status: 500, times: 9 },
    "when git fails": { path: /git-upload-pack/, status: 500, times: 9 },
    "when an answer is cut": { path: /security-advisories/, cut: "before" as const, times: 9 },
  })) {
    it(`leaves nothing ${what}`, async () => {
      sandbox().faults.add(fault);
      await assert.rejects(run(), HumanError);
      assert.deepEqual(readdirSync(parent), []);
      assert.deepEqual(await records.read(COOKIES), {});
    });
  }

  it("leaves nothing when the person cancels", async () => {
    const stop = new AbortController();
    const cancelled = run({}, stop.signal);
    stop.abort();
    await assert.rejects(cancelled, { name: /AbortError|CancelledError/ });
    assert.deepEqual(readdirSync(parent), []);
  });

  it("leaves nothing when the fork changes between its texts and its branches", async () => {
    const { originals } = gitHubOf(sandbox(), people.member);
    const moving = {
      advisory: originals.advisory.bind(originals),
      comments: originals.comments.bind(originals),
      pulls: async (...args: Parameters<typeof originals.pulls>) => {
        const pulls = await originals.pulls(...args);
        const { state, clock } = sandbox();
        await state.commit("python/cpython-ghsa-9q23-4r5v-6w7x", [
          {
            ...{ branch: "advisory-fix-1", message: "Pushed meanwhile\n", date: clock.now() },
            author: { name: "Sam", email: "sam@example.org" },
            files: { "Lib/late.py": "late = True\n" },
          },
        ]);
        return pulls;
      },
    };
    await assert.rejects(run({}, undefined, moving), /changed while it was exported/);
    assert.deepEqual(readdirSync(parent), []);
    assert.deepEqual(await records.read(COOKIES), {});
  });

  it("refuses a folder inside of a repository", async () => {
    git(parent, "init", "--quiet");
    execFileSync("mkdir", [join(parent, "sub")]);
    await assert.rejects(run({ parent: join(parent, "sub") }), /inside of a git repository/);
    await assert.rejects(run({ parent: join(parent, "nowhere") }), /not there/);
  });
});
