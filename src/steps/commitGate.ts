import { HumanError } from "../base/errors.ts";
import { scanAddedLines, scanText, secretWords } from "../embargo/gate.ts";
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
  const places = texts.flatMap(([name, text]) =>
    scanText(text, ticket).map(({ kind, line }) => `${secretWords(kind)} in ${name}, line ${line}`),
  );
  if (places.length > 0) throw refusal(places);
}

/** The same for the lines and file names that a patch adds. @throws {HumanError} */
export function holdBackPatch(patch: Uint8Array, ticket: Ticket): void {
  const text = Buffer.from(patch).toString("utf8");
  const places = scanAddedLines(text, ticket).map(({ kind, path, line }) =>
    // A file name that is a secret itself is not repeated.
    line === 0
      ? `${secretWords(kind)} in the name of a file`
      : scanText(path, ticket).length > 0
        ? `${secretWords(kind)} in a file, line ${line}`
        : `${secretWords(kind)} in ${path}:${line}`,
  );
  if (places.length > 0) throw refusal(places);
}

function refusal(places: readonly string[]): HumanError {
  const shown = [...new Set(places)];
  const more = shown.length > 5 ? ` and ${shown.length - 5} more` : "";
  return new HumanError(
    `The public commit would give away ${shown.slice(0, 5).join("; ")}${more}.`,
    NEXT,
  );
}
