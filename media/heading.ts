import { plainLine } from "../src/base/plainLine.ts";
import type { AdvisoryFields } from "../src/form/draft.ts";
import { element, linkButton, localDay, setText } from "./element.ts";

const COLLABORATORS_SEE =
  " Only the advisory’s collaborators and the reporter see what is saved here.";
const EVERYBODY_SEES = " Everybody sees what is saved here.";

export interface HeadingEvents {
  readonly onOpen: () => void;
  readonly onReload: () => void;
}

/** Whose advisory it is, how it stands, and who sees it. */
export class Heading {
  readonly element: HTMLElement;
  readonly #repository: string;
  readonly #bannerWord = element("strong", {}, "EMBARGOED");
  readonly #bannerText = element("span", {}, COLLABORATORS_SEE);
  readonly #facts: HTMLElement;

  constructor(
    { owner, repo, ghsaId }: { owner: string; repo: string; ghsaId: string },
    { onOpen, onReload }: HeadingEvents,
  ) {
    this.#repository = `${owner}/${repo}`;
    this.#facts = element("p", { id: "facts" }, this.#repository);
    this.element = element(
      "header",
      {},
      element("p", { id: "banner", class: "banner" }, this.#bannerWord, this.#bannerText),
      element(
        "div",
        { class: "heading" },
        element("h1", {}, ghsaId),
        this.#facts,
        linkButton("open-advisory", "Open on GitHub", onOpen),
        linkButton("reload", "Reload", onReload),
      ),
    );
  }

  update({ state, cveId, updatedAt }: AdvisoryFields): void {
    const facts = [
      this.#repository,
      state,
      cveId === null ? "no CVE id yet" : plainLine(cveId),
      `changed ${localDay(updatedAt)}`,
    ];
    setText(this.#facts, facts.join(" · "));
    const isPublished = state === "published";
    setText(this.#bannerWord, isPublished ? "PUBLISHED" : "EMBARGOED");
    setText(this.#bannerText, isPublished ? EVERYBODY_SEES : COLLABORATORS_SEE);
  }
}
