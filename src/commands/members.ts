import { join } from "node:path";
import * as vscode from "vscode";
import type { Clock } from "../base/clock.ts";
import { CancelledError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { KeptTextFile } from "../editor/keptTextFile.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { ReportPages } from "../editor/reportPages.ts";
import type { Settings } from "../editor/settings.ts";
import { RosterSource } from "../steps/rosterSource.ts";
import { nominationWords } from "../ticket/nomination.ts";
import { workloadOf } from "../ticket/workload.ts";
import type { Desk } from "./desk.ts";

/** The PSRT's members, and the reports about them and about the person's access. */
export interface Members {
  readonly roster: RosterSource;
  readonly pages: ReportPages;
  dispose(): void;
}

export function makeMembers(storage: string, settings: Settings, clock: Clock): Members {
  const pages = new ReportPages();
  const roster = new RosterSource({
    address: () => settings.rosterUrl,
    kept: new KeptTextFile(join(storage, "roster.json")),
    ...{ fetch: globalThis.fetch, clock },
  });
  return { roster, pages, dispose: () => pages.dispose() };
}

/** What PSRT admins do about the team, and the check of the person's own access. */
export function registerMembers(desk: Desk): vscode.Disposable[] {
  const { log } = desk;
  return [
    registerCommand("psrt.showRoster", log, () => showRoster(desk)),
    registerCommand("psrt.activityReport", log, () => showActivity(desk)),
    registerCommand("psrt.countVotes", log, () => countVotes(desk)),
    registerCommand("psrt.checkAccess", log, () => showAccess(desk)),
  ];
}

async function showRoster(desk: Desk): Promise<void> {
  const { reportRoster } = await import("../steps/reportRoster.ts");
  const { settings, members } = desk;
  const { teams } = desk.gitHub();
  const load = (login: string): number | undefined => {
    const { board } = desk.board;
    return board === undefined ? undefined : workloadOf(board, login);
  };
  const text = await longWork("Reading the PSRT's members", (_, signal) => {
    const ports = { roster: members.roster, teams };
    return reportRoster(ports, settings.repositories, settings.steeringCouncil, load, signal);
  });
  await members.pages.show("PSRT Roster", text);
}

async function showActivity(desk: Desk): Promise<void> {
  const { settings, members, clock } = desk;
  const gitHub = desk.gitHub();
  const { reportActivity } = await import("../steps/reportActivity.ts");
  const text = await longWork("PSRT activity report", (progress, signal) => {
    const ports = { gitHub, roster: members.roster, clock, progress, signal };
    return reportActivity(ports, settings.repositories, settings.steeringCouncil);
  });
  await members.pages.show("PSRT Activity", text);
}

async function showAccess(desk: Desk): Promise<void> {
  const { settings, members, clock, log } = desk;
  const gitHub = desk.gitHub();
  const { checkAccess } = await import("../steps/checkAccess.ts");
  const text = await longWork("Checking your access", (progress, signal) => {
    const ports = {
      ...{ gitHub, git: desk.git(), roster: members.roster, clock, log, progress, signal },
      ...{ releaseCycleUrl: settings.releaseCycleUrl, fetch: globalThis.fetch },
    };
    return checkAccess(ports, settings.repositories);
  });
  await members.pages.show("Check My Access", text);
}

const VOTES_TITLE = "Count a Nomination's Votes";

async function countVotes({ clock }: Desk): Promise<void> {
  const now = clock.now();
  const nominee = await ask("Who is nominated?", "", (text) =>
    text.trim() === "" ? "Give a name." : undefined,
  );
  const day = await ask(
    "Day on which the vote began (UTC), as in 2026-11-23",
    now.toISOString().slice(0, 10),
    (text) => (startOf(text) === undefined ? "Give a day as in 2026-11-23." : undefined),
  );
  const isCount = (text: string): string | undefined =>
    /^\d{1,4}$/.test(text.trim()) ? undefined : "Give a number.";
  const inFavour = Number(await ask("Votes in favour", "", isCount));
  const against = Number(await ask("Votes against; abstentions do not count", "0", isCount));
  const votes = { startsAt: startOf(day) ?? now, inFavour, against };
  const words = nominationWords(nominee.trim(), votes, now);
  const choice = await vscode.window.showInformationMessage(noticeText(words), "Copy");
  if (choice !== undefined) await vscode.env.clipboard.writeText(words);
}

/** The first instant of a day in UTC; undefined for what is none. */
function startOf(day: string): Date | undefined {
  const date = new Date(`${day.trim()}T00:00:00Z`);
  const known = /^\d{4}-\d\d-\d\d$/.test(day.trim()) && !Number.isNaN(date.getTime());
  return known && date.toISOString().startsWith(day.trim()) ? date : undefined;
}

/** @throws {CancelledError} */
async function ask(
  prompt: string,
  value: string,
  validateInput: (text: string) => string | undefined,
): Promise<string> {
  const options = { title: VOTES_TITLE, prompt, value, validateInput, ignoreFocusOut: true };
  const text = await vscode.window.showInputBox(options);
  if (text === undefined) throw new CancelledError();
  return text;
}
