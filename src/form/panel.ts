import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { HumanError, isCancellation } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { openFirstsCalculator, openOnSite } from "../editor/externalPage.ts";
import { noticeText } from "../editor/labels.ts";
import type { FormPorts } from "../steps/formPorts.ts";
import type { AdvisoryFields, SaveOutcome } from "../ticket/advisoryFields.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { afterSave, baseOf, changesOf } from "./draft.ts";
import type { Edits, StoredDraft } from "./formState.ts";
import { pageHtml } from "./html.ts";
import { parseToHost, requestOf, type ToForm, type ToHost } from "./protocol.ts";
import { TicketPanels } from "./ticketPanels.ts";

type Loaded = Extract<ToForm, { readonly type: "loaded" }>;

/** How long the page waits for the draft; the system's keyring may ask the person. */
const KNOWN_WITHIN_MS = 200;

export const ADVISORY_FORM_VIEW = "psrt.advisoryForm";

/** The open advisory forms. */
export class AdvisoryForms implements vscode.Disposable {
  readonly #panels: TicketPanels<AdvisoryForm>;

  constructor(extensionUri: vscode.Uri, services: FormPorts<StoredDraft>, log: Log) {
    const media = vscode.Uri.joinPath(extensionUri, "dist", "media");
    this.#panels = new TicketPanels({
      ...{ viewType: ADVISORY_FORM_VIEW, title: "Advisory" },
      make: (panel, ref) => new AdvisoryForm(panel, ref, media, services, log),
    });
  }

  open(ref: TicketRef): void {
    this.#panels.open(ref);
  }

  /** Reads again where something was refused: somebody has signed in since. */
  retry(): void {
    for (const form of this.#panels.all) form.retry();
  }

  /** Reads again what has changed on GitHub since, so that a conflict shows before anything is saved. */
  follow(updatedAt: (ref: TicketRef) => Date | undefined): void {
    for (const form of this.#panels.all) form.follow(updatedAt);
  }

  dispose(): void {
    this.#panels.dispose();
  }
}

/** One ticket's form. */
class AdvisoryForm {
  readonly #panel: vscode.WebviewPanel;
  readonly #ref: TicketRef;
  readonly #services: FormPorts<StoredDraft>;
  readonly #log: Log;
  #loading = new AbortController();
  /** Begun before the page can listen, since both take their time. */
  #begun: Promise<AdvisoryFields> | undefined;
  #fields: AdvisoryFields | undefined;
  /** Drafts are written one after the other, so that the last one stays. */
  #drafts: Promise<unknown> = Promise.resolve();
  #disposed = false;
  /** Whether what was asked last was refused, perhaps because nobody was signed in any more. */
  #wasRefused = false;

  constructor(
    panel: vscode.WebviewPanel,
    ref: TicketRef,
    media: vscode.Uri,
    services: FormPorts<StoredDraft>,
    log: Log,
  ) {
    this.#panel = panel;
    this.#ref = ref;
    this.#services = services;
    this.#log = log;
    panel.onDidDispose(() => {
      this.#disposed = true;
      this.#loading.abort();
    });
    this.#begun = services.load(ref, this.#loading.signal);
    // Told to the page when it asks.
    this.#begun.catch(() => undefined);
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [media] };
    webview.onDidReceiveMessage((message: unknown) => void this.#receive(message));
    void this.#open(media);
  }

  /** VS Code begins a page of its own meanwhile, so that nothing is lost by the reading. */
  async #open(media: vscode.Uri): Promise<void> {
    const known = await Promise.race([this.#readKnown(), delay(KNOWN_WITHIN_MS, undefined)]);
    if (this.#disposed) return;
    this.#fields = known?.fields;
    const { webview } = this.#panel;
    const uri = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    webview.html = pageHtml({
      title: `Advisory ${this.#ref.ghsaId}`,
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
      scriptUri: uri("form.js"),
      moduleUri: uri("chunk.js"),
      styleUri: uri("formStyle.css"),
      ...this.#ref.repository,
      ghsaId: this.#ref.ghsaId,
      known,
    });
  }

  async #readKnown(): Promise<Loaded | undefined> {
    const fields = this.#services.known(this.#ref);
    if (fields === undefined) return undefined;
    return { type: "loaded", fields, ...(await this.#readDraft()), isFresh: false };
  }

  reveal(): void {
    this.#panel.reveal();
  }

  retry(): void {
    if (this.#fields === undefined || this.#wasRefused) void this.#receive({ type: "reload" });
  }

  follow(updatedAt: (ref: TicketRef) => Date | undefined): void {
    const now = updatedAt(this.#ref);
    const before = this.#fields?.updatedAt;
    if (now === undefined || before === undefined) return;
    if (now.getTime() > Date.parse(before)) void this.#receive({ type: "reload" });
    else void this.#sendRoad(false);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = parseToHost(message);
    const request = requestOf(message);
    if (!parsed.valid) {
      this.#log.warn(`The advisory form sent a message that was refused: ${parsed.reason}`);
      if (request !== undefined) {
        const next = "Shorten it, or open the form again.";
        this.#post({ type: "refused", request, message: parsed.reason, next });
      }
      return;
    }
    try {
      const answer = await this.#answer(parsed.value);
      this.#wasRefused = false;
      if (answer !== undefined) this.#post(answer);
    } catch (error) {
      const reason = this.#reasonOf(error);
      this.#wasRefused = true;
      this.#post(
        request === undefined
          ? { type: "failed", ...reason }
          : { type: "refused", request, ...reason },
      );
    }
  }

  async #answer(message: ToHost): Promise<ToForm | undefined> {
    switch (message.type) {
      case "ready":
      case "reload":
        return this.#load();
      case "keepDraft":
        return {
          type: "draftKept",
          request: message.request,
          savedAt: await this.#keep(message.edits),
        };
      case "save":
        return this.#save(message.request, message.edits);
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        return { type: "done", request: message.request };
      case "weaknessList":
        return {
          type: "weaknessesRead",
          request: message.request,
          list: await this.#services.weaknesses(),
        };
      case "openAdvisory":
        await this.#openAdvisory();
        return { type: "done", request: message.request };
      case "branchVersions":
        return {
          type: "versionsRead",
          request: message.request,
          ranges: await this.#services.versions(this.#ref),
        };
      case "openPage":
        await this.#services.openPage(message.url);
        return { type: "done", request: message.request };
      case "run":
        this.#services.run(this.#ref, message.work);
        return { type: "done", request: message.request };
      case "openCalculator":
        await openFirstsCalculator(message.vector);
        return { type: "done", request: message.request };
    }
  }

  /** A later load takes the place of an earlier one, which then says nothing. */
  async #load(): Promise<ToForm | undefined> {
    const begun = this.#begun;
    this.#begun = undefined;
    if (begun === undefined) {
      this.#loading.abort();
      this.#loading = new AbortController();
    }
    const { signal } = this.#loading;
    const isOver = (): boolean => signal.aborted;
    this.#post({ type: "loading" });
    try {
      const reading = begun ?? this.#services.load(this.#ref, signal);
      // While the draft is read, the advisory's failure waits to be told below.
      reading.catch(() => undefined);
      const draft = await this.#readDraft();
      if (isOver()) return undefined;
      // A page that comes back into sight has nothing, and must not wait for GitHub.
      const known = this.#fields ?? this.#services.known(this.#ref);
      if (known !== undefined) {
        this.#fields = known;
        this.#post({ type: "loaded", fields: known, ...draft, isFresh: false });
      }
      const fields = await reading;
      if (isOver()) return undefined;
      this.#fields = fields;
      void this.#sendRoad(begun === undefined);
      return { type: "loaded", fields, ...draft, isFresh: true };
    } catch (error) {
      if (isOver()) return undefined;
      throw error;
    }
  }

  /** What can't be read is left out: the checklist says why. */
  async #sendRoad(anew: boolean): Promise<void> {
    const { signal } = this.#loading;
    try {
      const road = await this.#services.road(this.#ref, anew, signal);
      if (!signal.aborted) this.#post({ type: "road", road });
    } catch (error) {
      if (signal.aborted || isCancellation(error)) return;
      if (!(error instanceof HumanError)) {
        this.#log.error(`What is around ${this.#ref.ghsaId} could not be read`, error);
      }
    }
  }

  async #readDraft(): Promise<{ draft: StoredDraft | null; draftProblem: string | null }> {
    await this.#drafts.catch(() => undefined);
    try {
      const draft = await this.#services.drafts.read(this.#ref);
      return { draft: draft ?? null, draftProblem: null };
    } catch (error) {
      const { message, next } = this.#reasonOf(error);
      return { draft: null, draftProblem: `${message} ${next}` };
    }
  }

  /** When the draft was kept; null when there was nothing to keep. */
  #keep(edits: Edits): Promise<string | null> {
    const savedAt = Object.keys(edits).length === 0 ? null : new Date().toISOString();
    const { drafts } = this.#services;
    const kept = this.#drafts
      .catch(() => undefined)
      .then(() =>
        savedAt === null
          ? drafts.remove(this.#ref)
          : drafts.write(this.#ref, { version: 1, savedAt, edits }),
      );
    this.#drafts = kept;
    return kept.then(() => savedAt);
  }

  /** Goes on when the panel is closed meanwhile: the person said yes, and is told what came of it. */
  async #save(request: number, edits: Edits): Promise<ToForm> {
    const fields = this.#fields;
    if (fields === undefined) {
      throw new HumanError("The advisory has not been read yet.", "Reload the form.");
    }
    const state = { fields, edits };
    const changes = changesOf(state);
    if (Object.keys(changes).length === 0) {
      throw new HumanError("There is nothing to save.", "Finish a change first.");
    }
    try {
      const outcome = await this.#services.save(this.#ref, baseOf(state), changes);
      if (outcome === undefined) return { type: "declined", request };
      this.#fields = outcome.fields;
      const left = afterSave(state, outcome);
      if (this.#disposed) {
        this.#tell(outcome);
        if (outcome.kind === "saved") await this.#keep(left.edits);
      }
      return { type: "saved", request, outcome };
    } catch (error) {
      if (this.#disposed && !isCancellation(error)) {
        const { message, next } = this.#reasonOf(error);
        void vscode.window.showErrorMessage(noticeText(`${this.#ref.ghsaId}: ${message} ${next}`));
      }
      throw error;
    }
  }

  #tell(outcome: SaveOutcome): void {
    const saved = outcome.kind === "saved" && outcome.different.length === 0;
    const name = `${this.#ref.ghsaId} in ${fullName(this.#ref.repository)}`;
    if (saved) void vscode.window.showInformationMessage(`Saved ${name}.`);
    else {
      void vscode.window.showWarningMessage(
        `${name} was not saved as you wanted: it changed on GitHub. Open the advisory form again.`,
      );
    }
  }

  async #openAdvisory(): Promise<void> {
    if (this.#fields === undefined) {
      throw new HumanError("The advisory’s address is not known.", "Reload the form.");
    }
    await openOnSite(this.#fields.htmlUrl, this.#services.webUrl());
  }

  #reasonOf(error: unknown): { message: string; next: string } {
    if (error instanceof HumanError) return { message: error.message, next: error.next };
    if (isCancellation(error)) return { message: "Cancelled.", next: "Try again." };
    this.#log.error(`The advisory form of ${this.#ref.ghsaId} failed`, error);
    return { message: "Something unexpected happened.", next: "The log says more." };
  }

  #post(message: ToForm): void {
    if (!this.#disposed) void this.#panel.webview.postMessage(message);
  }
}
