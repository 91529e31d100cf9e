import * as vscode from "vscode";
import { visibleText } from "../base/visibleText.ts";
import type { DecisionDocuments } from "./decisionDocuments.ts";
import { dialogs } from "./dialogs.ts";

/** What a step would write; the shape of the steps' own plan. */
interface Plan {
  readonly title: string;
  readonly note?: string;
  readonly writes: readonly {
    readonly target: string;
    readonly audience: Audience;
    readonly text: string;
  }[];
  readonly yes: string;
}

type Audience = "PUBLIC" | "REPORTER" | "TEAM" | "YOU";

const WHO: Readonly<Record<Audience, string>> = {
  PUBLIC: "PUBLIC: everybody can read it at once",
  REPORTER: "The reporter and the advisory's collaborators can read it",
  TEAM: "The collaborators of the private fork can read it",
  YOU: "On this machine only: nobody else sees it",
};

/** What fits into a dialog without scrolling, in characters and lines. */
const DIALOG_CHARACTERS = 900;
const DIALOG_LINES = 18;

/** Shows a plan with its exact text: short ones in a dialog, long ones as a document. */
export class PlanQuestion {
  readonly #documents: DecisionDocuments;

  constructor(documents: DecisionDocuments) {
    this.#documents = documents;
  }

  /** Anything but an explicit yes is a no. */
  async confirm(plan: Plan, signal?: AbortSignal): Promise<boolean> {
    const writes = plan.writes
      .map(({ target, audience, text }) => `${target}\n${WHO[audience]}.\n\n${text.trimEnd()}`)
      .join("\n\n────\n\n");
    const text = plan.note === undefined ? writes : `${plan.note}\n\n${writes}`;
    // Return takes the first button of a dialog: nothing is written, run or lost by it.
    const no = `Don't ${plan.yes.replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase())}`;
    if (text.length <= DIALOG_CHARACTERS && text.split("\n").length <= DIALOG_LINES) {
      // An editor shows what hides in a text; a dialog does not.
      const options = { modal: true, detail: visibleText(text) };
      const isPublic = plan.writes.some(({ audience }) => audience === "PUBLIC");
      const answer = dialogs.show(
        isPublic
          ? vscode.window.showWarningMessage(plan.title, options, no, plan.yes)
          : vscode.window.showInformationMessage(plan.title, options, no, plan.yes),
      );
      return (await answer) === plan.yes;
    }
    const decision = {
      name: `${plan.title.replace(/\?$/, "")}.diff`,
      text: `${plan.title}\n\n${text}\n`,
      editable: false,
      yes: `${plan.yes} (${[...new Set(plan.writes.map(({ audience }) => audience))].join(", ")})`,
      no,
      beside: true,
    };
    const answer = await this.#documents.ask(decision, signal);
    return answer !== undefined;
  }
}
