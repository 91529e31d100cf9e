import { timestamp } from "../clock.ts";
import type { Advisory, Comment, Score } from "../model.ts";
import type { SandboxState } from "../state.ts";
import type { Json, JsonObject, Links } from "./links.ts";
import { nodeId } from "./links.ts";
import { renderSimpleRepository } from "./repository.ts";
import { renderTeam, renderUser } from "./user.ts";

/** Names of the weaknesses that the scenarios use (cwe.mitre.org). */
const WEAKNESSES: Readonly<Record<string, string>> = {
  "CWE-22": "Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')",
  "CWE-93": "Improper Neutralization of CRLF Sequences ('CRLF Injection')",
  "CWE-125": "Out-of-bounds Read",
  "CWE-295": "Improper Certificate Validation",
  "CWE-400": "Uncontrolled Resource Consumption",
  "CWE-416": "Use After Free",
  "CWE-426": "Untrusted Search Path",
  "CWE-770": "Allocation of Resources Without Limits or Throttling",
  "CWE-1333": "Inefficient Regular Expression Complexity",
};

/** The user's object, spelled as the login was written; a deleted account reads as null. */
function person(state: SandboxState, links: Links, login: string | null): Json {
  const user = login === null ? undefined : state.user(login);
  return user === undefined ? null : renderUser(links, { ...user, login: login ?? user.login });
}

function score(value: Score | null): JsonObject {
  return { vector_string: value?.vector ?? null, score: value?.score ?? null };
}

/**
 * Schema `repository-advisory`, with the keys `comments` and `comments_url` that GitHub adds since
 * the comments preview (github.blog/changelog, 2026-10-02).
 */
export function renderAdvisory(state: SandboxState, links: Links, advisory: Advisory): JsonObject {
  const path = `${advisory.repository}/security-advisories/${advisory.ghsaId}`;
  const url = `${links.api}/repos/${path}`;
  const fork = advisory.privateFork === null ? undefined : state.repository(advisory.privateFork);
  return {
    ghsa_id: advisory.ghsaId,
    cve_id: advisory.cveId,
    url,
    html_url: `${links.web}/${advisory.repository}/security/advisories/${advisory.ghsaId}`,
    summary: advisory.summary,
    description: advisory.description,
    severity: advisory.severity,
    author: person(state, links, advisory.author),
    publisher: person(state, links, advisory.publisher),
    identifiers: [
      { value: advisory.ghsaId, type: "GHSA" },
      ...(advisory.cveId === null ? [] : [{ value: advisory.cveId, type: "CVE" }]),
    ],
    state: advisory.state,
    created_at: timestamp(advisory.createdAt),
    updated_at: timestamp(advisory.updatedAt),
    published_at: timestamp(advisory.publishedAt),
    closed_at: timestamp(advisory.closedAt),
    withdrawn_at: timestamp(advisory.withdrawnAt),
    submission: advisory.submission === null ? null : { ...advisory.submission },
    vulnerabilities: advisory.vulnerabilities.map((each) => ({
      package: { ecosystem: each.ecosystem, name: each.package },
      vulnerable_version_range: each.vulnerableRange,
      patched_versions: each.patchedVersions,
      vulnerable_functions: each.functions,
    })),
    cvss_severities: { cvss_v3: score(advisory.cvssV3), cvss_v4: score(advisory.cvssV4) },
    // The older key knows v3 alone.
    cvss: score(advisory.cvssV3),
    cwes: advisory.cweIds.map((id) => ({ cwe_id: id, name: WEAKNESSES[id] ?? id })),
    cwe_ids: advisory.cweIds,
    credits: advisory.credits.map(({ login, type }) => ({ login, type })),
    credits_detailed: advisory.credits.flatMap(({ login, type, state: answer }) => {
      const user = person(state, links, login);
      return user === null ? [] : [{ user, type, state: answer }];
    }),
    collaborating_users: advisory.collaborators.flatMap((login) => {
      const user = person(state, links, login);
      return user === null ? [] : [user];
    }),
    collaborating_teams: advisory.teams.flatMap((slug) => {
      const team = state.team(advisory.repository, slug);
      return team === undefined ? [] : [renderTeam(links, team)];
    }),
    private_fork: fork === undefined ? null : renderSimpleRepository(state, links, fork),
    comments: advisory.comments.length,
    comments_url: `${url}/comments`,
  };
}

/** An advisory's comment, in the form of an issue's; the preview's own schema is not published. */
export function renderAdvisoryComment(
  state: SandboxState,
  links: Links,
  advisory: Advisory,
  comment: Comment,
): JsonObject {
  const { repository, ghsaId } = advisory;
  const page = `${links.web}/${repository}/security/advisories/${ghsaId}`;
  return {
    id: comment.id,
    node_id: nodeId("RepositoryAdvisoryComment", comment.id),
    url: `${links.api}/repos/${repository}/security-advisories/${ghsaId}/comments/${comment.id}`,
    html_url: `${page}#advisory-comment-${comment.id}`,
    body: comment.body,
    user: person(state, links, comment.author),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
  };
}
