import { parseToForm, refusedToForm, type ToForm, type ToHost } from "../src/form/protocol.ts";
import { Channel } from "./channel.ts";

type Answer = Extract<ToForm, { readonly request: number }>;
type Request = Extract<ToHost, { readonly request: number }>;

/** The editor's side of the form. */
export class Host extends Channel<Exclude<ToForm, Answer>, Answer, Request> {
  constructor() {
    super((message) => {
      const parsed = parseToForm(message);
      return parsed.valid ? parsed : refusedToForm(message);
    });
  }
}
