import { asRecord, asString } from "../src/base/shape.ts";
import type { Parsed } from "../src/base/parsed.ts";

/** A request before it has its number. */
export type Unnumbered<R extends { readonly request: number }> = R extends R
  ? Omit<R, "request">
  : never;

export interface PageMemory {
  readonly owner: string;
  readonly repo: string;
  readonly ghsaId: string;
  /** The tab on show. */
  readonly tab?: string | undefined;
  /** Which page it was: one that is shown again has what was known when it was made. */
  readonly page?: string | undefined;
}

/** The editor's side of a page: notices come, requests are answered. */
export class Channel<
  Notice extends object,
  Answer extends { readonly request: number },
  Request extends { readonly request: number },
> {
  readonly #api = acquireVsCodeApi();
  readonly #parse: (message: unknown) => Parsed<Notice | Answer>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  /** @param parse checks each message before it is believed. */
  constructor(parse: (message: unknown) => Parsed<Notice | Answer>) {
    this.#parse = parse;
  }

  /** Listens before it says that the page is ready. */
  start(onNotice: (notice: Notice) => void): void {
    const isAnswer = (value: Notice | Answer): value is Answer => "request" in value;
    window.addEventListener("message", (event: MessageEvent<unknown>) => {
      const message = this.#parse(event.data);
      if (!message.valid) return;
      const { value } = message;
      if (!isAnswer(value)) {
        onNotice(value);
        return;
      }
      this.#waiting.get(value.request)?.(value);
      this.#waiting.delete(value.request);
    });
    this.#api.postMessage({ type: "ready" });
  }

  reload(): void {
    this.#api.postMessage({ type: "reload" });
  }

  ask(question: Unnumbered<Request>): Promise<Answer> {
    const request = ++this.#last;
    this.#api.postMessage({ ...question, request });
    return new Promise((resolve) => this.#waiting.set(request, resolve));
  }

  /**
   * What the editor keeps of this page while it is hidden, and over a restart. It stores this
   * unencrypted, so it is names and nothing of a ticket's text; a draft goes to the host.
   */
  remember(memory: PageMemory): void {
    this.#api.setState(memory);
  }

  get remembered(): Pick<PageMemory, "tab" | "page"> {
    const state = asRecord(this.#api.getState());
    return { tab: asString(state?.["tab"]), page: asString(state?.["page"]) };
  }
}
