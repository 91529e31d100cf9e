import { fullName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";

export interface Archive {
  readonly ticket: TicketRef;
  /** "python/cpython-ghsa-…" */
  readonly fork: string | null;
  readonly at: Date;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly missing: readonly string[];
}

const KINDS: Readonly<Record<string, string>> = {
  "advisory.json": "the advisory, as GitHub's API sends it",
  "comments.json": "its comments",
  "pull-requests.json": "the pull requests of the private fork, with what was said on them",
  "fork.bundle": "all branches and pull requests: git clone fork.bundle",
};

/** What lies beside an archive's files and tells what they are. The digests are sha256sum's lines. */
export function archiveNote({ ticket, fork, at, files, missing }: Archive): string {
  const lines = [
    "EMBARGOED until the advisory is published. Keep it off shared and synced folders.",
    "",
    `Ticket   ${ticket.ghsaId} of ${fullName(ticket.repository)}`,
    `Fork     ${fork ?? "none"}`,
    `Exported ${at.toISOString().replace(/\.\d+Z$/, "Z")}`,
    "",
    ...files.map(({ name }) => `${name.padEnd(20)} ${KINDS[name] ?? ""}`.trimEnd()),
    "",
    missing.length === 0 ? "Nothing is missing." : "Not in it:",
    ...missing.map((each) => `- ${each}`),
    "",
    "SHA-256, to check with: grep '  ' README.txt | sha256sum --check --ignore-missing",
    ...files.map(({ name, sha256 }) => `${sha256}  ${name}`),
  ];
  return `${lines.join("\n")}\n`;
}
