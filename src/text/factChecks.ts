import { parseVector } from "../cvss/grammar.ts";
import { checkDescription, checkTitle, type Check } from "../ticket/advisoryChecks.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { stripTags } from "../ticket/tag.ts";
import { severityOf, type AdvisoryFacts } from "./advisoryFacts.ts";
import type { Disagreement, DisagreementCode, Place } from "./disagreement.ts";

/**
 * Where the advisory, the score, the public issue and the public pull request disagree, and what of
 * them is missing. While there is an error, the e-mail is not due.
 */
export function checkFacts(facts: AdvisoryFacts): readonly Disagreement[] {
  return [
    ...checkCve(facts),
    ...checkSeverity(facts),
    ...inForm("title", checkTitle(stripTags(facts.title))),
    ...inForm("description", checkDescription(facts.description)),
    ...checkPullRequest(facts),
    ...checkIssue(facts),
    ...checkRelease(facts),
  ];
}

function inForm(field: "title" | "description", checks: readonly Check[]): Disagreement[] {
  return checks.map(({ level, text, at }) => {
    return { code: field, level, text, place: { kind: "form", field, ...(at && { at }) } };
  });
}

function onPage(code: DisagreementCode, url: string, text: string): Disagreement {
  return error(code, { kind: "page", url }, text);
}

function error(code: DisagreementCode, place: Place, text: string): Disagreement {
  return { code, level: "error", text, place };
}

function checkCve({ cveId, project, htmlUrl }: AdvisoryFacts): readonly Disagreement[] {
  if (cveId !== null) return [];
  const text =
    project.cveBy === "bot"
      ? "There is no CVE id yet: the bot reserves it at the full hour after the ticket is accepted."
      : `There is no CVE id yet: the bot reserves none for ${project.name}, so ask cna@python.org.`;
  return [onPage("cve", htmlUrl, text)];
}

function checkSeverity({ vector, severity, htmlUrl }: AdvisoryFacts): readonly Disagreement[] {
  const place = { kind: "form", field: "vector" } as const;
  if (vector === null || vector === "") {
    return [error("vector", place, "The severity is not scored with CVSS v4 yet.")];
  }
  const parsed = parseVector(vector);
  if (!parsed.valid) return [error("vector", place, parsed.reason)];
  const word = severityOf(vector);
  if (word === null) {
    return [error("vector", place, "The score is 0.0, and the e-mail has no word for that.")];
  }
  if (severity?.toUpperCase() === word) return [];
  const told = severity === null ? "no severity" : severity.toUpperCase();
  const text = `GitHub’s advisory says ${told}, and its CVSS v4 vector makes it ${word}.`;
  return [onPage("severity", htmlUrl, text)];
}

function checkPullRequest({ project, pullRequest }: AdvisoryFacts): readonly Disagreement[] {
  const { repository, mainBranch } = project;
  if (pullRequest === null) {
    const url = `https://github.com/${fullName(repository)}/pulls`;
    const text =
      "The public pull request is not known. Open it from the ticket, or, where somebody else has, link the public issue that lists it.";
    return [onPage("pull-request", url, text)];
  }
  const { number, state, base, htmlUrl: url } = pullRequest;
  if (base !== mainBranch) {
    const text = `Pull request ${number} goes to ${base}: the e-mail links the one for ${mainBranch}.`;
    return [onPage("pull-request", url, text)];
  }
  if (state === "merged") return [];
  const text =
    state === "open"
      ? `Pull request ${number} is not merged yet.`
      : `Pull request ${number} was closed without being merged.`;
  return [onPage("not-merged", url, text)];
}

function checkIssue({ project, issue, pullRequest }: AdvisoryFacts): readonly Disagreement[] {
  if (project.news !== "blurb" || pullRequest === null) return [];
  const { title, number, htmlUrl: url } = pullRequest;
  // "gh-140001: Refuse control characters"
  const named = /^gh-(\d+):/i.exec(title)?.[1];
  if (named === undefined) {
    return [onPage("issue", url, `The title of pull request ${number} names no issue.`)];
  }
  if (issue === null || Number(named) === issue) return [];
  const text = `Pull request ${number} is for issue ${named}, and this ticket’s issue is ${issue}.`;
  return [onPage("issue", url, text)];
}

function checkRelease({ project, release }: AdvisoryFacts): readonly Disagreement[] {
  if (project.advisoryWith === "merge" || release !== null) return [];
  const url = `https://pypi.org/project/${project.name}/#history`;
  const text = `${project.name}’s advisory goes out with the release that has the fix.`;
  return [onPage("not-released", url, text)];
}
