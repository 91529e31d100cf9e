// The advisory form. What it shows follows from one state (src/form/formState.ts); each change makes
// a new state, paints it, and sends the draft to the host, which keeps it.
import {
  afterSave,
  withAffected,
  withDescription,
  withEdits,
  withFields,
  withTitle,
  withWeaknesses,
  type AdvisoryFieldName,
} from "../src/form/draft.ts";
import { rowsFor } from "../src/form/branchRows.ts";
import type { AffectedRange, FormRoad } from "../src/form/consistency.ts";
import { hasEdits, type Edits, type FormState } from "../src/form/formState.ts";
import { parseToForm, type ToForm } from "../src/form/protocol.ts";
import { withMetric, withVectorText } from "../src/form/vectorPart.ts";
import { Affected } from "./affected.ts";
import { Conflicts } from "./conflicts.ts";
import { Credits } from "./credits.ts";
import { DraftKeeper } from "./draftKeeper.ts";
import { afterPaint, element, localTime, setText } from "./element.ts";
import { Heading } from "./heading.ts";
import { Host } from "./host.ts";
import { Notices } from "./notices.ts";
import type { BesideEvents, PanelsBeside } from "./panelsBeside.ts";
import { draftStatus, outcomeStatus, SaveBar, type Status } from "./saveBar.ts";
import { Silence } from "./silence.ts";
import { Tabs } from "./tabs.ts";
import { Texts } from "./texts.ts";
import { Weaknesses } from "./weaknesses.ts";

/** How long typing rests before everything is compared. */
const CHECK_AFTER_MS = 200;

/** From this width on the texts stand beside the other panels; media/form.css has it, too. */
const WIDE = window.matchMedia("(width >= 860px)");

const SILENT =
  "It may have ended, and a form is not connected again: nothing that you do here is kept or saved. Copy what the draft lacks, close this form and open it again.";

const READING: Status = { level: "info", text: "Reading the advisory from GitHub…" };

/** The mark in the page's timeline from which on the texts can be used. */
const USABLE = "psrt-form-usable";

/** The mark from which on everything can be. */
const WHOLE = "psrt-form-whole";

type Loaded = Extract<ToForm, { readonly type: "loaded" }>;

class Form {
  readonly #host = new Host();
  readonly #ticket: { owner: string; repo: string; ghsaId: string };
  readonly #page: string;
  /** What the page came with; undefined where it was on show before, since it is old then. */
  readonly #known: Loaded | undefined;
  #state: FormState | undefined;
  #saving = false;
  /** The draft that was thrown away last, for the undo. */
  #discarded: Edits | undefined;

  readonly #heading: Heading;
  readonly #loading = element("p", { id: "loading", class: "loading", role: "status" });
  readonly #notices = new Notices(() => this.#reload(), SILENT);
  readonly #silence = new Silence((isSilent) => this.#notices.showSilence(isSilent));
  readonly #conflicts = new Conflicts({
    onChange: (change) => this.#change(change),
    onDone: () => this.#saveBar.focusStatus(),
  });
  readonly #texts = new Texts({
    onTitle: (text) => this.#change((state) => withTitle(state, text)),
    onDescription: (text) => this.#change((state) => withDescription(state, text)),
  });
  readonly #weaknesses = new Weaknesses((cweIds) => {
    this.#change((state) => withWeaknesses(state, cweIds));
  });
  readonly #affected = new Affected({
    onAffected: (affected) => this.#change((state) => withAffected(state, affected)),
    onBranches: () => void this.#takeVersions(),
  });
  readonly #credits = new Credits();
  readonly #severityPanel = element("section", { id: "panel-severity", class: "panel" });
  readonly #emailPanel = element("section", { id: "panel-email", class: "panel" });
  readonly #checksPanel = element("section", { id: "panel-checks", class: "panel" });
  /** Undefined until the texts were painted. */
  #beside: PanelsBeside | undefined;
  readonly #besideEvents: BesideEvents = {
    calculator: {
      onMetric: (id, value) => this.#change((state) => withMetric(state, id, value)),
      onVectorText: (text) => this.#change((state) => withVectorText(state, text)),
      onCopy: (vector, said) => void this.#copy(vector, said),
      onOpenCalculator: (vector) => void this.#ask({ type: "openCalculator", vector }),
    },
    preview: {
      onCopy: (text, what) => void this.#copy(text, `${what} copied.`),
      onWork: (work) => void this.#ask({ type: "run", work }),
    },
    consistency: {
      onField: (field, place) => this.#goTo(field, place),
      onPage: (url) => void this.#ask({ type: "openPage", url }),
    },
  };
  #road: FormRoad | undefined;
  /** What the branches tell, once they were asked. */
  #versions: readonly AffectedRange[] | null = null;
  #checkTimer: number | undefined;
  readonly #saveBar = new SaveBar({
    onSave: () => void this.#saveToAdvisory(),
    onDiscard: () => this.#discardDraft(),
    onUndo: () => this.#undoDiscard(),
  });
  readonly #draft = new DraftKeeper(this.#host, this.#silence, (said) =>
    this.#saveBar.sayKept(said),
  );
  readonly #tabs = new Tabs("Parts of the advisory", [
    {
      id: "advisory",
      name: "Advisory",
      panel: element(
        "section",
        { id: "panel-advisory", class: "panel advisory" },
        this.#texts.title.element,
        this.#texts.description.element,
        this.#weaknesses.element,
        this.#affected.element,
        this.#credits.element,
      ),
    },
    { id: "severity", name: "Severity", panel: this.#severityPanel },
    { id: "email", name: "E-mail", panel: this.#emailPanel },
    { id: "checks", name: "Checks", panel: this.#checksPanel },
  ]);
  readonly #panels = element("div", { class: "panels" });

  constructor({ owner = "", repo = "", ghsaId = "", page = "", known }: DOMStringMap) {
    this.#page = page;
    this.#ticket = { owner, repo, ghsaId };
    this.#heading = new Heading(this.#ticket, {
      onOpen: () => void this.#ask({ type: "openAdvisory" }),
      onReload: () => this.#reload(),
    });
    const isOld = known === undefined || this.#host.remembered.page === page;
    const parsed = isOld ? undefined : parseToForm(JSON.parse(known));
    this.#known = parsed?.valid && parsed.value.type === "loaded" ? parsed.value : undefined;
  }

  start(): void {
    this.#panels.append(this.#tabs.list, ...this.#tabs.panels);
    // In place of the shell that was painted while this script was read.
    document.body.replaceChildren(
      this.#heading.element,
      this.#saveBar.element,
      element(
        "main",
        {},
        this.#notices.element,
        this.#conflicts.element,
        this.#loading,
        this.#panels,
      ),
    );
    setText(this.#loading, READING.text);
    this.#panels.hidden = true;
    this.#saveBar.element.hidden = true;
    this.#tabs.setBeside(WIDE.matches);
    WIDE.addEventListener("change", () => this.#tabs.setBeside(WIDE.matches));
    this.#tabs.onShow("severity", () => this.#beside?.shown());

    const { tab: shown } = this.#host.remembered;
    if (shown !== undefined) this.#tabs.show(shown);
    const remember = (tab?: string): void =>
      this.#host.remember({ ...this.#ticket, tab, page: this.#page });
    remember(shown);
    this.#tabs.onSelect(remember);
    if (this.#known !== undefined) this.#loaded(this.#known);
    this.#host.start((notice) => this.#notice(notice));
    this.#silence.expect();
  }

  #reload(): void {
    this.#host.reload();
    this.#silence.expect();
  }

  #notice(notice: Exclude<ToForm, { readonly request: number }>): void {
    this.#silence.heard();
    switch (notice.type) {
      case "loading":
        this.#notices.showFailure(null);
        this.#loading.hidden = this.#state !== undefined;
        if (this.#state !== undefined) {
          this.#saveBar.say(READING);
        }
        break;
      case "failed":
        this.#loading.hidden = true;
        this.#notices.showFailure(notice);
        if (this.#state !== undefined) this.#paint();
        break;
      case "loaded":
        this.#loaded(notice);
        break;
      case "road":
        this.#road = notice.road;
        this.#check();
        break;
    }
  }

  #loaded(loaded: Loaded): void {
    const { fields, draft, draftProblem, isFresh } = loaded;
    const first = this.#state === undefined;
    // Edits made in this page are younger than the draft that was kept of them.
    const edits = this.#state?.edits ?? draft?.edits ?? {};
    this.#state = withFields({ fields, edits }, fields);
    this.#loading.hidden = true;
    this.#panels.hidden = false;
    this.#saveBar.element.hidden = false;
    const restored = first && draft !== null && hasEdits(this.#state);
    if (restored) this.#saveBar.sayKept(`Draft restored from ${localTime(draft.savedAt)}`);
    if (draftProblem !== null) this.#notices.showDraftProblem(draftProblem);
    // A kept draft that says what GitHub says by now has done its work.
    if (isFresh && draft !== null && !hasEdits(this.#state)) void this.#draft.keep({});
    this.#paint(isFresh ? undefined : READING);
    if (first) {
      afterPaint(() => {
        performance.mark(USABLE);
        void this.#openBeside();
        void this.#readWeaknesses();
      });
    }
  }

  async #openBeside(): Promise<void> {
    try {
      const { PanelsBeside: Panels } = await import("./panelsBeside.ts");
      const beside = new Panels(this.#besideEvents);
      this.#severityPanel.append(beside.severity);
      this.#emailPanel.append(beside.email);
      this.#checksPanel.append(beside.checks);
      this.#beside = beside;
    } catch {
      const next = "Close the form and open it again; the texts can be saved as they are.";
      this.#notices.showFailure({ message: "A part of the form could not be read.", next });
      return;
    }
    this.#paintBeside();
    afterPaint(() => performance.mark(WHOLE));
  }

  /** Looks again what agrees, when typing rests. */
  #check(): void {
    window.clearTimeout(this.#checkTimer);
    this.#checkTimer = window.setTimeout(() => {
      const { owner, repo } = this.#ticket;
      const [state, beside] = [this.#state, this.#beside];
      if (state === undefined || beside === undefined) return;
      const name = beside.check(state, { owner, repo }, this.#road, this.#versions);
      this.#tabs.setName("checks", name);
    }, CHECK_AFTER_MS);
  }

  /** Brings the keyboard to a field, and to a part of it. */
  #goTo(field: AdvisoryFieldName, place: { start: number; end: number } | undefined): void {
    this.#tabs.show(field === "vector" ? "severity" : "advisory");
    switch (field) {
      case "title":
        this.#texts.title.show(place);
        break;
      case "description":
        this.#texts.description.show(place);
        break;
      case "vector":
        this.#beside?.focusVector();
        break;
      case "weaknesses":
        this.#weaknesses.focus();
        break;
      case "affected":
        this.#affected.focus();
        break;
    }
  }

  /** Fills in the affected versions as the branches tell them. */
  async #takeVersions(): Promise<void> {
    this.#saveBar.say({ level: "info", text: "Reading the versions of the branches…" });
    const answer = await this.#host.ask({ type: "branchVersions" });
    const state = this.#state;
    if (answer.type === "refused") {
      this.#saveBar.say({ level: "error", text: `${answer.message} ${answer.next}` });
    } else if (answer.type === "versionsRead" && state !== undefined) {
      this.#versions = answer.ranges;
      const { owner, repo } = this.#ticket;
      const rows = rowsFor(state, { owner, repo }, answer.ranges);
      if (rows.length > 0) this.#change((current) => withAffected(current, rows));
      const guesses = answer.ranges.filter(({ expected }) => expected).length;
      const note = guesses === 0 ? "" : ` ${guesses} not merged yet: a guess.`;
      this.#saveBar.say({
        level: guesses === 0 ? "info" : "warning",
        text: `Filled in what the branches tell.${note}`,
      });
    }
  }

  #change(change: (state: FormState) => FormState): void {
    if (this.#state === undefined) return;
    this.#state = change(this.#state);
    this.#discarded = undefined;
    this.#paint();
    this.#draft.soon(this.#state.edits);
  }

  async #saveToAdvisory(): Promise<void> {
    if (this.#saving || this.#state === undefined) return;
    this.#saving = true;
    this.#saveBar.say({ level: "info", text: "Saving…" });
    const { edits } = this.#state;
    await this.#draft.keep(edits);
    const answer = await this.#host.ask({ type: "save", edits });
    this.#saving = false;
    if (answer.type === "saved") {
      this.#state = afterSave(this.#state, answer.outcome);
      await this.#draft.keep(this.#state.edits);
      this.#paint(outcomeStatus(answer.outcome, this.#state));
    } else if (answer.type === "refused") {
      this.#paint({ level: "error", text: `${answer.message} ${answer.next}` });
    } else {
      this.#paint({ level: "info", text: "Not saved: nothing was written." });
    }
    this.#saveBar.focusStatus();
  }

  #discardDraft(): void {
    if (this.#state === undefined) return;
    const discarded = this.#state.edits;
    this.#change(({ fields }) => ({ fields, edits: {} }));
    this.#discarded = discarded;
    this.#draft.now();
    this.#paint({ level: "info", text: "Draft discarded." });
    this.#saveBar.focusUndo();
  }

  #undoDiscard(): void {
    const edits = this.#discarded;
    if (edits === undefined) return;
    this.#change((state) => withEdits(state, edits));
    this.#saveBar.focusStatus();
  }

  async #readWeaknesses(): Promise<void> {
    const answer = await this.#host.ask({ type: "weaknessList" });
    if (answer.type === "weaknessesRead") this.#weaknesses.setList(answer.list);
  }

  async #copy(text: string, said: string): Promise<void> {
    if (await this.#ask({ type: "copy", text })) this.#saveBar.say({ level: "info", text: said });
  }

  /** Whether it was done; if not, the status says why. */
  async #ask(question: Parameters<Host["ask"]>[0]): Promise<boolean> {
    const answer = await this.#host.ask(question);
    if (answer.type !== "refused") return true;
    this.#saveBar.say({ level: "error", text: `${answer.message} ${answer.next}` });
    return false;
  }

  #paint(status?: Status): void {
    const state = this.#state;
    if (state === undefined) return;
    this.#heading.update(state.fields);
    this.#conflicts.update(state);
    this.#texts.update(state);
    this.#weaknesses.update(state);
    this.#affected.update(state);
    this.#credits.update(state);
    this.#paintBeside();
    this.#saveBar.update(state, this.#discarded !== undefined);
    if (!this.#saving) this.#saveBar.say(status ?? draftStatus(state));
  }

  #paintBeside(): void {
    const [state, beside] = [this.#state, this.#beside];
    if (state === undefined || beside === undefined) return;
    this.#tabs.setName("severity", beside.update(state));
    this.#check();
  }
}

new Form(document.body.dataset).start();
