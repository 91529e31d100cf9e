import { plainLine } from "../base/plainLine.ts";

/** A name and an address as git has them. */
interface Signature {
  readonly name: string;
  readonly email: string;
}

/** "Ann Author <ann@example.org>", on one line and without what would end it early. */
export function signatureText({ name, email }: Signature): string {
  return `${withoutAngles(name)} <${withoutAngles(email)}>`;
}

function withoutAngles(text: string): string {
  return plainLine(text.replace(/[<>]/g, ""));
}

/**
 * A commit's message, ended, with a trailer for each further author.
 * https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors
 */
export function withCoAuthors(message: string, coAuthors: readonly Signature[]): string {
  const trailers = coAuthors.map((each) => `Co-authored-by: ${signatureText(each)}\n`).join("");
  return `${message.trimEnd()}\n${trailers === "" ? "" : `\n${trailers}`}`;
}

/**
 * What is worth knowing about an address before everybody can read it; undefined for an ordinary
 * one. CPython's bot asks the owner of the address for the contributor agreement.
 */
export function addressRemark(email: string): string | undefined {
  const [, domain = ""] = /@([^@]*)$/.exec(email.toLowerCase()) ?? [];
  if (domain === "users.noreply.github.com") return "GitHub's own address, which hides theirs";
  const isLocal =
    !domain.includes(".") ||
    /\s/.test(email.trim()) ||
    /(?:^|\.)(?:local|localhost|localdomain|internal|lan)$/.test(domain);
  if (isLocal) return "not an address of the internet: the CLA bot can't tell whose it is";
  if (/(?:^|\.)example\.(?:com|net|org)$/.test(domain)) return "an example's address";
  return undefined;
}
