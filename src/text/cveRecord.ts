import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { plainLine } from "../base/plainLine.ts";
import { baseMetrics, completeVector, parseVector } from "../cvss/grammar.ts";
import { rangeWords, type AffectedRange } from "../ticket/affectedVersions.ts";
import { lengthOf } from "../ticket/advisoryChecks.ts";
import { creditTypeOf, creditWords } from "../ticket/credits.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { stripTags } from "../ticket/tag.ts";
import type { Credit } from "../ticket/ticket.ts";
import type { AdvisoryFacts } from "./advisoryFacts.ts";
import { cveMetric, type CveMetric } from "./cveMetric.ts";

/** Somebody's credit with the name on their profile; null where they give none. */
export type NamedCredit = Credit & { readonly name: string | null };

export interface CveRecordFacts extends AdvisoryFacts {
  readonly versions: readonly AffectedRange[];
  /** "CWE-22 Improper Limitation of …", with its id first. */
  readonly weaknesses: readonly string[];
  readonly credits: readonly NamedCredit[];
  /** Addresses of the backports' pull requests. */
  readonly backports: readonly string[];
}

interface Reference {
  readonly url: string;
  readonly tags: readonly ("patch" | "issue-tracking")[];
}

interface RecordCredit {
  readonly lang: "en";
  readonly type: string;
  readonly value: string;
}

/** A record of the CVE programme, format 5, as far as this extension writes it. */
export interface CveRecord {
  readonly dataType: "CVE_RECORD";
  readonly dataVersion: "5.1";
  readonly cveMetadata: {
    readonly cveId: string;
    readonly assignerOrgId: string;
    readonly assignerShortName: string;
    readonly state: "PUBLISHED";
  };
  readonly containers: { readonly cna: CnaContainer };
}

interface CnaContainer {
  readonly providerMetadata: { readonly orgId: string; readonly shortName: string };
  readonly title: string;
  readonly descriptions: readonly [{ readonly lang: "en"; readonly value: string }];
  readonly affected: readonly [
    {
      readonly vendor: string;
      readonly product: string;
      readonly repo: string;
      readonly defaultStatus: "unaffected";
      readonly versions: readonly {
        readonly version: string;
        readonly lessThan: string;
        readonly status: "affected";
        readonly versionType: "python";
      }[];
    },
  ];
  readonly problemTypes?: readonly unknown[];
  readonly metrics?: readonly CveMetric[];
  readonly references: readonly Reference[];
  readonly credits?: readonly RecordCredit[];
  readonly source: { readonly discovery: "UNKNOWN" };
}

export interface CveRecordDraft {
  readonly record: CveRecord;
  /** What whoever publishes it must look at, each a sentence. */
  readonly remarks: readonly string[];
}

/** The Python Software Foundation's numbering authority, as its records name it. */
const PSF = { orgId: "28c92f92-d60d-412d-b760-e73465c3df22", shortName: "PSF" };

/** The record format's limits, in characters. */
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 4096;

/**
 * The CVE record for the numbering authority's operators, who publish it after the e-mail, or why
 * there can be none yet. It says what the e-mail says.
 * @see https://github.com/CVEProject/cve-schema
 */
export function draftCveRecord(facts: CveRecordFacts): Parsed<CveRecordDraft> {
  const { cveId, pullRequest } = facts;
  const title = stripTags(facts.title);
  const description = facts.description.replace(/\r\n?/g, "\n").trim();
  const lacking = [
    ...(cveId === null ? ["the CVE id"] : []),
    ...(title === "" ? ["the title"] : []),
    ...(description === "" ? ["the description"] : []),
    ...(pullRequest === null ? ["the public pull request"] : []),
    ...(facts.versions.length === 0 ? ["the affected versions"] : []),
  ];
  if (cveId === null || pullRequest === null || lacking.length > 0) {
    return invalid(`A CVE record needs ${lacking.join(", ")}.`);
  }
  const [long] = tooLongForRecord({ title, description });
  if (long !== undefined) return invalid(long.text);
  const metric = metricOf(facts.vector);
  const credits = facts.credits.filter(({ state }) => state !== "declined");
  const record: CveRecord = {
    dataType: "CVE_RECORD",
    dataVersion: "5.1",
    cveMetadata: {
      cveId,
      assignerOrgId: PSF.orgId,
      assignerShortName: PSF.shortName,
      state: "PUBLISHED",
    },
    containers: {
      cna: {
        providerMetadata: PSF,
        title,
        descriptions: [{ lang: "en", value: description }],
        affected: [affectedProduct(facts)],
        ...(facts.weaknesses.length > 0 && { problemTypes: facts.weaknesses.map(problemType) }),
        ...(metric !== undefined && { metrics: [metric] }),
        references: references(facts, pullRequest.htmlUrl),
        ...(credits.length > 0 && { credits: credits.map(recordCredit) }),
        source: { discovery: "UNKNOWN" },
      },
    },
  };
  return valid({ record, remarks: remarksOn(facts, metric) });
}

/** The record as a file has it. */
export function cveRecordText(record: CveRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

interface TooLong {
  readonly field: "title" | "description";
  readonly text: string;
}

/** What GitHub takes, and a CVE record does not. */
export function tooLongForRecord(
  texts: Readonly<Record<TooLong["field"], string>>,
): readonly TooLong[] {
  const limits = [["title", MAX_TITLE] as const, ["description", MAX_DESCRIPTION] as const];
  return limits.flatMap(([field, most]) => {
    const length = lengthOf(texts[field]);
    if (length <= most) return [];
    const text = `The ${field} has ${length} characters, and a CVE record takes ${most}: shorten it by ${length - most}.`;
    return [{ field, text }];
  });
}

function metricOf(vector: string | null): CveMetric | undefined {
  const parsed = parseVector(vector ?? "");
  const base = parsed.valid ? completeVector(baseMetrics(parsed.value)) : undefined;
  return base && cveMetric(base);
}

function affectedProduct({ project, versions }: CveRecordFacts): CnaContainer["affected"][0] {
  return {
    vendor: "Python Software Foundation",
    product: project.name,
    repo: `https://github.com/${fullName(project.repository)}`,
    defaultStatus: "unaffected",
    versions: versions.map(({ from, fixedIn }) => ({
      version: from,
      lessThan: fixedIn,
      status: "affected",
      versionType: "python",
    })),
  };
}

function problemType(weakness: string): unknown {
  const cweId = /^CWE-\d+/.exec(weakness)?.[0];
  const description = {
    lang: "en",
    description: weakness,
    ...(cweId !== undefined && { cweId, type: "CWE" }),
  };
  return { descriptions: [description] };
}

function references({ project, issue, backports }: CveRecordFacts, pullUrl: string): Reference[] {
  const issues = pullUrl.replace(/\/pull\/\d+$/, "/issues");
  return [
    { url: pullUrl, tags: ["patch"] },
    ...(issue === null || project.news !== "blurb"
      ? []
      : [{ url: `${issues}/${issue}`, tags: ["issue-tracking" as const] }]),
    ...[...new Set(backports)].map((url) => ({ url, tags: ["patch" as const] })),
  ];
}

/** "Mel Member (https://github.com/mel-member)"; the record's types are GitHub's in other spelling. */
function recordCredit({ login, name, type }: NamedCredit): RecordCredit {
  const known = plainLine(name ?? "") || login;
  return {
    lang: "en",
    type: creditWords(creditTypeOf(type) ?? "other"),
    value: `${known} (https://github.com/${login})`,
  };
}

function remarksOn(facts: CveRecordFacts, metric: CveMetric | undefined): readonly string[] {
  const pending = facts.credits.filter(({ state }) => state === "pending");
  return [
    ...facts.versions
      .filter(({ expected }) => expected)
      .map((range) => `${range.branch} is not fixed yet: “${rangeWords(range)}” is a guess.`),
    ...(metric === undefined ? ["There is no CVSS v4 score."] : []),
    ...(facts.weaknesses.length === 0 ? ["No weakness (CWE) is chosen."] : []),
    ...pending.map(({ login }) => `${login} has not accepted the credit yet.`),
  ];
}
