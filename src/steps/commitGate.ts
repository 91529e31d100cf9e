import { HumanError } from "../base/errors.ts";
import { Gate, secretWords, type Finding } from "../embargo/gate.ts";
import { secretsOf } from "../embargo/secrets.ts";
import type { TreeDiff } from "../git/treeDiff.ts";
import type { Ticket } from "../ticket/ticket.ts";

const NEXT = "Take it out, then try again. Nothing has left this machine.";

/**
 * Holds back texts of a public commit that give the ticket away.
 * @param texts what each is called ("the commit message") and what it says.
 * @throws {HumanError} naming places, without repeating a secret.
 */
export function holdBackTexts(
  texts: readonly (readonly [name: string, text: string])[],
  ticket: Ticket,
): void {
  const gate = new Gate(secretsOf(ticket));
  const places = texts.flatMap(([name, text]) =>
    gate
      .scanText(text)
      .filter(isBlock)
      .map(({ kind, line }) => `${secretWords(kind)} in ${name}, line ${line}`),
  );
  if (places.length > 0) throw refusal(places);
}

/**
 * The same for the lines that a change adds, and for the names of all its files.
 * @param diff with every file's lines.
 * @throws {HumanError}
 */
export function holdBackChange({ files, patch }: TreeDiff, ticket: Ticket): void {
  const gate = new Gate(secretsOf(ticket));
  const blocksIn = (path: string) => gate.scanText(path).filter(isBlock);
  const names = files.flatMap(({ path }) =>
    // A file name that is a secret itself is not repeated.
    blocksIn(path).map(({ kind }) => `${secretWords(kind)} in the name of a file`),
  );
  const lines = gate
    .scanAddedLines(patch.toString("utf8"))
    .filter(isBlock)
    .map(({ kind, path, line }) =>
      blocksIn(path).length > 0
        ? `${secretWords(kind)} in a file, line ${line}`
        : `${secretWords(kind)} in ${path}:${line}`,
    );
  const places = [...names, ...lines];
  if (places.length > 0) throw refusal(places);
}

function isBlock({ level }: Finding): boolean {
  return level === "block";
}

function refusal(places: readonly string[]): HumanError {
  const shown = [...new Set(places)];
  const more = shown.length > 5 ? ` and ${shown.length - 5} more` : "";
  return new HumanError(
    `The public commit would give away ${shown.slice(0, 5).join("; ")}${more}.`,
    NEXT,
  );
}
