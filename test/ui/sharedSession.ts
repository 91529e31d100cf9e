import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import { openSession, openSessions, type UiSession } from "./session.ts";

let opened: Promise<UiSession> | undefined;

/**
 * The one session of all suites, since VS Code takes long to start: with My Tickets on show, and
 * nothing left open by the suite before. Each suite works on tickets of its own.
 */
export async function sharedSession(): Promise<UiSession> {
  opened ??= openSession();
  const session = await opened;
  // High enough for all tickets, whatever was left open under one: a row out of view is none in the page.
  await session.workbench.page.setViewportSize({ width: 1440, height: 1600 });
  await session.workbench.tidy();
  await session.workbench.showActivity("PSRT");
  await session.workbench.tree("My Tickets").row("Your Move");
  for (const view of ["My Tickets", "Queue"]) await session.workbench.tree(view).foldTickets();
  return session;
}

/** Where the windows as they were at a failure can be looked at. */
const failures = join(root, "out", "ui-failures");

afterEach(async function () {
  const { currentTest } = this;
  if (currentTest?.state !== "failed") return;
  await mkdir(failures, { recursive: true });
  const name = currentTest.fullTitle().replace(/[^\w]+/g, "-");
  for (const [at, { workbench }] of [...openSessions].entries()) {
    await workbench.screenshot(join(failures, `${name}-${at + 1}.png`));
  }
});

after(async () => {
  await (await opened)?.close();
});
