import type { SecretKind } from "./term.ts";

const words: Readonly<Record<SecretKind, string>> = {
  "ghsa-id": "a GHSA id",
  "private-fork": "the private fork",
  "cve-id": "the CVE id",
  "bot-tag": "a tag of the PSRT bot",
  reporter: "the reporter",
  "private-branch": "a private branch",
  "private-text": "words of a private text",
  "local-path": "a path on this machine",
  "weakness-word": "a word that names a weakness",
  "other-cve": "another CVE id",
};

/** What a finding is, without repeating it: "a GHSA id". */
export function secretWords(kind: SecretKind): string {
  return words[kind];
}
