import { createHash } from "node:crypto";
import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { baseMetrics, formatMetrics, parseVector } from "../cvss/grammar.ts";
import { advisoryFactsOf } from "../text/knownFacts.ts";
import {
  cveRecordText,
  draftCveRecord,
  type CveRecordDraft,
  type NamedCredit,
} from "../text/cveRecord.ts";
import { checkCveRecord, repeatedParts, type RepeatedParts } from "../text/recordChecks.ts";
import {
  affectedBefore,
  affectedVersions,
  type AffectedRange,
  type BranchFix,
} from "../ticket/affectedVersions.ts";
import { cweLabel, parseCweId, type WeaknessList } from "../ticket/cwe.ts";
import type { Project } from "../ticket/project.ts";
import { foremost } from "../ticket/pullRequest.ts";
import { versionInPatchlevel, type PythonVersion } from "../ticket/pythonVersion.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import { stripTags } from "../ticket/tag.ts";
import { isUnaffected } from "../ticket/unaffectedBranches.ts";
import type { GitHub } from "./gitHub.ts";

export { checkCveRecord, cveRecordText, type CveRecordDraft };

export interface DraftRecordPorts {
  readonly gitHub: Pick<GitHub, "contents" | "profiles">;
  readonly weaknesses: () => Promise<WeaknessList>;
}

export interface RecordWishes {
  /** "CWE-22", as the advisory has them. */
  readonly cweIds: readonly string[];
  /** The first version with the mistake, if it is known. */
  readonly introducedIn?: PythonVersion;
}

/** Where CPython's source says which version it is. */
const PATCHLEVEL = "Include/patchlevel.h";

/**
 * Drafts the CVE record from what is known of a ticket, with the affected versions of every branch
 * that gets the fix; or says what is missing.
 *
 * @throws {HumanError} when GitHub can't be read. @throws {CancelledError}
 */
export async function draftRecord(
  ports: DraftRecordPorts,
  project: Project,
  facts: TicketFacts,
  { cweIds, introducedIn }: RecordWishes,
  signal?: AbortSignal,
): Promise<Parsed<CveRecordDraft>> {
  const [versions, credits, list] = await Promise.all([
    readVersions(ports.gitHub, project, facts, introducedIn, signal),
    nameCredits(ports.gitHub, facts, signal),
    ports.weaknesses(),
  ]);
  if (!versions.valid) return versions;
  return draftCveRecord({
    ...advisoryFactsOf(project, facts),
    versions: versions.value,
    weaknesses: cweIds.map((id) => {
      const number = parseCweId(id);
      return number === undefined ? id : cweLabel(list, number);
    }),
    credits,
    backports: backportsOf(facts).map(({ htmlUrl }) => htmlUrl),
  });
}

/**
 * The versions of the affected branches as the source tells them at each merge; at the branch's end where the fix is
 * not merged yet. Invalid where a branch does not tell its version.
 *
 * @throws {HumanError} when GitHub can't be read. @throws {CancelledError}
 */
export async function readVersions(
  { contents }: Pick<GitHub, "contents">,
  project: Project,
  facts: TicketFacts,
  introducedIn?: PythonVersion,
  signal?: AbortSignal,
): Promise<Parsed<readonly AffectedRange[]>> {
  const { record, road } = facts;
  if (!project.backports) {
    return valid(record.fixRelease === undefined ? [] : affectedBefore(record.fixRelease));
  }
  const merges = new Map<string, string>();
  const main = road?.publicPull.known === true ? road.publicPull.value : undefined;
  for (const pull of [...backportsOf(facts), ...(main === undefined ? [] : [main])]) {
    if (pull.state !== "merged" || pull.mergeCommit === null) continue;
    merges.set(pull.base.ref, pull.mergeCommit);
  }
  const releases = (road?.releases.branches ?? []).map(({ name }) => name);
  const branches = [project.mainBranch, ...releases.filter((name) => !isUnaffected(record, name))];
  const fixes = await Promise.all(
    branches.map(async (branch): Promise<Parsed<BranchFix>> => {
      const commit = merges.get(branch);
      const at = commit ?? branch;
      const header = await contents.text(project.repository, PATCHLEVEL, at, signal);
      const version = versionInPatchlevel(header ?? "");
      return version.valid
        ? valid({ branch, version: version.value, merged: commit !== undefined })
        : invalid(`The version of ${branch} could not be read: ${version.reason}`);
    }),
  );
  const known = fixes.flatMap((fix) => (fix.valid ? [fix.value] : []));
  return (
    fixes.find((fix) => !fix.valid) ??
    valid(affectedVersions(known, introducedIn, record.unaffectedBranches))
  );
}

/** The backport of each branch that counts, merged or open. */
function backportsOf({ road }: TicketFacts): readonly NonNullable<ReturnType<typeof foremost>>[] {
  const all = road?.backports.known === true ? road.backports.value : [];
  const branches = [...new Set(all.map(({ base }) => base.ref))];
  return branches.flatMap((branch) => {
    const pull = foremost(all.filter(({ base }) => base.ref === branch));
    return pull === undefined || pull.state === "closed" ? [] : [pull];
  });
}

function nameCredits(
  { profiles }: Pick<GitHub, "profiles">,
  { ticket }: TicketFacts,
  signal: AbortSignal | undefined,
): Promise<readonly NamedCredit[]> {
  return Promise.all(
    ticket.credits
      .filter(({ state }) => state !== "declined")
      .map(async (credit) => ({ ...credit, name: await profiles.name(credit.login, signal) })),
  );
}

/** Of what a record's text repeats of the advisory, 64 hex digits; undefined where it is no JSON. */
export function recordDigest(text: string): string | undefined {
  const parts = repeatedParts(text);
  return parts && digestOf(parts);
}

/** The same of what a record would repeat of the advisory now. */
export function advisoryDigest({ ticket }: TicketFacts): string {
  const { cveId, title, description, cvssV4 } = ticket;
  const vector = parseVector(cvssV4 ?? "");
  return digestOf({
    cveId,
    title: stripTags(title),
    description,
    vector: vector.valid ? formatMetrics(baseMetrics(vector.value)) : null,
  });
}

/** However lines are wrapped. */
function digestOf({ cveId, title, description, vector }: RepeatedParts): string {
  const words = (text: string): string => text.split(/\s+/).filter(Boolean).join(" ");
  const said = [cveId, words(title), words(description), vector];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}
