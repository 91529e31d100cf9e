import type { Parsed } from "../src/base/parsed.ts";

/** A request before it has its number. */
export type Unnumbered<R extends { readonly request: number }> = R extends R
  ? Omit<R, "request">
  : never;

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
   * What the editor keeps of this page over a restart. It stores this unencrypted, so it is the
   * ticket's name and nothing of its text; a draft goes to the host.
   */
  rememberTicket(ticket: { owner: string; repo: string; ghsaId: string }): void {
    this.#api.setState(ticket);
  }
}
