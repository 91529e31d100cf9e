import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { CancelledError } from "../../src/base/errors.ts";
import { GitError, type GitReason } from "../../src/git/gitError.ts";
import { requireGit } from "../../src/git/version.ts";
import { World } from "./world.ts";

const TOKEN = "ghp_veryS3cretT0ken0123456789";
const BASIC = Buffer.from(`x-access-token:${TOKEN}`).toString("base64");

describe("the door to git", () => {
  let world: World;
  const servers: Server[] = [];
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    world.dispose();
  });

  async function serve(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  it("uses the configuration that the person's environment names", async () => {
    const file = join(world.root, "elsewhere");
    writeFileSync(file, "[user]\n\tname = Named Elsewhere\n");
    const environment = { ...world.environment, GIT_CONFIG_GLOBAL: file, GIT_DIR: "/nowhere" };
    const git = world.door({ environment });
    const name = await git.text(["config", "--global", "user.name"], { cwd: world.root });
    assert.equal(name, "Named Elsewhere");
  });

  it("sends a token to its own origin only, and never in an argument or a file", async () => {
    const seen: (readonly [string, string | undefined])[] = [];
    const listener =
      (name: string): RequestListener =>
      (request, response) => {
        seen.push([name, request.headers.authorization]);
        response.writeHead(404).end();
      };
    const [mine, other] = [await serve(listener("mine")), await serve(listener("other"))];
    const log = join(world.root, "argv");
    const recorder = join(world.root, "recording-git");
    writeFileSync(recorder, `#!/bin/sh\nprintf '%s\\n' "$@" >> ${log}\nexec git "$@"\n`, {
      mode: 0o755,
    });
    const git = world.door({
      binary: recorder,
      credentials: () => Promise.resolve([{ origin: mine, token: TOKEN }]),
    });
    const options = { cwd: world.publicClone, remote: true };
    for (const origin of [mine, other]) {
      const outcome = await git.attempt(["ls-remote", `${origin}/o/r.git`], options);
      assert.notEqual(outcome.exitCode, 0);
      assert.ok(!outcome.stderr.includes(TOKEN) && !outcome.stderr.includes(BASIC));
    }
    await git.attempt(["ls-remote", `${mine}/o/r.git`], { cwd: world.publicClone });
    const basic = `Basic ${BASIC}`;
    const mines = seen.filter(([name]) => name === "mine").map(([, header]) => header);
    assert.equal(mines[0], basic);
    assert.equal(mines.at(-1), undefined);
    assert.ok(seen.every(([name, header]) => name === "mine" || header === undefined));
    for (const file of [
      log,
      join(world.publicClone, ".git/config"),
      join(world.home, ".gitconfig"),
    ]) {
      const text = readFileSync(file, "utf8");
      assert.ok(!text.includes(TOKEN) && !text.includes(BASIC), file);
    }
  });

  it("takes no token along to where its origin redirects it", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200, { "content-type": "application/x-git-upload-pack-advertisement" });
      response.end("001e# service=git-upload-pack\n0000000eversion 2\n000bls-refs0000");
    });
    const origin = await serve(({ url }, response) =>
      response.writeHead(301, { location: `${other}${url ?? ""}` }).end(),
    );
    const credentials = () => Promise.resolve([{ origin, token: TOKEN }]);
    const options = { cwd: world.publicClone, remote: true };
    await assert.rejects(
      world.door({ credentials }).run(["ls-remote", `${origin}/o/r.git`], options),
      { reason: "not-found" },
    );
    assert.deepEqual(seen, []);
  });

  const answers: readonly (readonly [number, GitReason])[] = [
    [401, "auth-failed"],
    [403, "forbidden"],
    [404, "not-found"],
    [500, "network"],
  ];
  for (const [status, reason] of answers) {
    it(`reads an answer ${status} of a server as ${reason}`, async () => {
      const origin = await serve((_request, response) => response.writeHead(status).end());
      const credentials = (): Promise<{ origin: string; token: string }[]> =>
        Promise.resolve([{ origin, token: TOKEN }]);
      const args = ["push", `${origin}/o/r.git`, "main"];
      await assert.rejects(
        world.door({ credentials }).run(args, { cwd: world.publicClone, remote: true }),
        (error: unknown) => {
          assert.ok(error instanceof GitError);
          assert.equal(error.reason, reason, error.stderr);
          const shown = `${error.message} ${error.stderr} ${String(error.stack)}`;
          assert.ok(!shown.includes(TOKEN) && !shown.includes(BASIC));
          return true;
        },
      );
    });
  }

  it("reads a server that isn't there as network", async () => {
    const args = ["ls-remote", "http://127.0.0.1:1/o/r.git"];
    await assert.rejects(world.door().run(args, { cwd: world.publicClone }), { reason: "network" });
  });

  it("ends git and what git started when the person cancels", async () => {
    const stop = new AbortController();
    const origin = await serve(() => setTimeout(() => stop.abort(), 50));
    const address = `${origin}/hanging/r.git`;
    await assert.rejects(
      world.door().run(["clone", address, "x"], { cwd: world.root, signal: stop.signal }),
      CancelledError,
    );
    for (let tries = 0; running(address) && tries < 50; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(running(address), false);
  });

  it("starts nothing when the person has cancelled", async () => {
    await assert.rejects(
      world.door().run(["init", "x"], { cwd: world.root, signal: AbortSignal.abort() }),
      CancelledError,
    );
  });

  it("hands bytes through as they are", async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
    const options = { cwd: world.publicClone };
    const name = await world
      .door()
      .text(["hash-object", "-w", "--stdin"], { ...options, input: bytes });
    assert.deepEqual(await world.door().run(["cat-file", "blob", name], options), bytes);
  });

  it("does not heed what would lead git elsewhere", async () => {
    const environment = {
      ...world.environment,
      GIT_DIR: world.upstream,
      GIT_INDEX_FILE: "/nowhere",
      GIT_EDITOR: "false",
      LC_ALL: "de_DE.UTF-8",
    };
    const git = world.door({ environment });
    const path = await git.text(["rev-parse", "--absolute-git-dir"], { cwd: world.publicClone });
    assert.equal(path, join(world.publicClone, ".git"));
  });

  it("reports what git reports", async () => {
    const seen: string[] = [];
    const progress = { report: (message: string) => seen.push(message) };
    const args = ["clone", "--no-local", world.upstream, "x"];
    await world.door().run(args, { cwd: world.root, progress });
    assert.ok(seen.includes("Receiving objects"), seen.join());
  });

  it("tells a missing, an old and a good git apart", async () => {
    const script = join(world.root, "some-git");
    const says = (version: string): void =>
      writeFileSync(script, `#!/bin/sh\necho "git version ${version}"\n`, { mode: 0o755 });
    const missing = world.door({ binary: join(world.root, "none") });
    await assert.rejects(requireGit(missing), { reason: "no-git" });
    for (const version of ["1.9.5", "2.37.9", "2.9", "strange"]) {
      says(version);
      await assert.rejects(requireGit(world.door({ binary: script })), { reason: "too-old" });
    }
    for (const version of ["2.38.0", "2.39.5 (Apple Git-154)", "2.45.1.windows.1", "3.0.0"]) {
      says(version);
      assert.match(await requireGit(world.door({ binary: script })), /^\d[\d.]*\d$/);
    }
  });

  it("names what a folder lacks", async () => {
    const git = world.door();
    const args = ["status"];
    await assert.rejects(git.run(args, { cwd: world.home }), { reason: "not-a-repository" });
    const nowhere = join(world.root, "nowhere");
    await assert.rejects(git.run(args, { cwd: nowhere }), { reason: "no-folder" });
  });
});

/** Whether any process has the text among its arguments. */
function running(text: string): boolean {
  if (process.platform !== "linux") {
    return execFileSync("ps", ["-A", "-o", "args"]).toString().includes(text);
  }
  return readdirSync("/proc").some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(text);
    } catch {
      return false;
    }
  });
}
