import type { EmailSeverity } from "../cvss/severity.ts";
import { stripTags } from "../ticket/tag.ts";

/** What the advisory e-mail is made of; null or empty where it isn't known yet. */
export interface EmailFacts {
  readonly projectName: string;
  readonly cveId: string | null;
  /** May carry the bot's tags, which stay out. */
  readonly title: string;
  readonly severity: EmailSeverity | null;
  readonly description: string;
  readonly pullRequestUrl: string | null;
}

export type EmailPart = "CVE id" | "title" | "severity" | "description" | "pull request";

export interface AdvisoryEmail {
  readonly subject: string;
  /** Lines end with "\n", the last one too. */
  readonly body: string;
  /** Parts that stand in the text as the template's {placeholders}. */
  readonly missing: readonly EmailPart[];
}

/** The list that advisories go to. Who sends must be a member of the list; it adds its own prefix. */
export const ADVISORY_LIST = "security-announce@python.org";

/** The template's sentence above the two links. */
export const LINKS_SENTENCE =
  "Please see the linked CVE ID for the latest information on affected versions:";

const CVE_ID = /^CVE-\d{4}-\d{4,}$/;

/** The page of a CVE record; it is empty until the numbering authority has published the record. */
export function cveRecordUrl(cveId: string): string {
  return `https://www.cve.org/CVERecord?id=${cveId}`;
}

/**
 * The e-mail to security-announce by the handbook's template. The list adds its own prefix to the
 * subject. https://devguide.python.org/security/psrt/#template-responses
 */
export function advisoryEmail(facts: EmailFacts): AdvisoryEmail {
  const missing: EmailPart[] = [];
  function part(name: EmailPart, text: string | null, placeholder: string): string {
    if (text !== null && text !== "") return text;
    missing.push(name);
    return placeholder;
  }
  const cveId = part(
    "CVE id",
    facts.cveId !== null && CVE_ID.test(facts.cveId) ? facts.cveId : null,
    "{CVE-YYYY-XXXX}",
  );
  const title = part("title", oneLine(stripTags(facts.title)), "{title}");
  const severity = part("severity", facts.severity, "{LOW, MEDIUM, HIGH, CRITICAL}");
  const description = part("description", paragraphs(facts.description), "{description}");
  const pullRequestUrl = part("pull request", facts.pullRequestUrl, "{pull request URL}");
  return {
    subject: `[${cveId}] ${title}`,
    body: `There is a ${severity} severity vulnerability affecting ${facts.projectName}.

${description}

${LINKS_SENTENCE}

* ${cveRecordUrl(cveId)}
* ${pullRequestUrl}
`,
    missing,
  };
}

/** A line break in a subject would start a header of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Without blank lines around it; indentation stays, it may be code. */
function paragraphs(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
}
