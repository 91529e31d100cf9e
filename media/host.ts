import { parseToForm, type ToForm, type ToHost } from "../src/form/protocol.ts";

type Answer = Extract<ToForm, { readonly request: number }>;
type Notice = Exclude<ToForm, Answer>;
type Request = Extract<ToHost, { readonly request: number }>;
/** A request before it has its number. */
export type Question = Request extends infer R
  ? R extends Request
    ? Omit<R, "request">
    : never
  : never;

/** The editor's side of the form: notices come, requests are answered. */
export class Host {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  /** Listens before it says that the form is ready. */
  start(onNotice: (notice: Notice) => void): void {
    window.addEventListener("message", (event: MessageEvent<unknown>) => {
      const message = parseToForm(event.data);
      if (!message.valid) return;
      if (!("request" in message.value)) {
        onNotice(message.value);
        return;
      }
      const { request } = message.value;
      this.#waiting.get(request)?.(message.value);
      this.#waiting.delete(request);
    });
    this.#api.postMessage({ type: "ready" } satisfies ToHost);
  }

  reload(): void {
    this.#api.postMessage({ type: "reload" } satisfies ToHost);
  }

  ask(question: Question): Promise<Answer> {
    const request = ++this.#last;
    this.#api.postMessage({ ...question, request });
    return new Promise((resolve) => this.#waiting.set(request, resolve));
  }

  /**
   * What the editor keeps of this page over a restart. It stores this unencrypted, so it is the
   * ticket's name and nothing of its text; the draft goes to the host.
   */
  rememberTicket(ticket: { owner: string; repo: string; ghsaId: string }): void {
    this.#api.setState(ticket);
  }
}
