import assert from "node:assert/strict";
import * as vscode from "vscode";
import { asList, asRecord, asString } from "../../src/base/shape.ts";
import { REPORT_SCHEME } from "../../src/editor/contributions.ts";
import { requestsOf, row, run, signIn, surroundings, tabsWith, violations } from "./world.ts";

const FREE = "GHSA-2c34-5f6g-7h8j";
const MINE = "GHSA-4g56-7h8j-9m2p";

/** What the person answers: to a yes-or-no question by its button, to a list by a part of a choice. */
class Answers {
  readonly buttons: string[] = [];
  readonly choices: string[] = [];
  readonly texts: string[] = [];
  readonly said: string[] = [];
  readonly plans: string[] = [];
}

function useAnswers(): () => Answers {
  const originals = {
    showInformationMessage: vscode.window.showInformationMessage,
    showQuickPick: vscode.window.showQuickPick,
    showInputBox: vscode.window.showInputBox,
  };
  let answers = new Answers();
  beforeEach(() => {
    answers = new Answers();
    const inform = (message: string, ...rest: readonly unknown[]): Promise<unknown> => {
      const detail = asString(asRecord(rest[0])?.["detail"]);
      if (detail === undefined) answers.said.push(message);
      else answers.plans.push(`${message}\n${detail}`);
      const [next] = answers.buttons;
      const button = rest.find((each) => each === next);
      if (button !== undefined) answers.buttons.shift();
      return Promise.resolve(button);
    };
    const pick = (items: unknown): Promise<unknown> => {
      const wanted = answers.choices.shift();
      assert.ok(wanted !== undefined);
      const found = asList(items).find((item) => JSON.stringify(item).includes(wanted));
      assert.ok(found !== undefined, `There is no choice ${wanted}.`);
      return Promise.resolve(found);
    };
    const input = (): Promise<unknown> => Promise.resolve(answers.texts.shift());
    assert.ok(Reflect.set(vscode.window, "showInformationMessage", inform));
    assert.ok(Reflect.set(vscode.window, "showQuickPick", pick));
    assert.ok(Reflect.set(vscode.window, "showInputBox", input));
  });
  afterEach(() => {
    for (const [name, original] of Object.entries(originals)) {
      Reflect.set(vscode.window, name, original);
    }
  });
  return () => answers;
}

/** "login type" of each credit, as GitHub has them. */
async function credits(ghsaId: string): Promise<readonly string[]> {
  const url = `${surroundings("API")}/repos/python/cpython/security-advisories/${ghsaId}`;
  const headers = { authorization: `Bearer ${surroundings("TOKEN")}` };
  const data = asRecord(await (await fetch(url, { headers })).json());
  return asList(data?.["credits"]).map((each) => {
    const credit = asRecord(each);
    return `${asString(credit?.["login"]) ?? ""} ${asString(credit?.["type"]) ?? ""}`;
  });
}

function reportText(name: string): string {
  const document = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.scheme === REPORT_SCHEME && uri.path === `/${name}.md`,
  );
  assert.ok(document);
  assert.equal(document.languageId, "markdown");
  return document.getText();
}

describe("the commands about people", () => {
  const answers = useAnswers();
  before(signIn);
  afterEach(async () => {
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("take a ticket on a yes only, and hand it back", async () => {
    const before = await credits(FREE);
    await run("psrt.takeTicket", row(FREE));
    assert.deepEqual(await credits(FREE), before);
    answers().buttons.push("Take");
    await run("psrt.takeTicket", row(FREE));
    assert.deepEqual(await credits(FREE), [...before, "mel-member coordinator"]);
    assert.match(answers().plans[0] ?? "", /^Take GHSA-2c34-5f6g-7h8j\?\n.*\nThe reporter and/);
    answers().buttons.push("Hand Back");
    await run("psrt.handBackTicket", row(FREE));
    assert.deepEqual(await credits(FREE), before);
    assert.deepEqual(answers().said, [
      `You coordinate ${FREE} now. GitHub asks you for your consent on the ticket's page.`,
      `You no longer coordinate ${FREE}.`,
    ]);
  });

  it("hand a ticket to a member of the list, and undo that", async () => {
    const before = await credits(MINE);
    answers().choices.push("@sam-second", "without a note");
    answers().buttons.push("Hand Over", "Undo", "Undo");
    await run("psrt.delegateTicket", row(MINE));
    assert.deepEqual(await credits(MINE), before);
    assert.match(answers().plans[0] ?? "", /sam-second: coordinator, new/);
    assert.match(answers().plans[1] ?? "", /^Undo the change of coordinator of/);
    assert.deepEqual(answers().said, [
      `sam-second coordinates ${MINE} now. GitHub asks for their consent.`,
      `The change of ${MINE} is undone.`,
    ]);
  });

  it("count a nomination's votes", async () => {
    answers().texts.push("Pat", "2020-01-01", "4", "2");
    await run("psrt.countVotes");
    assert.deepEqual(answers().said, [
      "Pat is accepted with 4 in favour, 2 against, unless the Steering Council vetoes it. The vote ended 2020-01-08 00:00 UTC.",
    ]);
  });

  it("show the roster and the access as documents that can't be changed, and write nothing", async () => {
    const asked = await requestsOf(async () => {
      await run("psrt.showRoster");
      assert.match(reportText("PSRT Roster"), /@rory-release +\| Release Manager/);
      await run("psrt.activityReport");
      assert.match(reportText("PSRT Activity"), /^# PSRT Activity/);
      await run("psrt.checkAccess");
      assert.match(reportText("Check My Access"), /## What Does Not Work\n\nNothing\.\n/);
    });
    assert.ok(
      asked.every(({ method, path }) => method === "GET" || path.endsWith("/git-upload-pack")),
    );
    const reports = tabsWith(
      (input) => input instanceof vscode.TabInputText && input.uri.scheme === REPORT_SCHEME,
    );
    assert.equal(reports.length, 3);
    assert.deepEqual(await violations(), []);
  });
});
