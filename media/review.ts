// The going-public review. It paints what the host has read, and asks the host to do one thing at a
// time; what came of that is read again by the host.
import {
  parseToReview,
  type Outcome,
  type ToReview,
  type ToReviewHost,
} from "../src/form/reviewProtocol.ts";
import type { ReviewView } from "../src/form/reviewView.ts";
import { Channel, type Unnumbered } from "./channel.ts";
import { element, linkButton, setText } from "./element.ts";
import { Lifting } from "./findings.ts";
import { Notices } from "./notices.ts";
import { PublicChange } from "./publicChange.ts";
import { PublicTexts } from "./publicTexts.ts";
import { Silence } from "./silence.ts";
import { Standings } from "./standings.ts";
import { Writes } from "./writes.ts";

type Answer = Extract<ToReview, { readonly request: number }>;
type Notice = Exclude<ToReview, Answer>;
type Request = Extract<ToReviewHost, { readonly request: number }>;

const NOTHING_YET = " Nothing of this fix is public yet. Once it is, it can’t be taken back.";
const IS_PUBLIC = " The fix can be seen by everybody.";

const SILENT =
  "It may have ended, and a review is not connected again: nothing that you press here is done. Close it and open it again.";

class Review {
  readonly #channel = new Channel<Notice, Answer, Request>(parseToReview);
  readonly #ticket: { owner: string; repo: string; ghsaId: string };
  #view: ReviewView | undefined;
  #isBusy = false;
  #told = "null";

  readonly #bannerWord = element("strong", {}, "EMBARGOED");
  readonly #bannerText = element("span");
  readonly #facts = element("p", { id: "facts" });
  readonly #loading = element("p", { id: "loading", class: "loading", role: "status" });
  readonly #status = element("p", { id: "status", role: "status", tabindex: "-1" });
  readonly #notices = new Notices(() => this.#reload(), SILENT);
  readonly #silence = new Silence((isSilent) => this.#notices.showSilence(isSilent));
  readonly #lifting = new Lifting({
    onLift: (digest, reason) => void this.#do({ type: "lift", digest, reason }),
    onUnlift: (digest) => void this.#do({ type: "unlift", digest }),
    onAsk: (id) => this.#asked(id),
  });
  readonly #writes = new Writes(
    (write) => void this.#ask({ type: "write", write }),
    () => void this.#ask({ type: "reword" }),
  );
  readonly #standings = new Standings(this.#lifting);
  readonly #texts = new PublicTexts(this.#lifting);
  readonly #change = new PublicChange(this.#lifting, () => {
    void this.#do({ type: "showCommit" });
  });
  readonly #parts = element("div", { class: "parts" });
  /** The id of the text that says what came of the last thing that was asked for. */
  #saidAt = "status";
  /** The button by which a reason was asked for. */
  #askedBy = "";

  constructor({ owner = "", repo = "", ghsaId = "" }: DOMStringMap) {
    this.#ticket = { owner, repo, ghsaId };
  }

  start(): void {
    const { owner, repo, ghsaId } = this.#ticket;
    const reload = linkButton("reload", "Read again", () => this.#reload());
    this.#parts.append(
      element("div", { class: "column" }, this.#writes.element, this.#standings.element),
      element("div", { class: "column" }, this.#texts.element, this.#change.element),
    );
    // In place of the shell that was painted while this script was read.
    document.body.replaceChildren(
      element(
        "header",
        {},
        element("p", { id: "banner", class: "banner" }, this.#bannerWord, this.#bannerText),
        element(
          "div",
          { class: "heading" },
          element("h1", {}, `Going public: ${ghsaId}`),
          this.#facts,
          reload,
        ),
      ),
      element("main", {}, this.#notices.element, this.#status, this.#loading, this.#parts),
    );
    setText(this.#bannerText, NOTHING_YET);
    setText(this.#facts, `${owner}/${repo}`);
    setText(this.#loading, "Reading what will be public…");
    this.#parts.hidden = true;
    this.#channel.remember(this.#ticket);
    this.#channel.start((notice) => this.#notice(notice));
    this.#silence.expect();
  }

  #reload(): void {
    this.#channel.reload();
    this.#silence.expect();
  }

  #notice(notice: Notice): void {
    this.#silence.heard();
    switch (notice.type) {
      case "loading":
        this.#loading.hidden = this.#view !== undefined;
        break;
      case "failed":
        this.#loading.hidden = true;
        this.#notices.showFailure(notice);
        break;
      case "loaded":
        this.#loading.hidden = true;
        this.#notices.showFailure(null);
        this.#parts.hidden = false;
        this.#view = notice.view;
        this.#show(notice.view, notice.outcome);
        break;
    }
  }

  async #ask(question: Unnumbered<Request>): Promise<void> {
    await this.#do(question, "Answer the editor’s questions; nothing is written without your yes.");
  }

  async #do(question: Unnumbered<Request>, meanwhile = ""): Promise<void> {
    if (this.#isBusy) return;
    this.#setBusy(true);
    this.#say("info", meanwhile);
    this.#silence.expect();
    await this.#channel.ask(question);
    this.#silence.heard();
    this.#setBusy(false);
    this.#goToOutcome();
  }

  /** What the host tells again each time is said once: at the step that failed, else on top. */
  #show(view: ReviewView, outcome: Outcome | null): void {
    const told = JSON.stringify(outcome);
    const isNew = told !== this.#told;
    this.#told = told;
    const at = this.#writes.setFailure(outcome?.level === "error" ? outcome : null, view);
    if (isNew && outcome !== null) {
      if (outcome.level === "info") this.#lifting.forget();
      this.#saidAt = at ?? "status";
      this.#say(outcome.level, at === undefined ? outcome.text : "");
    }
    this.#paint();
    // A page that comes back from under another editor goes on where it was left.
    if (isNew && outcome !== null && !this.#isBusy) this.#goToOutcome();
  }

  #goToOutcome(): void {
    const said = document.getElementById(this.#saidAt) ?? this.#status;
    said.focus({ preventScroll: said === this.#status });
  }

  #asked(id: string | undefined): void {
    if (id !== undefined) this.#askedBy = `lift-${id}`;
    this.#paint();
    document.getElementById(id === undefined ? this.#askedBy : `reason-${id}`)?.focus();
  }

  #setBusy(busy: boolean): void {
    this.#isBusy = busy;
    this.#lifting.setEnabled(!busy);
    this.#writes.setEnabled(!busy);
    this.#paint();
  }

  #say(level: "info" | "error", text: string): void {
    this.#status.dataset["level"] = level;
    setText(this.#status, text);
  }

  /** Only parts that changed are made anew; the focus stays where it was. */
  #paint(): void {
    const view = this.#view;
    if (view === undefined) return;
    const focused = document.activeElement?.id ?? "";
    const { owner, repo } = this.#ticket;
    setText(this.#facts, `${owner}/${repo} · ${view.title}`);
    setText(this.#bannerWord, view.isPublic ? "PUBLIC" : "EMBARGOED");
    setText(this.#bannerText, view.isPublic ? IS_PUBLIC : NOTHING_YET);
    this.#writes.update(view);
    this.#standings.update(view);
    this.#texts.update(view);
    this.#change.update(view);
    if (focused !== "" && document.activeElement?.id !== focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  }
}

new Review(document.body.dataset).start();
