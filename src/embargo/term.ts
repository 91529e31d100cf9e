import { coordinatorsOf } from "../ticket/coordinator.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";

/** What a finding gives away. */
export type SecretKind = "ghsa-id" | "private-fork" | "cve-id" | "bot-tag" | "reporter";

/** A secret of a ticket as it may stand in a text. */
export interface Term {
  readonly kind: SecretKind;
  /** Global, so that every place is found. */
  readonly pattern: RegExp;
}

/** The bot's tags, see the title of an advisory; also where code has no such index, "[CLOSED]". */
export const TAG =
  "\\[(?:ACCEPT|ACCEPTED|CLOSE|CLOSED|COMPLETE|COMPLETED|NOTPLANNED|INVALID|DUPLICATE)\\]";

/**
 * A ticket's hard secrets. The CVE id is one until its record is published; the reporter, unless
 * they coordinate the ticket themselves.
 * @param where in code, tags count only in capitals and not as an index ("states[closed]").
 */
export function secretTerms(ticket: Ticket, where: "text" | "code"): readonly Term[] {
  const { ghsaId, cveId, author, privateFork } = ticket;
  const isCoordinator = coordinatorsOf(ticket).some((login) => same(login, author ?? ""));
  return [
    // The fork first: where it is found, the id inside its name is not reported again.
    ...(privateFork === null ? [] : [term("private-fork", forkPattern(fullName(privateFork)))]),
    // "python/cpython-ghsa-7hm9-x2qv-3cwr", in an address or not
    term("private-fork", "[\\w.-]+/[\\w.]+(?:-[\\w.]+)*-ghsa(?:-[0-9a-z]{4}){3}"),
    term("ghsa-id", "ghsa(?:[-_ ]?[0-9a-z]{4}){3}(?![0-9a-z])"),
    // The ticket's own also inside of a word, "TestGHSA7hm9x2qv3cwrHeader".
    term("ghsa-id", idPattern(ghsaId)),
    ...(cveId === null ? [] : [term("cve-id", `${idPattern(cveId)}(?!\\d)`)]),
    where === "text"
      ? term("bot-tag", TAG)
      : { kind: "bot-tag" as const, pattern: new RegExp(`(?<![\\w\\])])${TAG}`, "g") },
    ...(author === null || isCoordinator
      ? []
      : [term("reporter", `(?<![\\w-])@?${escape(author)}(?![\\w-])`)]),
  ];
}

function term(kind: SecretKind, pattern: string): Term {
  return { kind, pattern: new RegExp(pattern, "gi") };
}

function forkPattern(name: string): string {
  const [owner = "", repo = ""] = name.split("/");
  return `(?:${escape(owner)}/)?${escape(repo)}`;
}

/** "CVE-2026-1234" also as "cve_2026_1234", "CVE 2026-1234" and "TestCVE20261234". */
function idPattern(id: string): string {
  return id.split("-").map(escape).join("[-_ \\u2010-\\u2015]?");
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
