import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { HumanError, isCancellation } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { noticeText } from "../editor/labels.ts";
import type { HeldBack } from "../steps/heldBack.ts";
import type { GoingPublic } from "../steps/readGoingPublic.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { pageHtml } from "./html.ts";
import { requestOf } from "./protocol.ts";
import {
  parseToReviewHost,
  type Outcome,
  type ToReview,
  type ToReviewHost,
} from "./reviewProtocol.ts";
import type { WriteId } from "./reviewView.ts";
import { TicketPanels } from "./ticketPanels.ts";

/** What the review needs of the rest. */
export interface ReviewServices {
  /** @throws {HumanError} @throws {CancelledError} */
  read(ref: TicketRef, signal?: AbortSignal): Promise<GoingPublic>;
  /**
   * Does one write, which asks by itself.
   * @throws {HumanError} @throws {CancelledError} when the person said no.
   */
  write(ref: TicketRef, write: WriteId): Promise<void>;
  lift(ref: TicketRef, digest: string, reason: string): Promise<void>;
  unlift(ref: TicketRef, digest: string): Promise<void>;
  /** Builds the commit that was held back with other texts, which it asks for; like `write`. */
  reword(ref: TicketRef): Promise<void>;
  showCommit(ref: TicketRef): Promise<void>;
}

export const REVIEW_VIEW = "psrt.goingPublicReview";

/** The open reviews. */
export class GoingPublicReviews implements vscode.Disposable {
  readonly #panels: TicketPanels<Review>;

  constructor(extensionUri: vscode.Uri, services: ReviewServices, log: Log) {
    const media = vscode.Uri.joinPath(extensionUri, "dist", "media");
    this.#panels = new TicketPanels({
      ...{ viewType: REVIEW_VIEW, title: "Going Public" },
      make: (panel, ref) => new Review(panel, ref, media, services, log),
    });
  }

  /** @param held what held back the step that was just tried. */
  open(ref: TicketRef, held?: HeldBack): void {
    const review = this.#panels.open(ref);
    if (held !== undefined) review.holdBack(held);
  }

  /** Reads again: tickets, records or who is signed in have changed. */
  follow(): void {
    for (const review of this.#panels.all) review.follow();
  }

  dispose(): void {
    this.#panels.dispose();
  }
}

type ReviewRequest = Extract<ToReviewHost, { readonly request: number }>;

/** Milliseconds within which several changes are one. */
const SETTLE = 200;

const DONE: Readonly<Record<ReviewRequest["type"], string>> = {
  write: "Done.",
  reword: "Done.",
  lift: "Let pass, with your reason.",
  unlift: "Held back again.",
  showCommit: "The commit is open in the diff editor.",
};

/** One ticket's review. */
class Review {
  readonly #panel: vscode.WebviewPanel;
  readonly #ref: TicketRef;
  readonly #services: ReviewServices;
  readonly #log: Log;
  #loading = new AbortController();
  /** Asked for by the page; before that nobody listens. */
  #isReady = false;
  #following: NodeJS.Timeout | undefined;
  #isBusy = false;
  #held: HeldBack | undefined;
  #outcome: Outcome | null = null;
  #disposed = false;

  constructor(
    panel: vscode.WebviewPanel,
    ref: TicketRef,
    media: vscode.Uri,
    services: ReviewServices,
    log: Log,
  ) {
    this.#panel = panel;
    this.#ref = ref;
    this.#services = services;
    this.#log = log;
    panel.onDidDispose(() => {
      this.#disposed = true;
      clearTimeout(this.#following);
      this.#loading.abort();
    });
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [media] };
    webview.onDidReceiveMessage((message: unknown) => void this.#receive(message));
    webview.html = pageHtml({
      title: `Going public: ${ref.ghsaId}`,
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(media, "review.js")).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(media, "reviewStyle.css")).toString(),
      ...ref.repository,
      ghsaId: ref.ghsaId,
    });
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Shows what held a step back, until the next one is tried. */
  holdBack(held: HeldBack): void {
    this.#held = held;
    const { step = null, error } = held;
    this.#outcome = { write: step, level: "error", text: `${error.message} ${error.next}` };
    this.follow();
  }

  /** Several changes at once are read once; while a write runs, what follows it reads. */
  follow(): void {
    if (!this.#isReady || this.#isBusy) return;
    clearTimeout(this.#following);
    this.#following = setTimeout(() => void this.#load(), SETTLE);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = parseToReviewHost(message);
    const request = requestOf(message);
    if (!parsed.valid) {
      this.#log.warn(`The review sent a message that was refused: ${parsed.reason}`);
      if (request !== undefined) {
        this.#outcome = { write: null, level: "error", text: parsed.reason };
        await this.#load();
        this.#post({ type: "done", request });
      }
      return;
    }
    if (parsed.value.type === "ready" || parsed.value.type === "reload") {
      this.#isReady = true;
      await this.#load();
      return;
    }
    await this.#answer(parsed.value);
  }

  /** One at a time: a second press of a button finds the first one at work. */
  async #answer(message: ReviewRequest): Promise<void> {
    if (this.#isBusy) {
      this.#post({ type: "done", request: message.request });
      return;
    }
    this.#isBusy = true;
    // The page hears at once that somebody is there.
    this.#post({ type: "loading" });
    const write = writeOf(message);
    const before = this.#held;
    this.#outcome = null;
    try {
      await this.#do(message);
      if (write !== null) this.#held = undefined;
      this.#outcome = { write, level: "info", text: DONE[message.type] };
    } catch (error) {
      // What held it back has said so.
      if (this.#held === before) this.#outcome = { write, ...this.#outcomeOf(error) };
    } finally {
      this.#isBusy = false;
    }
    if (this.#disposed) {
      this.#tell();
      return;
    }
    await this.#load();
    this.#post({ type: "done", request: message.request });
    // Its questions were asked in other editors.
    if (write !== null) this.#panel.reveal();
  }

  #outcomeOf(error: unknown): Pick<Outcome, "level" | "text"> {
    if (isCancellation(error)) return { level: "info", text: "Not done: nothing was written." };
    const { message, next } = this.#reasonOf(error);
    return { level: "error", text: `${message} ${next}` };
  }

  /** Whoever closed the review is told elsewhere what went wrong. */
  #tell(): void {
    const outcome = this.#outcome;
    if (outcome?.level !== "error") return;
    void vscode.window.showErrorMessage(noticeText(`${this.#ref.ghsaId}: ${outcome.text}`));
  }

  #do(message: ReviewRequest): Promise<void> {
    switch (message.type) {
      case "write":
        return this.#services.write(this.#ref, message.write);
      case "lift":
        return this.#services.lift(this.#ref, message.digest, message.reason);
      case "unlift":
        return this.#services.unlift(this.#ref, message.digest);
      case "reword":
        return this.#services.reword(this.#ref);
      case "showCommit":
        return this.#services.showCommit(this.#ref);
    }
  }

  /** A later load takes the place of an earlier one, which then says nothing. */
  async #load(): Promise<void> {
    if (this.#disposed) return;
    this.#loading.abort();
    const loading = (this.#loading = new AbortController());
    this.#post({ type: "loading" });
    try {
      const [{ reviewView }, facts] = await Promise.all([
        import("./reviewRows.ts"),
        this.#services.read(this.#ref, loading.signal),
      ]);
      const view = reviewView(facts, this.#held?.error.check);
      if (loading.signal.aborted) return;
      this.#post({ type: "loaded", view, outcome: this.#outcome });
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#post({ type: "failed", ...this.#reasonOf(error) });
    }
  }

  #reasonOf(error: unknown): { message: string; next: string } {
    if (error instanceof HumanError) return { message: error.message, next: error.next };
    if (isCancellation(error)) return { message: "Cancelled.", next: "Try again." };
    this.#log.error(`The review of ${this.#ref.ghsaId} failed`, error);
    return { message: "Something unexpected happened.", next: "The log says more." };
  }

  #post(message: ToReview): void {
    if (!this.#disposed) void this.#panel.webview.postMessage(message);
  }
}

/** The step that a request is about; null for anything else. */
function writeOf(message: ReviewRequest): WriteId | null {
  if (message.type === "reword") return "build";
  return message.type === "write" ? message.write : null;
}
