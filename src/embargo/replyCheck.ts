import { literalPattern } from "../base/literalPattern.ts";
import { MAX_DESCRIPTION, lengthOf, type Check } from "../ticket/advisoryChecks.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { TAG } from "./botTag.ts";

/** Something about a reply, at a line that counts from 0. */
export interface ReplyRemark extends Check {
  readonly line: number;
}

/** A title shorter than this may stand in any text by chance. */
const TELLING_TITLE = 16;

/**
 * What must not reach a ticket's reporter, who knows this ticket but none of the others: the bot's
 * tags, and what names other tickets that are not published.
 */
export function replyRemarks(
  text: string,
  ticket: Ticket,
  others: readonly Ticket[],
): readonly ReplyRemark[] {
  if (text.trim() === "") return [{ level: "error", text: "The text is empty.", line: 0 }];
  const over = lengthOf(text) - MAX_DESCRIPTION;
  const secret = others.filter(({ state }) => state !== "published");
  const known = others.filter(({ state }) => state === "published");
  const remark = (
    pattern: RegExp,
    judge: (found: string) => Omit<ReplyRemark, "line"> | undefined,
  ): readonly ReplyRemark[] =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const judged = judge(match[0]);
      const line = text.slice(0, match.index).split("\n").length - 1;
      return judged === undefined ? [] : [{ ...judged, line }];
    });
  return [
    ...(over > 0
      ? [{ level: "error" as const, text: `${over} characters too long for GitHub.`, line: 0 }]
      : []),
    ...remark(new RegExp(TAG, "gi"), (tag) => ({
      level: "error",
      text: `${tag} is an order to the PSRT bot; leave it out.`,
    })),
    // "GHSA-7hm9-x2qv-3cwr", also inside the name of a private fork
    ...remark(/ghsa(?:[-_ \u2010-\u2015]?[0-9a-z]{4}){3}(?![0-9a-z])/gi, (id) =>
      [ticket, ...known].some(({ ghsaId }) => letters(ghsaId) === letters(id))
        ? undefined
        : {
            level: "error",
            text: "This names another ticket, which the reporter may not know of.",
          },
    ),
    // "CVE-2026-40107"
    ...remark(/cve[-_ \u2010-\u2015]?\d{4}[-_ \u2010-\u2015]?\d{4,19}/gi, (id) => {
      if ([ticket, ...known].some(({ cveId }) => letters(cveId ?? "") === letters(id))) {
        return undefined;
      }
      return secret.some(({ cveId }) => letters(cveId ?? "") === letters(id))
        ? { level: "error", text: "This is the CVE id of another ticket." }
        : { level: "warning", text: "Make sure that the record of this CVE id is published." };
    }),
    ...secret
      .filter(({ title }) => title.length >= TELLING_TITLE && !same(title, ticket.title))
      .flatMap(({ title }) =>
        remark(new RegExp(literalPattern(title), "gi"), () => ({
          level: "error",
          text: "This is the title of another ticket, which the reporter may not know of.",
        })),
      ),
  ];
}

function letters(id: string): string {
  return id.toLowerCase().replace(/[^0-9a-z]/g, "");
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
