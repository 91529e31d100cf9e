import { visibleText } from "../base/visibleText.ts";

/** A text with the places of what we say ourselves. Lines count from 0. */
export interface TicketPage {
  readonly text: string;
  /** The first is the banner. */
  readonly headings: readonly number[];
  /** Those of the headings under which something is new. */
  readonly fresh: readonly number[];
}

/** Stands before every line from outside, so that none can look like one of ours. */
const INDENT = "  ";

/** A page line by line. */
export class PageText {
  readonly #lines: string[] = [];
  readonly #headings: number[] = [];
  readonly #fresh: number[] = [];

  line(text: string): void {
    this.#lines.push(text);
  }

  heading(text: string, fresh = false): void {
    if (this.#lines.length > 0) this.line("");
    this.#headings.push(this.#lines.length);
    if (fresh) this.#fresh.push(this.#lines.length);
    this.line(fresh ? `${text} · NEW` : text);
  }

  /** @param otherwise what is said of an empty text. */
  quote(text: string, otherwise: string): void {
    const shown = visibleText(text).trimEnd();
    if (shown === "") this.line(otherwise);
    else for (const line of shown.split("\n")) this.line(INDENT + line);
  }

  done(): TicketPage {
    return { text: `${this.#lines.join("\n")}\n`, headings: this.#headings, fresh: this.#fresh };
  }
}
