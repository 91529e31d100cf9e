import { asRecord } from "../base/shape.ts";
import { parseGhsaId } from "../ticket/ghsaId.ts";
import { parseRepositoryName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";

/** The ticket that a page remembered over a restart, and nothing else. */
export function parsePageState(state: unknown): TicketRef | undefined {
  const { owner, repo, ghsaId } = asRecord(state) ?? {};
  if (typeof owner !== "string" || typeof repo !== "string" || typeof ghsaId !== "string") return;
  const repository = parseRepositoryName(`${owner}/${repo}`);
  const id = parseGhsaId(ghsaId);
  return repository.valid && id.valid
    ? { repository: repository.value, ghsaId: id.value }
    : undefined;
}
