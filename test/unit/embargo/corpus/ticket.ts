import type { Secrets } from "../../../../src/embargo/secrets.ts";

/** The ticket that the corpus gives away, or does not. */
export const secrets: Secrets = {
  ghsaId: "GHSA-7hm9-x2qv-3cwr",
  cveId: "CVE-2026-10345",
  privateFork: "python/cpython-ghsa-7hm9-x2qv-3cwr",
  people: [{ login: "rita-reporter", name: "Rita Reporter", email: "rita@example.org" }],
  texts: [
    `### Summary
When the email package folds a header of many encoded words that are folded one by one, every fold
copies what has been folded so far, so that the time grows with the square of the length.

### Impact
A message of two megabytes keeps a mail server busy for several hours.

### Details
The time is spent in the method \`_fold_mime_parameters\` of the header registry module.`,
    "I could stop a mailing list archive with a single message of this kind.",
  ],
  titles: ["Bound the header length before folding it", "Folding headers takes quadratic time"],
  branches: ["rita-folding-poc"],
  paths: ["/home/mel"],
};
