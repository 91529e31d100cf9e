import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";

const pictures = join(root, "out", "ui-pages");

/** A report of the palette: its command, its tab, and what it must hold. */
const reports: readonly (readonly [command: string, tab: string, holds: readonly RegExp[]])[] = [
  [
    "Show PSRT Roster",
    "PSRT Roster.md",
    [/^# PSRT Roster/, /4 members: 1 admin, 2 release managers\./, /### @python\/psrt\n\nEqual/],
  ],
  [
    "Make the Yearly Activity Report",
    "PSRT Activity.md",
    [/^# PSRT Activity, \d{4}/, /## Inactive: 0 of 4 members/, /## Exempt, without activity: 2/],
  ],
  [
    "Check My Access",
    "Check My Access.md",
    [/^# Check My Access/, /0 do not work, 1 could not be tried/, /## python\/cpython/],
  ],
];

describe("the documents about the team and one's access", () => {
  let session: UiSession;

  before(async () => {
    session = await sharedSession();
    await mkdir(pictures, { recursive: true });
  });

  for (const [command, tab, holds] of reports) {
    it(`are text to read: ${command}`, async () => {
      const { workbench } = session;
      await workbench.command(`PSRT: ${command}`);
      const text = await workbench.text(tab);
      for (const each of holds) assert.match(text, each);
      await workbench.screenshot(join(pictures, `${tab.replace(/\W+/g, "-")}.png`));
      await workbench.page.keyboard.insertText("typed here");
      assert.ok(!(await workbench.text(tab)).includes("typed here"));
    });
  }

  it("hold nothing of a ticket where they are made to be shown around", async () => {
    const text = await session.workbench.text("Check My Access.md");
    for (const secret of [/GHSA-/, /CVE-/, /Morsel|tarfile|plistlib/])
      assert.doesNotMatch(text, secret);
  });

  it("can be looked at as a page", async () => {
    const { workbench } = session;
    await workbench.command("Markdown: Open Preview");
    const page = await workbench.webview("What Does Not Work");
    await page.getByRole("heading", { name: "Check My Access" }).waitFor();
    await workbench.screenshot(join(pictures, "access-preview.png"));
  });

  it("count a nomination's votes", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await workbench.command("PSRT: Count a Nomination's Votes…");
    await quickInput.type("Who is nominated", "Nora Nominee");
    await quickInput.type("Day on which the vote began", "2026-11-02");
    await quickInput.type("Votes in favour", "14");
    await quickInput.type("Votes against", "7");
    assert.match(
      await workbench.notification("Nora Nominee"),
      /is accepted with 14 in favour, 7 against, unless/,
    );
  });

  it("tell how a team differs from the list of members, either way round", async () => {
    const { workbench, surroundings } = session;
    const [team] = surroundings.sandbox.state.teams;
    assert.equal(team?.organization, "python");
    team.members = ["mel-member", "ada-admin", "rory-release", "otto-outsider"];
    try {
      await workbench.command("PSRT: Show PSRT Roster");
      const text = await until("the difference", async () => {
        const shown = await workbench.text("PSRT Roster.md");
        return shown.includes("otto-outsider") ? shown : undefined;
      });
      assert.match(
        text.replaceAll("\n", ""),
        /### @python\/psrt- On the list, not in the team: Sam Second \(@sam-second\)- In the team, not on the list: @otto-outsider### @pypa\/psrtEqual to the list: 4 members\./,
      );
      await workbench.screenshot(join(pictures, "roster-differs.png"));
    } finally {
      team.members = ["mel-member", "sam-second", "ada-admin", "rory-release"];
    }
  });

  it("have asked GitHub nothing that GitHub's description does not know", () => {
    assert.deepEqual(session.surroundings.sandbox.violations, []);
  });
});
