import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import { HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { setContext } from "../editor/contextKeys.ts";
import { effectiveSettings } from "../editor/effectiveSettings.ts";
import { choiceLabel } from "../editor/labels.ts";
import { ShieldItem } from "../editor/shieldItem.ts";
import {
  inspectWindow,
  markedClone,
  quarantineSettingIds,
  repairWindow,
  shieldWords,
  type Finding,
  type PrivateFolder,
} from "../steps/privateWindow.ts";
import type { Desk } from "./desk.ts";

const TITLE = "Embargo Shield";

/** Changes often come in bunches; milliseconds. */
const SETTLE = 200;

/** What VS Code needs to take up a changed settings file; milliseconds. */
const TAKE_UP = 1_500;

const SIGNS: Readonly<Record<Finding["state"], string>> = {
  holds: "$(pass)",
  open: "$(error)",
  unchecked: "$(question)",
};

/** Files of a clone that the shield tells of, below `.git`; a linked work tree has its own of one. */
const WATCHED =
  "{config,config.worktree,worktrees/*/config.worktree,psrt-push-lock,info/exclude,hooks/pre-push}";

interface Placed {
  readonly place: PrivateFolder;
  readonly finding: Finding;
}

/** The shield of a window that shows a private clone: checked when it opens and at each change. */
export function registerShield(desk: Desk): vscode.Disposable[] {
  const watch = new ShieldWatch(desk);
  void watch.begin();
  return [
    new vscode.Disposable(() => watch.dispose()),
    registerCommand("psrt.showShield", desk.log, () => watch.showFindings()),
  ];
}

class ShieldWatch {
  readonly #desk: Desk;
  readonly #item = new ShieldItem();
  readonly #listeners: vscode.Disposable[];
  #watchers: readonly vscode.Disposable[] = [];
  #places: readonly PrivateFolder[] = [];
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<readonly Placed[]> = Promise.resolve([]);

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#listeners = [
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.begin()),
      vscode.workspace.onDidChangeConfiguration(() => this.#soon()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#soon()),
      vscode.extensions.onDidChange(() => this.#soon()),
    ];
  }

  /** Looks which folders of the window are private clones, and checks those. */
  async begin(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(
      ({ uri }) => uri.scheme === "file",
    );
    const marked = await Promise.all(
      folders.map(async ({ uri }): Promise<PrivateFolder | undefined> => {
        const clone = await markedClone(uri.fsPath);
        return clone && { ...clone, folder: uri.fsPath };
      }),
    );
    this.#places = marked.filter((place) => place !== undefined);
    setContext("psrt.privateClone", this.#places.length > 0);
    this.#watch();
    if (this.#places.length === 0) {
      this.#item.hide();
      return;
    }
    this.#item.checking();
    await this.#quietly();
  }

  /** Lists what holds and what doesn't, and puts right what the person chooses. */
  async showFindings(): Promise<void> {
    for (;;) {
      if (this.#places.length === 0) {
        throw new HumanError(
          "This window shows no private clone.",
          "Open one with “Open Private Clone”.",
        );
      }
      const found = await this.#check();
      const repairable = found.filter(({ finding }) => isRepairable(finding));
      const all = {
        label: "$(wrench) Put All Right",
        detail: "Writes the settings of this workspace and the push lock again.",
        chosen: repairable,
      };
      const choice = await vscode.window.showQuickPick(
        [
          ...(repairable.length > 0 ? [all] : []),
          ...[...found].sort(worstFirst).map((each) => ({
            label: `${SIGNS[each.finding.state]} ${choiceLabel(each.finding.title)}`,
            description: fixWords(each.finding),
            detail: choiceLabel(each.finding.detail),
            chosen: [each],
          })),
        ],
        {
          title: TITLE,
          placeHolder: "What holds here, and what doesn't: choose one to put it right",
        },
      );
      if (choice === undefined) return;
      if (!(await this.#putRight(choice.chosen))) return;
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of [...this.#listeners, ...this.#watchers]) each.dispose();
    this.#item.dispose();
  }

  /** Whether it is worth looking at the list again. */
  async #putRight(chosen: readonly Placed[]): Promise<boolean> {
    const [only] = chosen;
    const fix = only?.finding.fix;
    if (fix?.kind === "extension") {
      await vscode.commands.executeCommand("workbench.extensions.search", `@id:${fix.id}`);
      return false;
    }
    if (fix?.kind === "trust") {
      await vscode.commands.executeCommand("workbench.trust.manage");
      return false;
    }
    const repairable = chosen.filter(({ finding }) => isRepairable(finding));
    if (repairable.length === 0) return false;
    for (const place of this.#places) {
      const fixes = repairable
        .filter((each) => each.place.folder === place.folder)
        .flatMap(({ finding }) => finding.fix ?? []);
      await repairWindow(this.#desk.git(), place, fixes);
    }
    await this.#untilTakenUp(repairable);
    return true;
  }

  /** @throws {HumanError} when something stronger than the workspace sets a setting. */
  async #untilTakenUp(repaired: readonly Placed[]): Promise<void> {
    const subjects = new Set(repaired.map(({ finding }) => finding.subject));
    const open = async (): Promise<readonly Placed[]> =>
      (await this.#check()).filter(
        ({ finding }) => subjects.has(finding.subject) && isRepairable(finding),
      );
    for (let waited = 0; waited < TAKE_UP; waited += SETTLE) {
      if ((await open()).length === 0) return;
      await wait(SETTLE);
    }
    const [left] = await open();
    if (left === undefined) return;
    throw new HumanError(
      `It was set for this workspace, but VS Code does not follow: ${left.finding.title}.`,
      "A policy or your profile may be stronger. Look for it in the settings.",
    );
  }

  #watch(): void {
    for (const each of this.#watchers) each.dispose();
    const patterns = this.#places.flatMap(({ folder, path }) => [
      new vscode.RelativePattern(vscode.Uri.file(folder), ".vscode/settings.json"),
      new vscode.RelativePattern(vscode.Uri.joinPath(vscode.Uri.file(path), ".git"), WATCHED),
    ]);
    this.#watchers = patterns.flatMap((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const soon = (): void => this.#soon();
      return [
        watcher,
        watcher.onDidChange(soon),
        watcher.onDidCreate(soon),
        watcher.onDidDelete(soon),
      ];
    });
  }

  #soon(): void {
    if (this.#places.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#quietly(), SETTLE);
  }

  /** Nobody asked for this check, so what went wrong stands in the shield. */
  async #quietly(): Promise<void> {
    try {
      await this.#check();
    } catch (error) {
      const reason = error instanceof HumanError ? `${error.message} ${error.next}` : "";
      this.#item.show({
        state: "open",
        text: "$(warning) Embargoed: not checked",
        tooltip: `EMBARGOED: the quarantine of this private clone could not be checked. ${reason}`,
        label: "Embargo shield: could not be checked",
      });
      this.#desk.log.error("Checking the quarantine failed", error);
    }
  }

  /** One check after another, so that the last one is what the shield says. */
  #check(): Promise<readonly Placed[]> {
    const after = (): Promise<readonly Placed[]> => this.#checkNow();
    this.#checking = this.#checking.then(after, after);
    return this.#checking;
  }

  async #checkNow(): Promise<readonly Placed[]> {
    const places = this.#places;
    const found = await Promise.all(places.map((place) => this.#inspect(place)));
    const placed = found.flat();
    const findings = placed.map(({ finding }) => finding);
    if (places.length > 0) {
      this.#item.show(shieldWords(findings, places, this.#desk.clock.now()));
    }
    return placed;
  }

  async #inspect(place: PrivateFolder): Promise<readonly Placed[]> {
    const findings = await inspectWindow(this.#desk.git(), place, {
      settings: effectiveSettings(vscode.Uri.file(place.folder), quarantineSettingIds),
      extensions: vscode.extensions.all.map(({ id }) => id),
      editor: vscode.env.appName,
      trusted: vscode.workspace.isTrusted,
    });
    const named = this.#places.length > 1;
    return findings.map((finding) => ({
      place,
      finding: named ? { ...finding, title: `${place.ticket.ghsaId}: ${finding.title}` } : finding,
    }));
  }
}

const ORDER: readonly Finding["state"][] = ["open", "unchecked", "holds"];

function worstFirst(a: Placed, b: Placed): number {
  return ORDER.indexOf(a.finding.state) - ORDER.indexOf(b.finding.state);
}

function isRepairable({ fix }: Finding): boolean {
  return fix?.kind === "settings" || fix?.kind === "lock" || fix?.kind === "ignore";
}

function fixWords({ fix }: Finding): string {
  switch (fix?.kind) {
    case "settings":
    case "lock":
    case "ignore":
      return "put it right";
    case "extension":
      return "show it in Extensions";
    case "trust":
      return "trust the folder";
    case undefined:
      return "";
  }
}
