import type { AdvisoryFieldName } from "../ticket/advisoryFields.ts";

/** Where a disagreement can be mended. */
export type Place =
  /** In the e-mail. Lines count from 0 in the body, columns in UTF-16 units. */
  | {
      readonly kind: "email";
      readonly part: "subject" | "body";
      readonly line: number;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: "form";
      readonly field: AdvisoryFieldName;
      /** The part of the field's text that is meant, in UTF-16 units. */
      readonly at?: { readonly start: number; readonly end: number };
    }
  /** On a page of GitHub. */
  | { readonly kind: "page"; readonly url: string };

/** What a disagreement is about; stable, for tests and for showing each once. */
export type DisagreementCode =
  | "bot-tag"
  | "bullet"
  | "closing"
  | "commit-link"
  | "cve"
  | "cve-link"
  | "cvss-added"
  | "description"
  | "doubled-scheme"
  | "hidden-character"
  | "issue"
  | "length"
  | "links"
  | "list-prefix"
  | "made-record"
  | "not-merged"
  | "not-released"
  | "opening"
  | "other-cve"
  | "period"
  | "placeholder"
  | "project"
  | "product"
  | "pull-request"
  | "record"
  | "secret"
  | "severity"
  | "severity-word"
  | "sent-email"
  | "subject"
  | "title"
  | "title-prefix"
  | "two-blanks"
  | "vector"
  | "versions"
  | "weaknesses"
  | "wording";

/** Two things that should say the same and don't, or one that says what is not so. */
export interface Disagreement {
  readonly code: DisagreementCode;
  /** An error stands in the way of sending. */
  readonly level: "error" | "warning";
  /** For the coordinator, a sentence. */
  readonly text: string;
  readonly place: Place;
}
