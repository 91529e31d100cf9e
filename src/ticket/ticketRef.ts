import { asRecord, asString } from "../base/shape.ts";
import { parseGhsaId } from "./ghsaId.ts";
import { parseRepositoryName } from "./repositoryName.ts";
import type { TicketRef } from "./ticket.ts";

/** Reads a ticket's name from outside: what a command was called with, what a file remembers. */
export function parseTicketRef(value: unknown): TicketRef | undefined {
  const data = asRecord(value);
  const repository = asRecord(data?.["repository"]);
  const owner = asString(repository?.["owner"]) ?? "";
  const repo = asString(repository?.["repo"]) ?? "";
  const name = parseRepositoryName(`${owner}/${repo}`);
  const id = parseGhsaId(asString(data?.["ghsaId"]) ?? "");
  return name.valid && id.valid ? { repository: name.value, ghsaId: id.value } : undefined;
}

/** Reads a `ticketKey`: "python/cpython GHSA-…". */
export function parseTicketKey(key: string): TicketRef | undefined {
  const [, owner, repo, ghsaId] = /^([^/ ]+)\/([^/ ]+) (\S+)$/.exec(key) ?? [];
  return parseTicketRef({ repository: { owner, repo }, ghsaId });
}
