import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";

export type ReplyId = "submit" | "reject" | "duplicate" | "code-signing" | "own";

/** A text to begin a reply with. */
export interface ReplyTemplate {
  readonly id: ReplyId;
  /** What it is for. */
  readonly name: string;
  readonly detail: string;
  /** Lines end with "\n", the last one too; empty for one's own words. */
  readonly text: string;
}

/**
 * The handbook's template responses, meant to be adapted.
 * https://devguide.python.org/security/psrt/#template-responses
 */
export function replyTemplates(repository: RepositoryName): readonly ReplyTemplate[] {
  return [
    {
      id: "reject",
      name: "Reject",
      detail: "The report is no vulnerability",
      text: REJECT,
    },
    {
      id: "duplicate",
      name: "Duplicate",
      detail: "The issue is tracked already",
      text: DUPLICATE,
    },
    {
      id: "submit",
      name: "Submit Using GitHub Security Advisories",
      detail: "The report has to be made on GitHub, in another repository perhaps",
      text: submit(repository),
    },
    {
      id: "code-signing",
      name: "Ask for Code-Signing Evidence",
      detail: "A certificate is said to be compromised, or to have signed malware",
      text: CODE_SIGNING,
    },
    { id: "own", name: "Own Words", detail: "Begin with an empty text", text: "" },
  ];
}

function submit(repository: RepositoryName): string {
  return `Thanks for submitting this report.
We use GitHub Security Advisories for triaging vulnerability reports,
please review our security policy before submitting:
https://devguide.python.org/security/policy/
Then submit your report here:
https://github.com/${fullName(repository)}/security/advisories/new
`;
}

const REJECT = `Thanks for your report. We've determined that the report doesn't constitute
a vulnerability. Let us know if you disagree with this determination.
If you are interested in working on this further, you can optionally open a
public issue on GitHub.
`;

const DUPLICATE = `Thanks for your report. We've determined that this submission is a duplicate
of an issue that is already being tracked internally. Please refrain from
public disclosure until the issue has been resolved.
`;

/**
 * The handbook has no template for this, but says what must be asked for.
 * https://devguide.python.org/security/psrt/#handling-code-signing-certificate-reports
 */
const CODE_SIGNING = `Thanks for your report. Before we act on a code-signing certificate we verify
the report ourselves. Please send us, for each binary that you mean:

* its SHA-256 checksum
* its signature, or the signed binary itself
`;
