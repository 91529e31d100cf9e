import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { HumanError } from "../base/errors.ts";
import {
  DECISION_SCHEME,
  EMBARGOED_ENDING,
  PLAN_LANGUAGE,
  PUBLIC_LANGUAGE,
} from "./contributions.ts";
import { FlatFiles } from "./flatFiles.ts";
import { StableCommands } from "./stableCommands.ts";

/** Something about a text, at a place in it. Lines and columns count from 0. */
export interface Remark {
  readonly level: "error" | "warning";
  readonly text: string;
  readonly line?: number;
  /** Columns in the line; the whole line without them. */
  readonly start?: number;
  readonly end?: number;
  /** Names what the person can let pass here. */
  readonly lifts?: string;
}

/** A text that the person writes or reads, and then says yes or no to. */
export interface Decision {
  /** Shown in the tab: "Security entry.rst". */
  readonly name: string;
  readonly text: string;
  readonly editable: boolean;
  /** Where the person begins to write, as an offset in the text; its beginning when left out. */
  readonly caret?: number;
  /** The words of the two buttons above the text. */
  readonly yes: string;
  readonly no: string;
  /** Stands beside the buttons: what to write, and who will read it. */
  readonly hint?: string;
  /** Stands beside what is open, which it is about. */
  readonly beside?: boolean;
  /** Asked at each change; an error stands in the way of the yes. */
  readonly check?: (text: string) => readonly Remark[];
  /** Lets pass what a remark is about, once the person gave a reason. */
  readonly lift?: (name: string) => Promise<void>;
  /** Told of each change, for who keeps the text beyond a no. */
  readonly onChange?: (text: string) => void;
  /** Remarks are there from the beginning and hold nothing back: the asker deals with them. */
  readonly advises?: boolean;
  /** Formats the lines from one to another, both included and counted from 0. */
  readonly format?: (lines: readonly string[], from: number, to: number) => string;
}

interface Open {
  readonly decision: Decision;
  readonly uri: vscode.Uri;
  content: Uint8Array;
  mtime: number;
  /** The answer was given; the tab is about to close. */
  settled: boolean;
  settle(text: string | undefined): void;
}

/** Milliseconds for which an answered text can still be saved. */
const LATE_SAVES = 5000;

/**
 * Documents in memory that wait for a yes or a no, given by the buttons above the text, in the
 * editor's title or by key. Closing the tab is a no. Nothing is written to disk.
 */
export class DecisionDocuments
  extends FlatFiles
  implements vscode.CodeLensProvider, vscode.DocumentRangeFormattingEditProvider
{
  /** By the whole URI. */
  readonly #open = new Map<string, Open>();
  readonly #lenses = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#lenses.event;
  readonly #commands = new StableCommands();
  readonly #problems = vscode.languages.createDiagnosticCollection("psrt");
  readonly #registrations: vscode.Disposable[];
  /**
   * Begins the query of this window's texts. VS Code remembers by URI where a text was scrolled to:
   * what is asked after a reload must not open at the end of what was asked before.
   */
  readonly #run = `${randomUUID()}/`;
  #count = 0;

  constructor() {
    super();
    const selector = { scheme: DECISION_SCHEME };
    this.#registrations = [
      vscode.workspace.registerFileSystemProvider(DECISION_SCHEME, this, { isCaseSensitive: true }),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        this.#remark(document);
        if (contentChanges.length > 0) this.#tell(document);
      }),
      vscode.languages.registerDocumentRangeFormattingEditProvider(selector, this),
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        for (const uri of closed.flatMap(uriOf)) this.#closed(uri);
        this.#putAwayStale(opened);
      }),
    ];
    this.#putAwayStale(vscode.window.tabGroups.all.flatMap((group) => group.tabs));
  }

  /** Opens the text and answers what it was at the yes; undefined for a no and when cancelled. */
  async ask(decision: Decision, signal?: AbortSignal): Promise<string | undefined> {
    if (signal?.aborted === true) return undefined;
    // A tab shows what stands behind the last slash; this one only looks like a slash.
    const path = `/${decision.name.replace(/[/\\]/g, "\u2215")}`;
    const query = `${this.#run}${++this.#count}`;
    const uri = vscode.Uri.from({ scheme: DECISION_SCHEME, path, query });
    const key = uri.toString();
    const answer = new Promise<string | undefined>((resolve) => {
      const content = new TextEncoder().encode(decision.text);
      const mtime = Date.now();
      this.#open.set(key, { decision, uri, content, mtime, settled: false, settle: resolve });
    });
    const stop = (): void => this.#settle(key, undefined);
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const opened = await vscode.workspace.openTextDocument(uri);
      const language = languageOf(decision);
      const document =
        language === undefined
          ? opened
          : await vscode.languages.setTextDocumentLanguage(opened, language);
      this.#remark(document);
      // Beside nothing it would have half of the room.
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      const isBeside = decision.beside === true && activeTab !== undefined;
      await vscode.window.showTextDocument(document, {
        preview: false,
        ...(isBeside && { viewColumn: vscode.ViewColumn.Beside }),
        ...(decision.caret !== undefined && { selection: spotAt(document, decision.caret) }),
      });
      return await answer;
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#problems.delete(uri);
      await putAway(uri);
      void this.#forget(uri);
    }
  }

  /**
   * A save that VS Code has begun by itself may still arrive, and must not fail: it would open the
   * tab again and complain.
   */
  async #forget(uri: vscode.Uri): Promise<void> {
    for (let waited = 0; waited < LATE_SAVES; waited += 100) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (tabs((each) => each.toString() === uri.toString()).length > 0) await putAway(uri);
    }
    this.#open.delete(uri.toString());
    this.#commands.drop(uri.toString());
  }

  /**
   * The yes to the given document, or to the active one.
   *
   * @throws {HumanError} while the text has errors.
   */
  async accept(given?: unknown): Promise<void> {
    const open = this.#find(given);
    const document = await vscode.workspace.openTextDocument(open.uri);
    const text = document.getText();
    const { check, advises } = open.decision;
    const error = check?.(text).find(({ level }) => level === "error");
    if (error !== undefined && advises !== true)
      throw new HumanError(error.text, "Change the text, then try again.");
    this.#settle(open.uri.toString(), text);
  }

  /** The no to the given document, or to the active one. */
  reject(given?: unknown): void {
    const open = this.#find(given);
    this.#settle(open.uri.toString(), undefined);
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const open = this.#open.get(document.uri.toString());
    if (open === undefined || open.settled) return [];
    const { yes, no, hint } = open.decision;
    const top = new vscode.Range(0, 0, 0, 0);
    const owner = document.uri.toString();
    return [
      new vscode.CodeLens(top, {
        title: `$(check) ${yes}`,
        command: this.#commands.id(owner, "psrt.acceptDocument", [document.uri]),
      }),
      new vscode.CodeLens(top, {
        title: `$(close) ${no}`,
        command: this.#commands.id(owner, "psrt.rejectDocument", [document.uri]),
      }),
      ...(hint === undefined ? [] : [new vscode.CodeLens(top, { title: hint, command: "" })]),
      ...this.#liftLenses(document, open.decision),
    ];
  }

  /**
   * Asks why something may pass, and looks at the text again.
   *
   * @param given the document; the active one when left out.
   * @param name what is let pass; the first that can be when left out.
   */
  async lift(given?: unknown, name?: unknown): Promise<void> {
    const { decision, uri } = this.#find(given);
    const document = await vscode.workspace.openTextDocument(uri);
    const names = this.#remarksOf(document, decision).flatMap(({ lifts }) => lifts ?? []);
    const found = name === undefined ? names[0] : names.find((each) => each === name);
    if (found === undefined || decision.lift === undefined) {
      throw new HumanError("Nothing is held back here.", "Go on.");
    }
    await decision.lift(found);
    this.#remark(document);
    this.#lenses.fire();
  }

  /** Above each line with something that can be let pass. */
  #liftLenses(document: vscode.TextDocument, decision: Decision): readonly vscode.CodeLens[] {
    if (decision.lift === undefined) return [];
    const owner = document.uri.toString();
    return this.#remarksOf(document, decision).flatMap(({ text, line = 0, lifts }) => {
      if (lifts === undefined) return [];
      const place = document.lineAt(Math.min(line, document.lineCount - 1)).range;
      return [
        new vscode.CodeLens(place, {
          title: `$(unlock) ${text} Let pass…`,
          command: this.#commands.id(owner, "psrt.liftFinding", [document.uri, lifts], lifts),
        }),
      ];
    });
  }

  /** Whole lines; asked by "Format Document" and "Format Selection". */
  provideDocumentRangeFormattingEdits(
    document: vscode.TextDocument,
    { start, end }: vscode.Range,
  ): vscode.TextEdit[] {
    const format = this.#open.get(document.uri.toString())?.decision.format;
    if (format === undefined) return [];
    const lines = document.getText().split(/\r?\n/);
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    const range = new vscode.Range(start.with({ character: 0 }), document.lineAt(last).range.end);
    return [vscode.TextEdit.replace(range, format(lines, start.line, last))];
  }

  override stat(uri: vscode.Uri): vscode.FileStat {
    const { content, mtime, decision } = this.#at(uri);
    const stat = { type: vscode.FileType.File, ctime: 0, mtime, size: content.length };
    return decision.editable ? stat : { ...stat, permissions: vscode.FilePermission.Readonly };
  }

  override readFile(uri: vscode.Uri): Uint8Array {
    return this.#at(uri).content;
  }

  override writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const open = this.#at(uri);
    open.content = content;
    open.mtime = Date.now();
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  override dispose(): void {
    for (const key of [...this.#open.keys()]) this.#settle(key, undefined);
    for (const registration of this.#registrations) registration.dispose();
    this.#problems.dispose();
    this.#commands.dispose();
    this.#lenses.dispose();
    super.dispose();
  }

  /** What VS Code brings back after a reload asks for nobody any more. */
  #putAwayStale(tabs: readonly vscode.Tab[]): void {
    for (const uri of tabs.flatMap(uriOf)) {
      if (uri.scheme === DECISION_SCHEME && !uri.query.startsWith(this.#run)) void putAway(uri);
    }
  }

  #at(uri: vscode.Uri): Open {
    const open = this.#open.get(uri.toString());
    if (open === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return open;
  }

  #find(given: unknown): Open {
    const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
    const open = uri?.scheme === DECISION_SCHEME ? this.#open.get(uri.toString()) : undefined;
    if (open === undefined || open.settled) {
      throw new HumanError("No text waits for your answer here.", "Begin the command again.");
    }
    return open;
  }

  #settle(key: string, text: string | undefined): void {
    const open = this.#open.get(key);
    if (open === undefined || open.settled) return;
    open.settled = true;
    open.settle(text);
  }

  #closed(uri: vscode.Uri): void {
    const key = uri.toString();
    if (uri.scheme === DECISION_SCHEME && !tabs((each) => each.toString() === key).length) {
      this.#settle(key, undefined);
    }
  }

  #tell(document: vscode.TextDocument): void {
    if (document.uri.scheme !== DECISION_SCHEME) return;
    const open = this.#open.get(document.uri.toString());
    // What comes after the answer is the text being put away.
    if (open?.settled === false) open.decision.onChange?.(document.getText());
  }

  /** Nobody is blamed for what they have not written yet. */
  #remarksOf(document: vscode.TextDocument, decision: Decision): readonly Remark[] {
    const text = document.getText();
    const untouched = decision.advises !== true && text === decision.text;
    return untouched ? [] : (decision.check?.(text) ?? []);
  }

  #remark(document: vscode.TextDocument): void {
    if (document.uri.scheme !== DECISION_SCHEME) return;
    const open = this.#open.get(document.uri.toString());
    // Putting a text away reverts it, perhaps to a state that had errors.
    if (open?.settled === true) return;
    const decision = open?.decision;
    const remarks = decision === undefined ? [] : this.#remarksOf(document, decision);
    this.#problems.set(
      document.uri,
      remarks.map(({ level, text, line, start, end }) => {
        const { range } = document.lineAt(Math.min(line ?? 0, document.lineCount - 1));
        const place = document.validateRange(
          new vscode.Range(
            range.start.translate(0, start ?? 0),
            range.start.translate(0, end ?? range.end.character),
          ),
        );
        const severity =
          level === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
        return new vscode.Diagnostic(place, text, severity);
      }),
    );
  }
}

/** Undefined where VS Code finds it by the name's ending. */
function languageOf({ name, editable }: Decision): string | undefined {
  if (name.endsWith(".diff")) return PLAN_LANGUAGE;
  return editable && !name.endsWith(EMBARGOED_ENDING) ? PUBLIC_LANGUAGE : undefined;
}

function spotAt(document: vscode.TextDocument, offset: number): vscode.Range {
  const spot = document.positionAt(offset);
  return new vscode.Range(spot, spot);
}

function uriOf(tab: vscode.Tab): vscode.Uri[] {
  return tab.input instanceof vscode.TabInputText ? [tab.input.uri] : [];
}

/**
 * Closes the tab of a text that was answered. What was typed has been taken already, so that it is
 * reverted, not saved: VS Code would ask about a text that is not saved.
 */
async function putAway(uri: vscode.Uri): Promise<void> {
  const isIt = (each: vscode.Uri): boolean => each.toString() === uri.toString();
  for (let tries = 0; tries < 20; tries++) {
    const document = vscode.workspace.textDocuments.find((each) => isIt(each.uri));
    if (document?.isDirty === true) {
      const [tab] = tabs(isIt);
      await vscode.window.showTextDocument(document, {
        ...(tab !== undefined && { viewColumn: tab.group.viewColumn }),
      });
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    } else {
      await closeTabs(isIt);
    }
    if (tabs(isIt).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function tabs(matches: (uri: vscode.Uri) => boolean): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => uriOf(tab).some(matches));
}

async function closeTabs(matches: (uri: vscode.Uri) => boolean): Promise<void> {
  const found = tabs(matches);
  if (found.length > 0) await vscode.window.tabGroups.close(found);
}
