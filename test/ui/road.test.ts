import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { asRecord } from "../../src/base/shape.ts";
import { snapshot } from "../git/untouched.ts";
import { git, refsOf } from "./git.ts";
import { startLanding } from "./landing.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import type { Tree } from "./tree.ts";

const ticket = /Header injection/;
const review = "Push gh-150001";

/** Choices that make CVSS-B 6.9, MEDIUM. */
const vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N";

describe("the road of a ticket, as a person goes it", () => {
  let session: UiSession;
  let tree: Tree;
  let publicClone: string;
  let privateClone: string;
  let form: Frame;
  let untouched: { files: Readonly<Record<string, string>>; head: string; status: string };

  /** What a person has of their public clone, beside its branches. */
  const lookAt = async (clone: string): Promise<typeof untouched> => ({
    files: snapshot(clone),
    head: await git(session.surroundings, clone, "symbolic-ref", "HEAD"),
    status: await git(session.surroundings, clone, "status", "--porcelain=v2", "--branch"),
  });

  before(async () => {
    session = await sharedSession();
    tree = session.workbench.tree("My Tickets");
    // High enough for all tickets: what is scrolled out of view has no row in the page.
    await session.workbench.page.setViewportSize({ width: 1440, height: 1400 });
    const { clones, privateFolder } = session.surroundings;
    const { state } = session.surroundings.sandbox;
    state.mustHave("python/cpython").nextNumber = 150_001;
    const labels = ["type-security"];
    state.addIssue("python/cpython", { title: "Line breaks", author: "mel-member", labels });
    publicClone = clones["python/cpython"] ?? "";
    privateClone = join(privateFolder, "cpython-ghsa-9q23-4r5v-6w7x");
  });

  it("shows the ticket's days left and next step, and under it the checklist", async () => {
    assert.equal(await tree.description(ticket, "·"), "40 d · Score with CVSS v4");
    await tree.expand(ticket);
    const rows = await tree.rows();
    const at = rows.findIndex(({ label }) => label.includes("Header injection"));
    assert.deepEqual(
      rows.slice(at + 1, at + 8).map(({ label, description }) => [label, description]),
      [
        ["Score with CVSS v4", "next step"],
        ["Open the public issue", "Public issue"],
        ["Later", "9 items"],
        ["Done", "6 items"],
        ["Private pull requests", "1"],
        ["Report and comments", "GHSA-9q23-4r5v-6w7x · python/cpython · draft"],
        ["40 days left", rows[at + 7]?.description],
      ],
    );
  });

  it("clones the private fork, which pushes to the fork and nowhere else", async () => {
    untouched = await lookAt(publicClone);
    const { workbench, surroundings } = session;
    await tree.chooseFromMenu(ticket, "Clone Private Fork");
    assert.match(
      await workbench.notification("The private fork is"),
      /cloned with the objects of your public clone.*nowhere else/s,
    );
    await tree.description("Private clone", privateClone);

    const fork = "python/cpython-ghsa-9q23-4r5v-6w7x";
    const { url } = surroundings.sandbox;
    const inClone = (...args: string[]): Promise<string> =>
      git(surroundings, privateClone, ...args);
    assert.equal(await inClone("remote", "get-url", "--push", "origin"), `${url}/${fork}.git`);
    assert.equal(await inClone("remote", "get-url", "--push", "upstream"), "no_push");
    const hook = await readFile(join(privateClone, ".git", "hooks", "pre-push"), "utf8");
    assert.match(hook, /push lock/);
    const publicRefs = await refsOf(surroundings, "python/cpython");
    await assert.rejects(inClone("push", "upstream", "HEAD:refs/heads/leak"));
    await assert.rejects(inClone("push", `${url}/python/cpython.git`, "HEAD:refs/heads/leak"));
    assert.equal(await refsOf(surroundings, "python/cpython"), publicRefs);
  });

  it("makes a public branch of one commit, and shows it as a diff", async () => {
    const { workbench, surroundings } = session;
    await workbench.clearNotifications();
    await startLanding(session, ticket, {
      pull: /^#1 Refuse control characters in cookies$/,
      issue: "gh-150001",
      title: "Reject line breaks in cookie values",
      news: "Reject line breaks in :meth:`http.cookies.Morsel.set`.",
    });
    await workbench.notification("gh-150001 is ready");
    await workbench.tab("gh-150001: what will be public (3 files)");

    const main = await git(
      surroundings,
      surroundings.sandbox.repositoryPath("python/cpython"),
      "rev-parse",
      "main",
    );
    const commits = await git(
      surroundings,
      publicClone,
      "log",
      "--format=%P %B",
      "gh-150001",
      "-1",
    );
    assert.equal(commits, `${main} gh-150001: Reject line breaks in cookie values`);
    const files = await git(surroundings, publicClone, "diff", "--name-only", main, "gh-150001");
    const [cookies, test, news, ...others] = files.split("\n");
    assert.deepEqual([cookies, test], ["Lib/http/cookies.py", "Lib/test/test_http_cookies.py"]);
    assert.match(
      news ?? "",
      /^Misc\/NEWS\.d\/next\/Security\/[\d-]+\.gh-issue-150001\.\S{6}\.rst$/,
    );
    assert.deepEqual(others, []);
  });

  it("leaves work tree, index, HEAD and configuration of the public clone as they are", async () => {
    assert.deepEqual(await lookAt(publicClone), untouched);
  });

  it("lets the person review everything that will be public, and a no pushes nothing", async () => {
    const { workbench, surroundings } = session;
    const refs = await refsOf(surroundings, "mel-member/cpython");
    // A line that is too long for the window is shown in several.
    const text = (await workbench.text(review)).replaceAll("\n", "");
    for (const shown of [
      "branch gh-150001 of mel-member/cpython",
      "PUBLIC: everybody can read it at once.",
      "gh-150001: Reject line breaks in cookie values",
      "Author: Mel Ångström <mel@example.org>",
      "+import unicodedata",
      "+# naïve café",
      "+Reject line breaks in :meth:`http.cookies.Morsel.set`.",
    ]) {
      assert.ok(text.includes(shown), `${shown} is not in the review:\n${text}`);
    }
    await workbench.clickLens("Don't push");
    await workbench.notification("gh-150001 was not pushed");
    assert.equal(await refsOf(surroundings, "mel-member/cpython"), refs);
  });

  it("pushes exactly that commit to the member's fork on a yes", async () => {
    const { workbench, surroundings } = session;
    await workbench.clearNotifications();
    const refs = await refsOf(surroundings, "mel-member/cpython");
    await tree.chooseFromMenu(ticket, "Push Public Branch…");
    await workbench.text(review);
    await workbench.clickLens("Push (PUBLIC)");
    await workbench.notification("gh-150001 is now on mel-member/cpython");
    const commit = await git(surroundings, publicClone, "rev-parse", "gh-150001");
    const added = (await refsOf(surroundings, "mel-member/cpython"))
      .split("\n")
      .filter((ref) => !refs.split("\n").includes(ref));
    assert.deepEqual(added, [`${commit} refs/heads/gh-150001`]);
    await tree.row(/gh-150001.*public branch, pushed to mel-member\/cpython/);
    await tree.row("Open the public pull request from gh-150001");
    assert.deepEqual(await lookAt(publicClone), untouched);
  });

  it("scores the severity live, in the form and in the e-mail", async () => {
    const { workbench } = session;
    await workbench.clearNotifications();
    await tree.chooseFromMenu(ticket, "Open Advisory Form");
    form = await workbench.webview("CVSS v4 vector");
    assert.match(await form.locator(".calculator").innerText(), /No score yet/);
    await form.locator("#tab-email").click();
    await form.locator("#email-missing").getByText("severity").waitFor();
    await form.locator("#tab-severity").click();
    const choices = vector.split("/").slice(1);
    for (const choice of choices) await form.locator(`#metric-${choice.replace(":", "-")}`).click();
    await form.locator("#score").getByText("6.9").waitFor();
    assert.equal(await form.locator("#vector input").inputValue(), vector);
    await form.locator("#metric-VI-H").click();
    await form.locator("#score").getByText("8.7").waitFor();
    const email = form.locator("#email-body");
    assert.match((await email.textContent()) ?? "", /^There is a HIGH severity/);
    await form.locator("#metric-VI-L").click();
    await form.locator("#tab-email").click();
    await email.getByText("There is a MEDIUM severity").waitFor();
  });

  it("saves only the vector, reads it back and says so; the tree follows", async () => {
    const { workbench, surroundings } = session;
    await form.locator("#save").click();
    const question = await workbench.dialog();
    assert.match(question, /Save one field to GHSA-9q23-4r5v-6w7x\?/);
    assert.ok(question.includes(vector), question);
    await workbench.answerDialog("Save");
    await form.getByText("Saved vector; read back and equal.").waitFor();
    const writes = surroundings.sandbox.requests.filter(
      ({ method, path }) => method === "PATCH" && path.endsWith("/GHSA-9q23-4r5v-6w7x"),
    );
    assert.deepEqual(
      writes.map(({ body }) => asRecord(body)),
      [{ cvss_vector_string: vector }],
    );
    const opening = "40 d · Open the public pull request from gh-150001";
    assert.equal(await tree.description(ticket, "Open"), opening);
  });

  it("follows the public pull request to its merge", async () => {
    const { state } = session.surroundings.sandbox;
    const refresh = (): Promise<void> => tree.clickTitle("Refresh Tickets");
    const pull = await state.openPull({
      ...{ repository: "python/cpython", headRepository: "mel-member/cpython" },
      ...{ branch: "gh-150001", title: "gh-150001: Reject line breaks", author: "mel-member" },
    });
    await refresh();
    await tree.description(ticket, `Label #${pull.number} type-security`);
    pull.labels = ["type-security"];
    await refresh();
    await tree.description(ticket, `Waiting for the checks of #${pull.number}`);
    state.addCheck("python/cpython", {
      ...{ kind: "run", name: "All required checks pass", outcome: "success" },
      commit: pull.head.sha,
    });
    await refresh();
    await tree.description(
      ticket,
      `Waiting for a core developer to review #${pull.number} and merge it into main`,
    );
    const merge = { by: "rory-release", at: state.clock.now(), sha: pull.head.sha };
    Object.assign(pull, { state: "closed", merge, closedAt: merge.at });
    await refresh();
    await tree.description(ticket, "Send the advisory e-mail");
    // It has gone to Waiting and back, and is as open as it was left.
    await tree.description(/^\s*3\.13/, "Backport the fix to 3.13");
  });

  it("has asked GitHub nothing that GitHub's description does not know", () => {
    const { requests, violations } = session.surroundings.sandbox;
    assert.deepEqual(violations, []);
    assert.deepEqual(
      requests.filter(({ unknown }) => unknown),
      [],
    );
  });
});
