import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand, runCommand } from "../editor/commands.ts";
import { EMBARGOED_ENDING } from "../editor/contributions.ts";
import { longWork } from "../editor/longWork.ts";
import { checksumDocument, parseChecksums, verifyChecksums } from "../steps/verifyChecksums.ts";
import {
  codeSigningWords,
  doStep,
  standings,
  undoStep,
  type CodeSigningRecord,
  type CodeSigningStep,
  type Standing,
  type Verdict,
} from "../ticket/codeSigning.ts";
import { endedAt } from "../ticket/ended.ts";
import { projectOf } from "../ticket/project.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { isPartOf, ticketFor, type Desk } from "./desk.ts";

const TITLE = "Code-Signing Report";

/** The handbook's steps for a certificate that is said to be compromised. */
export function registerCodeSigning(desk: Desk): vscode.Disposable[] {
  return [registerCommand("psrt.codeSigning", desk.log, (row) => checklist(desk, row))];
}

async function checklist(desk: Desk, row: unknown): Promise<void> {
  const fits = (each: Ticket): boolean =>
    signsBinaries(each) && endedAt(each) === undefined && isPartOf(desk, each);
  const ticket = await ticketFor(desk, row, TITLE, fits, "all");
  if (!signsBinaries(ticket)) {
    throw new HumanError(
      "This project signs no binaries with certificates of its own.",
      "Choose a ticket of CPython.",
    );
  }
  let last: CodeSigningStep["id"] | undefined;
  for (;;) {
    const { codeSigning = {} } = await desk.records.read(ticket);
    const standing = await chooseStep(ticket, codeSigning, last);
    if (standing === undefined) return;
    last = standing.step.id;
    if (!(await take(desk, ticket, standing))) return;
  }
}

function signsBinaries({ repository }: Ticket): boolean {
  return projectOf(repository)?.signsBinaries === true;
}

const KINDS: Readonly<Record<CodeSigningStep["kind"], string>> = {
  request: "First",
  precaution: "Precautions, allowed at any time",
  verification: "Verification",
  destructive: "Destructive, only with a sign of compromise",
};

const ICONS: Readonly<Record<Standing["state"], string>> = {
  done: "$(pass-filled)",
  open: "$(circle-large-outline)",
  blocked: "$(lock)",
  "not-needed": "$(circle-slash)",
};

/** Undefined when the person closes the list. */
async function chooseStep(
  { ghsaId }: Ticket,
  record: CodeSigningRecord,
  last: CodeSigningStep["id"] | undefined,
): Promise<Standing | undefined> {
  type Item = vscode.QuickPickItem & { readonly standing?: Standing };
  const items: Item[] = [];
  let kind: string | undefined;
  for (const standing of standings(record)) {
    const { step, state, why } = standing;
    if (step.kind !== kind) {
      items.push({ label: KINDS[step.kind], kind: vscode.QuickPickItemKind.Separator });
    }
    kind = step.kind;
    items.push({
      label: `${ICONS[state]} ${step.name}`,
      description: stateWords(standing),
      detail: why ?? step.detail,
      standing,
    });
  }
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = `${TITLE} ${ghsaId}: ${codeSigningWords(record)}`;
  pick.placeholder = "Take a step, or look at one again";
  pick.ignoreFocusOut = true;
  pick.items = items;
  const active = items.find(({ standing }) => standing?.step.id === last);
  if (active !== undefined) pick.activeItems = [active];
  try {
    return await new Promise<Standing | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.activeItems[0]?.standing));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function stateWords({ state, done, step }: Standing): string {
  switch (state) {
    case "done": {
      const day = done?.at.toISOString().slice(0, 10) ?? "";
      const verdict = done?.verdict === undefined ? "done" : VERDICTS[done.verdict].toLowerCase();
      return `${verdict}, ${day}`;
    }
    case "open":
      return step.kind === "precaution" ? "allowed" : "to do";
    case "blocked":
      return "not allowed yet";
    case "not-needed":
      return "not allowed";
  }
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  sign: "A sign of compromise",
  "no-sign": "No sign of compromise",
};

/** False when the checklist gives way to what the step has opened. */
async function take(desk: Desk, ticket: Ticket, { step, state, why }: Standing): Promise<boolean> {
  switch (state) {
    case "blocked":
    case "not-needed":
      await vscode.window.showWarningMessage(step.name, { modal: true, detail: why ?? "" });
      return true;
    case "done":
      if (await choose(step.name, ["It was not done after all"])) {
        await remember(desk, ticket, (record) => undoStep(record, step.id));
      }
      return true;
    case "open":
      return takeOpen(desk, ticket, step);
  }
}

async function takeOpen(desk: Desk, ticket: Ticket, step: CodeSigningStep): Promise<boolean> {
  const finish = async (verdict?: Verdict): Promise<void> => {
    await remember(desk, ticket, (record) => {
      const changed = doStep(record, step.id, desk.clock.now(), verdict);
      if (!changed.valid) throw new HumanError(`“${step.name}” was not done.`, changed.reason);
      return changed.value;
    });
  };
  switch (step.kind) {
    case "request": {
      const write = "Write to the reporter…";
      const choice = await choose(step.name, [write, "It was done"]);
      if (choice === undefined) return true;
      if (choice !== write) await finish();
      else await runCommand("psrt.reply", { ticket, reply: "code-signing" });
      return choice !== write;
    }
    case "verification": {
      const compare = "Compare checksums with artifacts…";
      const verdicts = [VERDICTS["no-sign"], VERDICTS.sign];
      const choices = step.id === "checksums" ? [compare, ...verdicts] : verdicts;
      const choice = await choose(`${step.name}: what does it show?`, choices);
      if (choice === undefined) return true;
      if (choice === compare) {
        await compareArtifacts(desk, ticket);
        return false;
      }
      await finish(choice === VERDICTS.sign ? "sign" : "no-sign");
      return true;
    }
    case "precaution":
    case "destructive":
      if ((await choose(step.name, ["It was done"])) !== undefined) await finish();
      return true;
  }
}

async function choose(title: string, choices: readonly string[]): Promise<string | undefined> {
  return vscode.window.showQuickPick(choices, { title, ignoreFocusOut: true });
}

async function remember(
  { records, board }: Desk,
  ticket: Ticket,
  change: (record: CodeSigningRecord) => CodeSigningRecord,
): Promise<void> {
  await records.update(ticket, ({ codeSigning = {} }) => ({ codeSigning: change(codeSigning) }));
  await board.recordChanged(ticket);
}

/** @throws {CancelledError} */
async function compareArtifacts(desk: Desk, ticket: Ticket): Promise<void> {
  const text = await desk.documents.ask({
    name: `Reported checksums of ${ticket.ghsaId}${EMBARGOED_ENDING}`,
    text: "",
    editable: true,
    yes: "Choose Artifacts…",
    no: "Cancel",
    hint: "Paste the reported SHA-256 checksums as they are; nothing of this is sent",
    check: checkPasted,
  });
  if (text === undefined) throw new CancelledError();
  const { checksums, others } = parseChecksums(text);
  const chosen = await chooseArtifacts();
  const comparison = await longWork("Comparing checksums", (progress, signal) =>
    verifyChecksums(checksums, chosen, progress, signal),
  );
  const page = checksumDocument(ticket.ghsaId, comparison, others);
  await desk.texts.pages.show(ticket, "checksums", {
    ...page,
    actions: [
      { line: 0, title: "$(lock) EMBARGOED" },
      { line: 0, title: "$(checklist) Code-Signing Report…", command: "psrt.codeSigning" },
    ],
  });
}

function checkPasted(
  text: string,
): readonly { readonly level: "error" | "warning"; readonly text: string }[] {
  const { checksums, others } = parseChecksums(text);
  if (checksums.length === 0) {
    return [{ level: "error", text: "There is no SHA-256 checksum (64 hex digits) in it." }];
  }
  return others === 0
    ? []
    : [{ level: "warning", text: "Other kinds of checksums are passed over: SHA-256 counts." }];
}

/** Absolute paths. @throws {CancelledError} */
async function chooseArtifacts(): Promise<readonly string[]> {
  const folder = "A folder, with all below it";
  const kind = await choose("Where are the downloaded artifacts?", [folder, "Single files"]);
  if (kind === undefined) throw new CancelledError();
  const isFolder = kind === folder;
  const chosen = await vscode.window.showOpenDialog({
    title: "Artifacts to Compare",
    openLabel: "Compare",
    ...{ canSelectFiles: !isFolder, canSelectFolders: isFolder, canSelectMany: !isFolder },
  });
  const paths = (chosen ?? []).filter(({ scheme }) => scheme === "file");
  if (paths.length === 0) throw new CancelledError();
  return paths.map(({ fsPath }) => fsPath);
}
