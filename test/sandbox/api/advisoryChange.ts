import { asList, asRecord, asString, type UnknownRecord } from "../../../src/base/shape.ts";
import { sameLogin } from "../access.ts";
import type { Advisory, Credit, CreditType, Severity, Vulnerability } from "../model.ts";
import { scoreVector, severityOf } from "../score.ts";
import type { SandboxState } from "../state.ts";
import { adminsOnly, invalid } from "./exchange.ts";

const RESOURCE = "RepositoryAdvisory";

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];
const CREDIT_TYPES: readonly CreditType[] = [
  ...(["analyst", "finder", "reporter", "coordinator", "remediation_developer"] as const),
  ...(["remediation_reviewer", "remediation_verifier", "tool", "sponsor", "other"] as const),
];

/** State changes that GitHub's page offers; closed to draft is "Reopen". */
const TRANSITIONS: Readonly<Record<string, readonly string[]>> = {
  triage: ["draft", "closed"],
  draft: ["closed", "published"],
  closed: ["draft"],
};

function strings(value: unknown): string[] {
  return asList(value).flatMap((item) => asString(item) ?? []);
}

/**
 * `PATCH …/security-advisories/{ghsa_id}`: keys left out stay, arrays are replaced whole. Nothing is
 * changed when any key is refused (docs.github.com/rest/security-advisories/repository-advisories).
 *
 * @throws {ApiError} 403 or 422
 */
export function changeAdvisory(
  state: SandboxState,
  advisory: Advisory,
  body: UnknownRecord,
  who: { readonly login: string; readonly admin: boolean; readonly at?: Date },
): void {
  const at = who.at ?? state.clock.now();
  const adminKeys = ["state", "collaborating_users", "collaborating_teams"];
  if (!who.admin && adminKeys.some((key) => key in body)) throw adminsOnly();
  const changes: (() => void)[] = [
    ...textChanges(advisory, body),
    ...scoreChanges(advisory, body),
    ...listChanges(state, advisory, body),
    ...stateChange(advisory, body, who.login, at),
  ];
  for (const change of changes) change();
  if (changes.length > 0) advisory.updatedAt = at;
}

function* textChanges(advisory: Advisory, body: UnknownRecord): Generator<() => void> {
  const summary = asString(body["summary"]);
  if (summary !== undefined) {
    if (summary.trim() === "") throw invalid(RESOURCE, "summary", undefined, "missing_field");
    yield () => (advisory.summary = summary);
  }
  const description = asString(body["description"]);
  if (description !== undefined) yield () => (advisory.description = description);
  if ("cve_id" in body) {
    const cveId = asString(body["cve_id"]) ?? null;
    if (cveId !== null && !/^CVE-\d{4}-\d{4,19}$/.test(cveId)) throw invalid(RESOURCE, "cve_id");
    yield () => (advisory.cveId = cveId);
  }
}

/** "You must choose between setting this field or `cvss_vector_string`" (the API's description). */
function* scoreChanges(advisory: Advisory, body: UnknownRecord): Generator<() => void> {
  const vector = body["cvss_vector_string"];
  const severity = SEVERITIES.find((each) => each === body["severity"]);
  if (severity !== undefined && typeof vector === "string") {
    throw invalid(RESOURCE, "severity", "Cannot set both severity and cvss_vector_string");
  }
  if ("severity" in body) {
    const scored = advisory.cvssV3 !== null || advisory.cvssV4 !== null;
    if (severity !== undefined && scored && vector !== null) {
      throw invalid(RESOURCE, "severity", "Cannot set severity while a CVSS vector is set");
    }
    yield () => (advisory.severity = severity ?? null);
  }
  if (vector === null) yield () => (advisory.cvssV3 = advisory.cvssV4 = null);
  if (typeof vector === "string") {
    const score = scoreVector(vector);
    if (score === undefined) throw invalid(RESOURCE, "cvss_vector_string");
    const stored = { vector, score: score.score };
    yield () => {
      if (score.version === 4) advisory.cvssV4 = stored;
      else advisory.cvssV3 = stored;
      advisory.severity = severityOf(score.score);
    };
  }
}

function* listChanges(
  state: SandboxState,
  advisory: Advisory,
  body: UnknownRecord,
): Generator<() => void> {
  if ("credits" in body) {
    const credits = asList(body["credits"]).map((each) => credit(state, advisory, each));
    const logins = new Set(credits.map(({ login }) => login.toLowerCase()));
    if (logins.size < credits.length) throw invalid(RESOURCE, "credits", "Duplicate credit");
    yield () => (advisory.credits = credits);
  }
  if ("vulnerabilities" in body) {
    const vulnerabilities = asList(body["vulnerabilities"]).map(vulnerability);
    if (vulnerabilities.length === 0) throw invalid(RESOURCE, "vulnerabilities");
    yield () => (advisory.vulnerabilities = vulnerabilities);
  }
  if ("cwe_ids" in body) {
    const cweIds = strings(body["cwe_ids"]);
    if (!cweIds.every((id) => /^CWE-\d+$/.test(id))) throw invalid(RESOURCE, "cwe_ids");
    yield () => (advisory.cweIds = cweIds);
  }
  if ("collaborating_users" in body) {
    const users = strings(body["collaborating_users"]);
    if (users.some((login) => state.user(login) === undefined)) {
      throw invalid(RESOURCE, "collaborating_users");
    }
    yield () => (advisory.collaborators = users);
  }
  if ("collaborating_teams" in body) {
    const teams = strings(body["collaborating_teams"]);
    if (teams.some((slug) => state.team(advisory.repository, slug) === undefined)) {
      throw invalid(RESOURCE, "collaborating_teams");
    }
    yield () => (advisory.teams = teams);
  }
}

/** A credit that is new or changed waits for the person's consent; an answered one stays answered. */
function credit(state: SandboxState, advisory: Advisory, value: unknown): Credit {
  const record = asRecord(value);
  const login = asString(record?.["login"]) ?? "";
  const type = CREDIT_TYPES.find((each) => each === record?.["type"]);
  if (type === undefined || state.user(login) === undefined) throw invalid(RESOURCE, "credits");
  const known = advisory.credits.find((each) => sameLogin(each.login, login) && each.type === type);
  return { login, type, state: known?.state ?? "pending" };
}

function vulnerability(value: unknown): Vulnerability {
  const record = asRecord(value);
  const affected = asRecord(record?.["package"]);
  return {
    ecosystem: asString(affected?.["ecosystem"]) ?? "other",
    package: asString(affected?.["name"]) ?? null,
    vulnerableRange: asString(record?.["vulnerable_version_range"]) ?? null,
    patchedVersions: asString(record?.["patched_versions"]) ?? null,
    functions: strings(record?.["vulnerable_functions"]),
  };
}

function* stateChange(
  advisory: Advisory,
  body: UnknownRecord,
  login: string,
  now: Date,
): Generator<() => void> {
  const next = asString(body["state"]);
  if (next === undefined || next === advisory.state) return;
  if (TRANSITIONS[advisory.state]?.includes(next) !== true) throw invalid(RESOURCE, "state");
  yield () => {
    if (next === "draft") {
      advisory.state = "draft";
      advisory.closedAt = null;
      if (advisory.submission !== null) advisory.submission.accepted = true;
    } else if (next === "closed") {
      advisory.state = "closed";
      advisory.closedAt = now;
    } else {
      advisory.state = "published";
      advisory.publishedAt = now;
      advisory.publisher = login;
    }
  };
}
