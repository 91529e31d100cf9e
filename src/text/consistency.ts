import { rowsOf } from "../ticket/affectedVersions.ts";
import type { AffectedRange } from "../ticket/affectedVersions.ts";
import { affectedText, type AffectedPackage } from "../ticket/affectedPackage.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { emailFacts, type AdvisoryFacts } from "./advisoryFacts.ts";
import { tooLongForRecord } from "./cveRecord.ts";
import type { Disagreement, DisagreementCode, Place } from "./disagreement.ts";
import { advisoryEmail } from "./email.ts";
import { checkEmail } from "./emailChecks.ts";
import { checkFacts } from "./factChecks.ts";

/** All that is to say the same of one vulnerability. */
export interface ConsistencyFacts extends AdvisoryFacts {
  readonly affected: readonly AffectedPackage[];
  /** "CWE-22", as the advisory has them. */
  readonly weaknesses: readonly string[];
  /** What the branches tell; null where they were not asked. */
  readonly versions: readonly AffectedRange[] | null;
}

/**
 * Where the advisory, its score, the public issue and pull request, the e-mail and the CVE record
 * that come of it disagree, and what of them is missing; the gravest first.
 */
export function checkConsistency(facts: ConsistencyFacts): readonly Disagreement[] {
  const found = [
    ...checkFacts(facts),
    ...checkPullPlace(facts),
    ...checkAsEmail(facts),
    ...checkRecord(facts),
    ...checkProducts(facts),
    ...checkVersions(facts),
  ];
  return [
    ...found.filter(({ level }) => level === "error"),
    ...found.filter(({ level }) => level === "warning"),
  ];
}

/** "https://github.com/python/cpython/pull/140002" */
function checkPullPlace({ project, pullRequest }: AdvisoryFacts): readonly Disagreement[] {
  if (pullRequest === null) return [];
  const { number, htmlUrl: url } = pullRequest;
  const path = `/${fullName(project.repository)}/pull/${number}`.toLowerCase();
  if (url.toLowerCase().endsWith(path)) return [];
  const text = `Pull request ${number} is not one of ${fullName(project.repository)}.`;
  return [{ code: "pull-request", level: "error", text, place: { kind: "page", url } }];
}

/** What checks of the e-mail say that no check of the advisory's own texts does. */
const OF_THE_EMAIL: readonly DisagreementCode[] = [
  "commit-link",
  "cvss-added",
  "doubled-scheme",
  "hidden-character",
  "other-cve",
  "two-blanks",
];

/** What would be a slip in the e-mail that is made of the advisory, at its place in the advisory. */
function checkAsEmail(facts: AdvisoryFacts): readonly Disagreement[] {
  const told = emailFacts(facts);
  const email = advisoryEmail(told);
  return checkEmail(email, told)
    .filter(({ code }) => OF_THE_EMAIL.includes(code))
    .flatMap((found): readonly Disagreement[] => {
      const place = placeInAdvisory(found.place, email.subject, facts);
      return place === undefined ? [] : [{ ...found, place }];
    });
}

/** Undefined for what the template itself says. */
function placeInAdvisory(
  place: Place,
  subject: string,
  { title, description }: AdvisoryFacts,
): Place | undefined {
  if (place.kind !== "email") return place;
  if (place.part === "subject") {
    const part = subject.slice(place.start, place.end);
    const start = title.indexOf(part);
    const at = { start, end: start + part.length };
    return { kind: "form", field: "title", ...(start >= 0 && { at }) };
  }
  const text = description.replace(/\r\n?/g, "\n");
  // Blank lines in front are left out of the e-mail.
  const before = /^(?:[ \t]*\n)*/.exec(text)?.[0].length ?? 0;
  const lines = text.slice(before).trimEnd().split("\n");
  const line = place.line - DESCRIPTION_LINE;
  if (line < 0 || line >= lines.length) return undefined;
  const start = before + lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  const at = { start: start + place.start, end: start + place.end };
  return { kind: "form", field: "description", at };
}

/** The line of the e-mail's body in which the description begins. */
const DESCRIPTION_LINE = 2;

function checkRecord({
  title,
  description,
  weaknesses,
}: ConsistencyFacts): readonly Disagreement[] {
  const long = tooLongForRecord({ title, description: description.trim() });
  return [
    ...long.map(({ field, text }): Disagreement => {
      return { code: "record", level: "warning", text, place: { kind: "form", field } };
    }),
    ...(weaknesses.length > 0
      ? []
      : [advice("weaknesses", "weaknesses", "No weakness (CWE) is chosen for the CVE record.")]),
  ];
}

function checkProducts({ project, affected }: ConsistencyFacts): readonly Disagreement[] {
  const names = [project.name, project.repository.repo].map((name) => name.toLowerCase());
  return affected.flatMap(({ name, ecosystem }, at) => {
    const row = affected.length === 1 ? "" : `Row ${at + 1}: `;
    if (name !== null && !names.includes(name.trim().toLowerCase())) {
      const text = `${row}the product is “${name.slice(0, 40)}”, and the e-mail says ${project.name}.`;
      return [advice("product", "affected", text)];
    }
    if (ecosystem === project.ecosystem) return [];
    const text = `${row}${project.name} is published as “${project.ecosystem}”, not “${ecosystem.slice(0, 40)}”.`;
    return [advice("product", "affected", text)];
  });
}

function checkVersions({ project, affected, versions }: ConsistencyFacts): readonly Disagreement[] {
  if (versions === null) return [];
  const told = rowsOf(versions, project, affected);
  if (affectedText(told) === affectedText(affected)) return [];
  const text = "The affected versions are not those that the branches tell for the CVE record.";
  return [advice("versions", "affected", text)];
}

function advice(
  code: DisagreementCode,
  field: "affected" | "weaknesses",
  text: string,
): Disagreement {
  return { code, level: "warning", text, place: { kind: "form", field } };
}
