import {
  asInstant,
  asList,
  asNumber,
  asRecord,
  asString,
  type UnknownRecord,
} from "../base/shape.ts";
import type { AffectedPackage } from "../ticket/affectedPackage.ts";
import { parseGhsaId } from "../ticket/ghsaId.ts";
import { parseRepositoryName, type RepositoryName } from "../ticket/repositoryName.ts";
import { sameLogin } from "../ticket/login.ts";
import { stripTags, tagsOf } from "../ticket/tag.ts";
import type { Credit, CreditState, Severity, Ticket, TicketState } from "../ticket/ticket.ts";

const STATES: readonly TicketState[] = ["triage", "draft", "published", "closed", "withdrawn"];
const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];
const CREDIT_STATES: readonly CreditState[] = ["accepted", "pending", "declined"];

/** An advisory as the ticket's form reads it: the title with its tags, as it stands on GitHub. */
export interface Advisory extends Ticket {
  readonly summary: string;
  /** Credits that GitHub tells without a login or a role: a list written whole can't name them. */
  readonly unnamedCredits: number;
  readonly publishedAt: Date | null;
  /** Collaborators whom GitHub tells without a login: a list written whole can't name them. */
  readonly unnamedCollaborators: number;
  /** Undefined where GitHub does not count them. */
  readonly commentCount: number | undefined;
  readonly weaknesses: readonly string[];
  readonly affected: readonly AffectedPackage[];
}

/**
 * Maps GitHub's advisory. Unknown keys are passed over and unknown words kept as "unknown"; only an
 * advisory without a valid id or dates is undefined.
 */
export function toAdvisory(value: unknown, repository: RepositoryName): Advisory | undefined {
  const data = asRecord(value);
  const id = parseGhsaId(asString(data?.["ghsa_id"]) ?? "");
  const createdAt = asInstant(data?.["created_at"]) ?? asInstant(data?.["updated_at"]);
  if (data === undefined || !id.valid || createdAt === undefined) return undefined;
  const summary = asString(data["summary"]) ?? "";
  const cvss = vectors(data);
  return {
    repository,
    ghsaId: id.value,
    summary,
    title: stripTags(summary),
    tags: tagsOf(summary),
    description: asString(data["description"]) ?? "",
    state: STATES.find((state) => state === data["state"]) ?? "unknown",
    cveId: cveId(data["cve_id"]),
    severity: SEVERITIES.find((severity) => severity === data["severity"]) ?? null,
    cvssV4: cvss.find((vector) => vector.startsWith("CVSS:4")) ?? null,
    cvssV3: cvss.find((vector) => vector.startsWith("CVSS:3")) ?? null,
    ...creditsOf(data),
    weaknesses: strings(data["cwe_ids"]),
    affected: asList(data["vulnerabilities"]).flatMap(affected),
    author: asString(asRecord(data["author"])?.["login"]) ?? null,
    privateFork: privateForkOf(data),
    createdAt,
    updatedAt: asInstant(data["updated_at"]) ?? createdAt,
    closedAt: asInstant(data["closed_at"]) ?? null,
    publishedAt: asInstant(data["published_at"]) ?? null,
    commentCount: asNumber(data["comments"]),
    htmlUrl: asString(data["html_url"]) ?? "",
    ...collaboratorsOf(data),
  };
}

function collaboratorsOf(
  data: UnknownRecord,
): Pick<Advisory, "collaborators" | "unnamedCollaborators"> {
  const users = asList(data["collaborating_users"]);
  const collaborators = users.flatMap((user) => asString(asRecord(user)?.["login"]) ?? []);
  return { collaborators, unnamedCollaborators: users.length - collaborators.length };
}

/** Whatever vectors GitHub has stored, wherever it has put them. */
function vectors(data: UnknownRecord): readonly string[] {
  const severities = asRecord(data["cvss_severities"]);
  return [severities?.["cvss_v4"], severities?.["cvss_v3"], data["cvss"]]
    .map((entry) => asString(asRecord(entry)?.["vector_string"]))
    .filter((vector) => vector !== undefined);
}

function strings(value: unknown): readonly string[] {
  return asList(value).flatMap((item) => asString(item) ?? []);
}

function affected(value: unknown): readonly AffectedPackage[] {
  const entry = asRecord(value);
  if (entry === undefined) return [];
  const product = asRecord(entry["package"]);
  return [
    {
      ecosystem: asString(product?.["ecosystem"]) ?? "other",
      name: textOf(product?.["name"]),
      affectedRange: textOf(entry["vulnerable_version_range"]),
      patched: textOf(entry["patched_versions"]),
      functions: strings(entry["vulnerable_functions"]),
    },
  ];
}

/** Null for a text that says nothing, too. */
function textOf(value: unknown): string | null {
  const text = asString(value)?.trim() ?? "";
  return text === "" ? null : text;
}

function cveId(value: unknown): string | null {
  const text = asString(value) ?? "";
  return /^CVE-\d{4}-\d{4,19}$/.test(text) ? text : null;
}

/**
 * From `credits_detailed`, and from `credits` what that leaves out, with a state that nobody told.
 * Where there is no detailed list at all, a credit counts as accepted.
 */
function creditsOf(data: UnknownRecord): Pick<Advisory, "credits" | "unnamedCredits"> {
  const detailed = asList(data["credits_detailed"]);
  const plain = asList(data["credits"]);
  const known = detailed.flatMap((entry) => toCredit(entry, "accepted") ?? []);
  const silent = detailed.length > 0 ? "unknown" : "accepted";
  const more = plain
    .flatMap((entry) => toCredit(entry, silent) ?? [])
    .filter(({ login }) => !known.some((each) => sameLogin(each.login, login)));
  const credits = [...known, ...more];
  const typed = credits.filter(({ type }) => type !== UNTYPED).length;
  const unnamedCredits = Math.max(0, Math.max(detailed.length, plain.length) - typed);
  return {
    credits: credits.map((each) => (each.type === UNTYPED ? { ...each, type: "other" } : each)),
    unnamedCredits,
  };
}

const UNTYPED = "";

function toCredit(entry: unknown, silent: CreditState): Credit | undefined {
  const credit = asRecord(entry);
  const login = asString(asRecord(credit?.["user"])?.["login"]) ?? asString(credit?.["login"]);
  if (credit === undefined || login === undefined) return undefined;
  const given = credit["state"] ?? silent;
  const state = CREDIT_STATES.find((known) => known === given) ?? "unknown";
  return { login, type: asString(credit["type"]) ?? UNTYPED, state };
}

/** Null when GitHub's advisory names none. */
export function privateForkOf(advisory: unknown): RepositoryName | null {
  const fork = asRecord(asRecord(advisory)?.["private_fork"]);
  const name = parseRepositoryName(asString(fork?.["full_name"]) ?? "");
  return name.valid ? name.value : null;
}
