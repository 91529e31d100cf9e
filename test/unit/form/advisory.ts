import type { FormState } from "../../../src/form/formState.ts";
import type { AffectedPackage } from "../../../src/ticket/affectedPackage.ts";
import type { AdvisoryFields } from "../../../src/ticket/advisoryFields.ts";

export const VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";

export const CPYTHON: AffectedPackage = {
  ecosystem: "other",
  name: "CPython",
  affectedRange: "< 3.16.0",
  patched: null,
  functions: ["re.compile"],
};

/** An advisory in draft, as GitHub has it. */
export function advisoryFields(own: Partial<AdvisoryFields> = {}): AdvisoryFields {
  return {
    title: "[Accepted] Crash in re.compile()",
    description: "First.\r\n\r\nSecond.",
    vector: null,
    v3Vector: null,
    weaknesses: ["CWE-400"],
    affected: [CPYTHON],
    credits: [{ login: "mel-member", type: "coordinator", state: "accepted" }],
    severity: null,
    cveId: "CVE-2026-11940",
    state: "draft",
    updatedAt: "2026-11-20T10:00:00Z",
    projectName: "CPython",
    pullRequestUrl: "https://github.com/python/cpython/pull/140002",
    htmlUrl: "https://github.com/python/cpython/security/advisories/GHSA-2222-3333-4444",
    ...own,
  };
}

export function formState(own: Partial<AdvisoryFields> = {}): FormState {
  return { fields: advisoryFields(own), edits: {} };
}
