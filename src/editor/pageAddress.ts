import * as vscode from "vscode";
import { parseTicketRef } from "../ticket/ticketRef.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { EMBARGOED_ENDING, TICKET_SCHEME } from "./contributions.ts";

/** The address of one of a ticket's pages; it holds ids only, since VS Code remembers it. */
export function pageUri(
  { repository: { owner, repo }, ghsaId }: TicketRef,
  name?: string,
): vscode.Uri {
  const last = [ghsaId, ...(name === undefined ? [] : [name])].join(" ");
  const path = `/${owner}/${repo}`.toLowerCase() + `/${last}${EMBARGOED_ENDING}`;
  return vscode.Uri.from({ scheme: TICKET_SCHEME, path });
}

/** The ticket that a page's address names; undefined for every other address. */
export function ticketOfPage(uri: vscode.Uri): TicketRef | undefined {
  // /python/cpython/GHSA-7hm9-x2qv-3cwr checksums.embargoed
  const [, owner, repo, ghsaId] = /^\/([^/]+)\/([^/]+)\/(GHSA[\w-]+)[ .]/.exec(uri.path) ?? [];
  return uri.scheme === TICKET_SCHEME
    ? parseTicketRef({ repository: { owner, repo }, ghsaId })
    : undefined;
}
