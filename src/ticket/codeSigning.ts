import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { asInstant, asRecord } from "../base/shape.ts";

/**
 * The handbook's way with a report that a code-signing certificate is compromised.
 * https://devguide.python.org/security/psrt/#handling-code-signing-certificate-reports
 */
export const codeSigningSteps = [
  {
    id: "ask",
    kind: "request",
    name: "Ask the reporter for checksums and signatures",
    detail: "Of the binaries that are said to be signed with the certificate",
  },
  {
    id: "rotate-secret",
    kind: "precaution",
    name: "Rotate TrustedSigningSecret",
    detail: "Allowed at any time, nothing has to be verified first",
  },
  {
    id: "reset-passwords",
    kind: "precaution",
    name: "Reset the passwords of accounts that can reach the certificates",
    detail: "Allowed at any time, nothing has to be verified first",
  },
  {
    id: "checksums",
    kind: "verification",
    name: "Compare the checksums with our artifacts",
    detail: "Those of the Azure Pipelines executions, downloaded to a folder",
  },
  {
    id: "signatures",
    kind: "verification",
    name: "Check the signatures",
    detail: "Past reports had signatures that were not from Python's certificates",
  },
  {
    id: "audit-logs",
    kind: "verification",
    name: "Read the audit logs",
    detail: "Azure Pipelines and Azure Trusted Signing, for signs of compromise",
  },
  {
    id: "revoke",
    kind: "destructive",
    name: "Revoke the certificate",
    detail: "Breaks what was signed with it, for everybody",
  },
  {
    id: "advisory",
    kind: "destructive",
    name: "Publish an advisory",
    detail: "Tells everybody",
  },
] as const;

export type CodeSigningStep = (typeof codeSigningSteps)[number];
export type CodeSigningStepId = CodeSigningStep["id"];

/** What a verification has found. */
export type Verdict = "sign" | "no-sign";

export interface StepDone {
  readonly at: Date;
  /** Of a verification. */
  readonly verdict?: Verdict;
}

/** The steps that were done, by id. Holds nothing of the report. */
export type CodeSigningRecord = Readonly<Partial<Record<CodeSigningStepId, StepDone>>>;

export type Verification = "open" | "sign" | "no-sign";

/** Where a step stands, and why it can't be taken. */
export interface Standing {
  readonly step: CodeSigningStep;
  readonly state: "done" | "open" | "blocked" | "not-needed";
  readonly done?: StepDone;
  readonly why?: string;
}

/** What all verifications together say; "open" until each was done. */
export function verificationOf(record: CodeSigningRecord): Verification {
  const done = verifications.map(({ id }) => record[id]);
  if (done.some((each) => each === undefined)) return "open";
  return done.some((each) => each?.verdict === "sign") ? "sign" : "no-sign";
}

export function standings(record: CodeSigningRecord): readonly Standing[] {
  return codeSigningSteps.map((step) => {
    const done = record[step.id];
    if (done !== undefined) return { step, state: "done", done };
    const why = refusal(step, record);
    if (why === undefined) return { step, state: "open" };
    return { step, state: verificationOf(record) === "open" ? "blocked" : "not-needed", why };
  });
}

/** The record with a step done, or why it may not be. */
export function doStep(
  record: CodeSigningRecord,
  id: CodeSigningStepId,
  at: Date,
  verdict?: Verdict,
): Parsed<CodeSigningRecord> {
  const step = codeSigningSteps.find((each) => each.id === id);
  const why = step === undefined ? undefined : refusal(step, record);
  if (why !== undefined) return invalid(why);
  if (step?.kind !== "verification") return valid({ ...record, [id]: { at } });
  return verdict === undefined
    ? invalid("Say whether it shows a sign of compromise.")
    : valid({ ...record, [id]: { at, verdict } });
}

/** The record without a step; what rested on it stays said, since it was done. */
export function undoStep(record: CodeSigningRecord, id: CodeSigningStepId): CodeSigningRecord {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== id));
}

/** Reads what was kept; what makes no sense was not done. */
export function parseCodeSigning(value: unknown): CodeSigningRecord {
  const data = asRecord(value);
  const entries = codeSigningSteps.flatMap(({ id, kind }) => {
    const done = asRecord(data?.[id]);
    const at = asInstant(done?.["at"]);
    const verdict = VERDICTS.find((each) => each === done?.["verdict"]);
    if (at === undefined || (kind === "verification" && verdict === undefined)) return [];
    return [[id, { at, ...(kind === "verification" && { verdict }) }] as const];
  });
  return Object.fromEntries(entries);
}

const VERDICTS: readonly Verdict[] = ["sign", "no-sign"];

/** "verification 1 of 3", "verified: no sign of compromise". */
export function codeSigningWords(record: CodeSigningRecord): string {
  switch (verificationOf(record)) {
    case "open": {
      const done = verifications.filter(({ id }) => record[id] !== undefined).length;
      return `verification ${done} of ${verifications.length}`;
    }
    case "sign":
      return "verified: a sign of compromise";
    case "no-sign":
      return "verified: no sign of compromise";
  }
}

const verifications = codeSigningSteps.filter(({ kind }) => kind === "verification");

function refusal({ kind }: CodeSigningStep, record: CodeSigningRecord): string | undefined {
  if (kind !== "destructive") return undefined;
  switch (verificationOf(record)) {
    case "sign":
      return undefined;
    case "open":
      return "Not allowed before checksums, signatures and audit logs are verified.";
    case "no-sign":
      return "Not allowed: the verification has shown no sign of compromise.";
  }
}
