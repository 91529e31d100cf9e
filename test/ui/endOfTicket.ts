import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { asList, asRecord } from "../../src/base/shape.ts";
import { git, refsOf } from "./git.ts";
import type { UiSession } from "./session.ts";

export interface EndWalk {
  readonly session: UiSession;
  readonly ticket: RegExp;
  readonly ghsaId: string;
  /** Absolute path of the private clone. */
  readonly clone: string;
  /** Full name of the fork. */
  readonly fork: string;
  readonly picture: (name: string) => Promise<void>;
}

/** Exports a ticket and purges it from the machine, from its row's menu. */
export function describeEndOfTicket(walk: () => EndWalk): void {
  it("exports all that GitHub has of it into a folder, which verifies", async () => {
    const { session, ticket, ghsaId, clone, fork, picture } = walk();
    const { surroundings, workbench } = session;
    const parent = join(dirname(surroundings.privateFolder), "archives");
    await mkdir(parent);
    await workbench.tree("My Tickets").chooseFromMenu(ticket, "Export Ticket…");
    await workbench.quickInput.chooseFolder("neither shared nor synced", parent, "Export Here");
    const question = await workbench.dialog();
    assert.match(question, /EMBARGOED text, in the clear/);
    assert.ok(question.includes(`a new folder in ${parent}`));
    await picture("export-question");
    await workbench.answerDialog("Export");
    await workbench.notification(/is exported to .*, and verified\.$/);
    await picture("export-done");
    await workbench.clearNotifications();
    const [name = ""] = await readdir(parent);
    const archive = join(parent, name);
    assert.match(name, new RegExp(`^${ghsaId}-\\d{8}-\\d{6}Z$`));
    const json = async (file: string): Promise<unknown> =>
      JSON.parse(await readFile(join(archive, file), "utf8"));
    assert.equal(asRecord(await json("advisory.json"))?.["ghsa_id"], ghsaId);
    assert.ok(Array.isArray(await json("comments.json")));
    const [pull] = asList(await json("pull-requests.json")).map(asRecord);
    const body = surroundings.sandbox.state.mustHave(fork).threads.get(1)?.body;
    assert.equal(asRecord(pull?.["pull"])?.["body"], body);
    await git(surroundings, clone, "bundle", "verify", "--quiet", join(archive, "fork.bundle"));
    const again = join(parent, "again");
    await git(surroundings, parent, "clone", "--quiet", join(archive, "fork.bundle"), again);
    const head = await git(surroundings, again, "rev-parse", "origin/advisory-fix-1");
    assert.ok((await refsOf(surroundings, fork)).includes(`${head} refs/heads/advisory-fix-1`));
  });

  it("purges it only by name of the work that would be lost, and lists what remains", async () => {
    const { session, ticket, ghsaId, clone, picture } = walk();
    const { surroundings, workbench } = session;
    await writeFile(join(clone, "Lib", "ssl_fix.py"), "checked = 'twice'\n");
    await git(surroundings, clone, "commit", "-q", "-a", "-m", "Not pushed yet");
    await writeFile(join(clone, "notes.txt"), "x\n");
    const purge = async (): Promise<string> => {
      await workbench.tree("My Tickets").chooseFromMenu(ticket, "Purge Ticket from This Machine…");
      return workbench.dialog();
    };
    const refusal = await purge();
    assert.match(refusal, /NOT PURGED, since this would be lost/);
    assert.match(refusal, /fork does not have:\n {2}[0-9a-f]+ Not pushed yet\n/);
    assert.match(refusal, /in no commit:\n.*: notes\.txt$/);
    await picture("purge-refusal");
    await workbench.answerDialog("Cancel");
    assert.ok(existsSync(join(clone, ".git", "HEAD")));
    await purge();
    await workbench.answerDialog("Give This Work Up");
    const document = `Purge ${ghsaId} from this machine`;
    await workbench.tab(document);
    const question = await workbench.text(document);
    assert.match(question, /YOU LOSE WORK\. It can't be undone\./);
    // A narrow window breaks long lines.
    assert.ok(question.replaceAll("\n", "").includes(`${clone}${clone}.checks/`), question);
    await picture("purge-question");
    await workbench.page.keyboard.press("Control+Enter");
    const remains = await workbench.dialog();
    assert.match(remains, new RegExp(`${ghsaId} is purged from this machine\\. Out of reach:`));
    assert.match(remains, /• an export: .*archives/);
    await picture("purge-done");
    await workbench.answerDialog("Copy List");
    // What its checks had printed.
    await workbench.page.locator(".terminal-outer-container").waitFor({ state: "hidden" });
    assert.deepEqual(await readdir(dirname(clone)), []);
    assert.ok(existsSync(join(surroundings.clones["python/cpython"] ?? "", ".git", "HEAD")));
    await workbench.tree("My Tickets").noRow(/^Private clone/);
  });
}
