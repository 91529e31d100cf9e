import assert from "node:assert/strict";
import type { Frame } from "playwright-core";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";

const ticket = /ftplib trusts/;
const changed = "ftplib follows an address given in a passive reply";

describe("an unsaved draft of an advisory", () => {
  let session: UiSession;

  before(async () => {
    session = await sharedSession();
  });

  const openForm = async (): Promise<Frame> => {
    await session.workbench.tree("My Tickets").chooseFromMenu(ticket, "Open Advisory Form");
    return session.workbench.webview("CVSS v4 vector");
  };
  const hasDraft = async (form: Frame): Promise<void> => {
    await form.getByText("Draft restored from").waitFor();
    assert.equal(await form.locator("#title input").inputValue(), changed);
    await form.getByText("Changed: title.").waitFor();
  };

  it("survives closing the form", async () => {
    const form = await openForm();
    await form.locator("#title input").fill(changed);
    await form.getByText("Draft kept").waitFor();
    await session.workbench.tidy();
    await hasDraft(await openForm());
  });

  it("is there when the form was hidden and is shown again, and only there once it was discarded", async () => {
    const { workbench } = session;
    let others = 0;
    const hideAndShow = async (): Promise<Frame> => {
      others += 1;
      await workbench.command("File: New Untitled Text File");
      await workbench.tab(`Untitled-${others}`);
      await workbench.page.locator(".tabs-container .tab").filter({ hasText: "Advisory" }).click();
      return workbench.webview("CVSS v4 vector");
    };
    let form = await hideAndShow();
    await hasDraft(form);
    const later = `${changed}, also later`;
    await form.locator("#title input").fill(later);
    await form.getByText("Draft kept").waitFor();
    form = await hideAndShow();
    await form.getByText("As on GitHub.").waitFor({ state: "hidden" });
    await form.getByText("Draft restored from").waitFor();
    assert.equal(await form.locator("#title input").inputValue(), later);
    await form.locator("#discard").click();
    await form.getByText("Draft discarded.").waitFor();
    form = await hideAndShow();
    await form.getByText("As on GitHub.").waitFor();
    await form.locator("#title input").fill(changed);
    await form.getByText("Draft kept").waitFor();
  });

  it("comes back with the form when the window is reloaded", async () => {
    await session.workbench.reload();
    await hasDraft(await session.workbench.webview("CVSS v4 vector"));
  });

  it("comes back with the form when VS Code is started again", async () => {
    await session.restart();
    const form = await session.workbench.webview("CVSS v4 vector");
    await hasDraft(form);
    await form.locator("#discard").click();
    await form.getByText("Draft discarded.").waitFor();
  });

  it("has written nothing to GitHub", () => {
    const { requests } = session.surroundings.sandbox;
    assert.deepEqual(
      requests.filter(({ method, path }) => method === "PATCH" && path.includes("GHSA-8p92")),
      [],
    );
  });
});
