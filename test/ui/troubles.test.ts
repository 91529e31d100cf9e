import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { git } from "./git.ts";
import { chooseChange, startLanding } from "./landing.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import type { Tree } from "./tree.ts";
import { until } from "./until.ts";

/** Longer than any test: who waits for it has not been cancelled. In milliseconds. */
const endless = 600_000;

describe("when something goes wrong", () => {
  let session: UiSession;
  let tree: Tree;

  before(async () => {
    session = await sharedSession();
    tree = session.workbench.tree("My Tickets");
  });

  beforeEach(() => session.workbench.tidy());

  afterEach(() => session.surroundings.sandbox.faults.clear());

  const branches = (): Promise<string> =>
    git(
      session.surroundings,
      session.surroundings.clones["python/cpython"] ?? "",
      "for-each-ref",
      "refs/heads",
    );
  const asked = (path: RegExp): Promise<unknown> =>
    until(`a request of ${String(path)}`, () =>
      Promise.resolve(
        session.surroundings.sandbox.requests.find(
          (request) => path.test(request.path) && request.status === 0,
        ),
      ),
    );

  it("shows a repository that can't be read beside those that can", async () => {
    const path = /\/repos\/pypa\/pip\/security-advisories$/;
    session.surroundings.sandbox.faults.add({ path, status: 404 });
    await tree.clickTitle("Refresh Tickets");
    assert.match(await tree.description("pypa/pip", "not there"), /or you may not see it/);
    await tree.row(/Header injection/);
    await tree.click("pypa/pip");
    await tree.row(/Archive members may/);
    await tree.noRow("pypa/pip");
  });

  it("stops a slow reading on demand and keeps what was there", async () => {
    const path = /security-advisories$/;
    session.surroundings.sandbox.faults.add({ path, delay: endless, times: 2 });
    await tree.clickTitle("Refresh Tickets");
    await asked(path);
    await tree.clickTitle("Stop Reading Tickets");
    await tree.titleButton("Refresh Tickets");
    await tree.row(/Header injection/);
    await tree.row(/Archive members may/);
  });

  it("leaves no folder of a clone that was cancelled in the middle", async () => {
    const { workbench, surroundings } = session;
    const path = /cpython-ghsa-c234-5r6v-7w8x\.git\/git-upload-pack$/;
    surroundings.sandbox.faults.add({ path, delay: endless });
    const ticket = /tarfile reads member/;
    await tree.chooseFromMenu(ticket, "Clone Private Fork");
    await asked(path);
    const cloning = "Cloning python/cpython-ghsa-c234-5r6v-7w8x";
    await workbench.answerNotification(cloning, "Cancel");
    await until("an end without a trace", async () => {
      const left = await readdir(surroundings.privateFolder);
      return left.some((name) => /c234|psrt/.test(name)) ? undefined : true;
    });
    assert.ok(!(await tree.menu(ticket)).includes("Open Private Clone"));
  });

  it("says that a patch has no change, and makes no branch and no landing", async () => {
    const before = await branches();
    const ticket = /Shelves open files/;
    await chooseChange(session, ticket, {
      pull: /permissions of shelves/,
      unapproved: true,
      issue: "gh-150302",
      title: "Bound the work",
      news: "",
    });
    await session.workbench.notification(/can't be used: it is empty\. Look/);
    assert.equal(await branches(), before);
    assert.ok((await tree.menu(ticket)).includes("Start Landing…"));
  });

  it("lands a private branch with a merge by its reviewed head", async () => {
    const { workbench } = session;
    await startLanding(session, /zipfile keeps path/, {
      pull: /Sanitize names/,
      issue: "gh-150303",
      title: "Sanitize names on rename",
      news: "Names are sanitized when members of a :mod:`zipfile` are renamed.",
    });
    assert.match(
      await workbench.notification("gh-150303 is ready"),
      /made from the pull request's branch, since its \.patch does not apply/,
    );
    await workbench.text("Push gh-150303");
    await workbench.clickLens("Don't push");
    await workbench.notification("gh-150303 was not pushed");
  });
});
