// The advisory form. What it shows follows from one state (src/form/draft.ts); each change makes a
// new state, paints it, and sends the draft to the host, which keeps it.
import {
  afterSave,
  changesOf,
  dirtyFields,
  isDirty,
  unsavable,
  withDescription,
  withFields,
  withMetric,
  withTitle,
  withVectorText,
  vectorView,
  type Edits,
  type FormState,
  type SaveOutcome,
} from "../src/form/draft.ts";
import { formatBase } from "../src/cvss/grammar.ts";
import type { ToForm } from "../src/form/protocol.ts";
import { Calculator } from "./calculator.ts";
import { button } from "./controls.ts";
import { element, localTime, setText } from "./element.ts";
import { Host } from "./host.ts";
import { Notices } from "./notices.ts";
import { Preview } from "./preview.ts";
import { Texts } from "./texts.ts";

/** How long typing rests before the draft is kept, in milliseconds. */
const KEEP_AFTER_MS = 300;

const COLLABORATORS_SEE =
  " Only the advisory’s collaborators and the reporter see what is saved here.";
const EVERYBODY_SEES = " Everybody sees what is saved here.";

class Form {
  readonly #host = new Host();
  readonly #ticket: { owner: string; repo: string; ghsaId: string };
  #state: FormState | undefined;
  #saving = false;
  #keepTimer: number | undefined;
  /** The draft that was thrown away last, for the undo. */
  #discarded: Edits | undefined;

  readonly #bannerWord = element("strong", {}, "EMBARGOED");
  readonly #bannerText = element("span");
  readonly #facts = element("p", { id: "facts", class: "facts" });
  readonly #loading = element("p", { id: "loading", class: "loading", role: "status" });
  readonly #columns = element("div", { class: "columns" });
  readonly #status = element("p", { id: "status", role: "status", tabindex: "-1" });
  readonly #kept = element("p", { id: "draft-kept", class: "hint" });
  readonly #notices = new Notices({
    onChange: (change) => this.#change(change),
    onRetry: () => this.#host.reload(),
  });
  readonly #calculator = new Calculator({
    onMetric: (id, value) => this.#change((state) => withMetric(state, id, value)),
    onVectorText: (text) => this.#change((state) => withVectorText(state, text)),
    onCopyVector: () => {
      if (this.#state !== undefined) {
        void this.#copy(formatBase(vectorView(this.#state).metrics), "Vector");
      }
    },
  });
  readonly #texts = new Texts({
    onTitle: (text) => this.#change((state) => withTitle(state, text)),
    onDescription: (text) => this.#change((state) => withDescription(state, text)),
  });
  readonly #preview = new Preview((text, what) => void this.#copy(text, what));
  readonly #save = button({
    id: "save",
    text: "Save to advisory…",
    primary: true,
    onPress: () => void this.#saveToAdvisory(),
  });
  readonly #discard = button({
    id: "discard",
    text: "Discard draft",
    onPress: () => this.#discardDraft(),
  });
  readonly #undo = button({ id: "undo", text: "Undo", onPress: () => this.#undoDiscard() });
  readonly #footer = element(
    "footer",
    {},
    element("div", { class: "states" }, this.#status, this.#kept),
    element(
      "div",
      { class: "buttons" },
      this.#undo.element,
      this.#discard.element,
      this.#save.element,
    ),
  );

  constructor({ owner = "", repo = "", ghsaId = "" }: DOMStringMap) {
    this.#ticket = { owner, repo, ghsaId };
  }

  start(): void {
    const { owner, repo, ghsaId } = this.#ticket;
    const open = button({
      id: "open-advisory",
      text: "Open on GitHub",
      onPress: () => void this.#ask({ type: "openAdvisory" }),
    });
    const reload = button({ id: "reload", text: "Reload", onPress: () => this.#host.reload() });
    this.#columns.append(
      this.#calculator.element,
      element("div", { class: "texts" }, this.#texts.element, this.#preview.element),
    );
    document.body.append(
      element(
        "header",
        {},
        element("p", { id: "banner", class: "banner" }, this.#bannerWord, this.#bannerText),
        element(
          "div",
          { class: "heading-line" },
          element("div", {}, element("h1", {}, ghsaId), this.#facts),
          element("div", { class: "buttons" }, open.element, reload.element),
        ),
      ),
      element("main", {}, this.#notices.element, this.#loading, this.#columns),
      this.#footer,
    );
    setText(this.#bannerText, COLLABORATORS_SEE);
    setText(this.#facts, `${owner}/${repo}`);
    setText(this.#loading, "Reading the advisory from GitHub…");
    this.#columns.hidden = true;
    this.#footer.hidden = true;

    this.#host.rememberTicket(this.#ticket);
    // A hidden page may be gone at any time, so the draft leaves before.
    for (const event of ["blur", "pagehide"]) {
      window.addEventListener(event, () => this.#keepNow());
    }
    document.addEventListener("visibilitychange", () => this.#keepNow());
    this.#host.start((notice) => this.#notice(notice));
  }

  #notice(notice: Exclude<ToForm, { readonly request: number }>): void {
    switch (notice.type) {
      case "loading":
        this.#notices.showFailure(null);
        this.#loading.hidden = this.#state !== undefined;
        if (this.#state !== undefined) this.#say("Reading the advisory from GitHub…");
        break;
      case "failed":
        this.#loading.hidden = true;
        this.#notices.showFailure(notice);
        if (this.#state !== undefined) this.#paint();
        break;
      case "loaded":
        this.#loaded(notice);
        break;
    }
  }

  #loaded({ fields, draft, draftProblem }: Extract<ToForm, { readonly type: "loaded" }>): void {
    const first = this.#state === undefined;
    // Edits made in this page are younger than the draft that was kept of them.
    const edits = this.#state?.edits ?? draft?.edits ?? {};
    this.#state = withFields({ fields, edits }, fields);
    this.#loading.hidden = true;
    this.#columns.hidden = false;
    this.#footer.hidden = false;
    const restored = first && draft !== null && isDirty(this.#state);
    if (first) this.#notices.showRestored(restored ? draft.savedAt : null);
    if (draftProblem !== null) this.#notices.showDraftProblem(draftProblem);
    // A kept draft that says what GitHub says by now has done its work.
    if (first && draft !== null && !restored) void this.#keep({});
    this.#paint();
  }

  #change(change: (state: FormState) => FormState): void {
    if (this.#state === undefined) return;
    this.#state = change(this.#state);
    this.#discarded = undefined;
    this.#paint();
    window.clearTimeout(this.#keepTimer);
    this.#keepTimer = window.setTimeout(() => this.#keepNow(), KEEP_AFTER_MS);
  }

  /** Sends the draft if one is waiting to be kept. */
  #keepNow(): void {
    if (this.#keepTimer === undefined || this.#state === undefined) return;
    window.clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    void this.#keep(this.#state.edits);
  }

  async #keep(edits: Edits): Promise<void> {
    const answer = await this.#host.ask({ type: "keepDraft", edits });
    if (answer.type === "draftKept") {
      setText(this.#kept, answer.savedAt === null ? "" : `Draft kept ${localTime(answer.savedAt)}`);
    } else if (answer.type === "refused") {
      setText(this.#kept, `Draft not kept: ${answer.message} ${answer.next}`);
    }
  }

  async #saveToAdvisory(): Promise<void> {
    if (this.#saving || this.#state === undefined) return;
    this.#saving = true;
    this.#keepNow();
    this.#say("Saving…");
    const answer = await this.#host.ask({ type: "save", edits: this.#state.edits });
    this.#saving = false;
    if (answer.type === "saved") {
      this.#state = afterSave(this.#state, answer.outcome);
      this.#notices.showRestored(null);
      await this.#keep(this.#state.edits);
      this.#paint(outcomeText(answer.outcome, this.#state));
    } else if (answer.type === "refused") {
      this.#paint({ level: "error", text: `${answer.message} ${answer.next}` });
    } else {
      this.#paint({ level: "info", text: "Not saved: nothing was written." });
    }
    // The button may be disabled now; the keyboard stays where the result stands.
    this.#status.focus({ preventScroll: true });
  }

  #discardDraft(): void {
    if (this.#state === undefined) return;
    const discarded = this.#state.edits;
    this.#change(({ fields }) => ({ fields, edits: {} }));
    this.#discarded = discarded;
    this.#keepNow();
    this.#notices.showRestored(null);
    this.#paint({ level: "info", text: "Draft discarded." });
    this.#undo.element.focus();
  }

  #undoDiscard(): void {
    const edits = this.#discarded;
    if (edits === undefined) return;
    this.#change(({ fields }) => withFields({ fields, edits }, fields));
    this.#status.focus({ preventScroll: true });
  }

  async #copy(text: string, what: string): Promise<void> {
    if (await this.#ask({ type: "copy", text })) this.#say(`${what} copied.`);
  }

  /** Whether it was done; if not, the status says why. */
  async #ask(question: Parameters<Host["ask"]>[0]): Promise<boolean> {
    const answer = await this.#host.ask(question);
    if (answer.type !== "refused") return true;
    this.#say(`${answer.message} ${answer.next}`, "error");
    return false;
  }

  #say(text: string, level: Status["level"] = "info"): void {
    this.#status.dataset["level"] = level;
    setText(this.#status, text);
  }

  #paint(status?: Status): void {
    const state = this.#state;
    if (state === undefined) return;
    const { fields } = state;
    const { owner, repo } = this.#ticket;
    const updated = `changed ${localTime(fields.updatedAt)}`;
    const facts = [`${owner}/${repo}`, fields.state, fields.cveId ?? "no CVE id yet", updated];
    setText(this.#facts, facts.join(" · "));
    const published = fields.state === "published";
    setText(this.#bannerWord, published ? "PUBLISHED" : "EMBARGOED");
    setText(this.#bannerText, published ? EVERYBODY_SEES : COLLABORATORS_SEE);
    this.#notices.update(state);
    this.#calculator.update(state);
    this.#texts.update(state);
    this.#preview.update(state);
    this.#save.setEnabled(Object.keys(changesOf(state)).length > 0);
    this.#discard.setEnabled(isDirty(state));
    this.#undo.element.hidden = this.#discarded === undefined;
    this.#discard.element.hidden = this.#discarded !== undefined;
    if (!this.#saving) {
      const { level, text } = status ?? draftStatus(state);
      this.#say(text, level);
    }
  }
}

interface Status {
  readonly level: "info" | "warning" | "error";
  readonly text: string;
}

function draftStatus(state: FormState): Status {
  const dirty = dirtyFields(state.edits);
  const bad = unsavable(state);
  if (dirty.length === 0) return { level: "info", text: "As on GitHub." };
  const changed = `Changed: ${dirty.join(", ")}.`;
  return bad.length === 0
    ? { level: "info", text: changed }
    : { level: "warning", text: `${changed} Not ready to be saved: ${bad.join(", ")}.` };
}

function outcomeText(outcome: SaveOutcome, state: FormState): Status {
  if (outcome.kind === "conflict") {
    const fields = outcome.conflicts.map(({ field }) => field).join(", ");
    return {
      level: "error",
      text: `Nothing was written: changed on GitHub meanwhile: ${fields}. Choose above what holds.`,
    };
  }
  if (outcome.different.length > 0) {
    const fields = outcome.different.map(({ field }) => field).join(", ");
    return {
      level: "error",
      text: `Written, but GitHub has something else now: ${fields}. Compare, and save again.`,
    };
  }
  const left = dirtyFields(state.edits);
  const saved = `Saved ${outcome.confirmed.join(", ")}; read back and equal.`;
  return left.length === 0
    ? { level: "info", text: saved }
    : { level: "warning", text: `${saved} Still only here: ${left.join(", ")}.` };
}

new Form(document.body.dataset).start();
