import { formatBase, parseVector } from "../cvss/grammar.ts";
import { HumanError, messageOf, throwIfCancelled } from "../base/errors.ts";
import {
  checkAffected,
  checkDescription,
  checkTitle,
  checkWeaknesses,
  hasError,
  lengthOf,
  MAX_TITLE,
} from "../ticket/advisoryChecks.ts";
import {
  advisoryFieldNames,
  changeText,
  comparableText,
  retitle,
  type AdvisoryChanges,
  type AdvisoryFieldName,
  type AdvisoryFields,
  type FieldConflict,
  type FieldDifference,
  type SaveOutcome,
} from "../ticket/advisoryFields.ts";
import { ecosystems, type AffectedPackage } from "../ticket/affectedPackage.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { AdvisoryPatch, WrittenVulnerability } from "../github/advisories.ts";
import type { Ask, Plan } from "./ports.ts";

export interface AdvisoryPort {
  read(ref: TicketRef, signal?: AbortSignal): Promise<AdvisoryFields>;
  patch(ref: TicketRef, patch: AdvisoryPatch, signal?: AbortSignal): Promise<void>;
}

export interface SaveAdvisoryPorts {
  readonly advisory: AdvisoryPort;
  readonly ask: Ask;
}

/**
 * Writes the changed fields to the advisory, reads them back and compares. Fields that GitHub has
 * already are not written; a field that somebody else changed since `base` stops the whole write.
 * The advisory is read again after the yes, because the question may stay open for long.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} when a change can't be saved, or was written but could not be read back.
 */
export async function saveAdvisory(
  { advisory, ask }: SaveAdvisoryPorts,
  ref: TicketRef,
  base: AdvisoryFields,
  changes: AdvisoryChanges,
  signal?: AbortSignal,
): Promise<SaveOutcome | undefined> {
  refuseUnsound(changes);
  let fields = await advisory.read(ref, signal);
  let conflicts = conflictsOf(base, changes, fields);
  if (conflicts.length > 0) return { kind: "conflict", conflicts, fields };
  if (openFields(changes, fields).length === 0) return compared(changes, fields);

  if (!(await ask.confirm(planOf(ref, changes, fields)))) return undefined;
  throwIfCancelled(signal);
  const asked = fields;
  fields = await advisory.read(ref, signal);
  // What the person said yes to replaces what they were shown, not what came in between.
  conflicts = conflictsOf(asked, changes, fields);
  if (conflicts.length > 0) return { kind: "conflict", conflicts, fields };

  await advisory.patch(ref, patchOf(changes, fields), signal);
  return compared(changes, await readBack(advisory, ref, signal));
}

function refuseUnsound(changes: AdvisoryChanges): void {
  const [problem] = [
    ...(changes.title === undefined ? [] : checkTitle(changes.title)),
    ...(changes.description === undefined ? [] : checkDescription(changes.description)),
    ...(changes.weaknesses === undefined ? [] : checkWeaknesses(changes.weaknesses)),
    ...(changes.affected === undefined ? [] : checkAffected(changes.affected)),
  ].filter((check) => hasError([check]));
  if (problem !== undefined) {
    throw new HumanError("The advisory was not saved.", problem.text);
  }
  if (changes.vector === undefined) return;
  const vector = parseVector(changes.vector);
  if (!vector.valid) throw new HumanError("The CVSS vector was not saved.", vector.reason);
  if (formatBase(vector.value) !== changes.vector) {
    throw new HumanError(
      "The CVSS vector was not saved: GitHub takes base metrics only.",
      "Leave the other metrics out.",
    );
  }
}

/** The changed fields that GitHub does not have yet. */
function openFields(
  changes: AdvisoryChanges,
  fields: AdvisoryFields,
): readonly AdvisoryFieldName[] {
  return advisoryFieldNames.filter(
    (field) => ![undefined, comparableText(fields, field)].includes(changeText(changes, field)),
  );
}

function conflictsOf(
  base: AdvisoryFields,
  changes: AdvisoryChanges,
  fields: AdvisoryFields,
): readonly FieldConflict[] {
  return openFields(changes, fields).flatMap((field) => {
    const theirs = comparableText(fields, field);
    return theirs === comparableText(base, field)
      ? []
      : [{ field, mine: changeText(changes, field) ?? "", theirs }];
  });
}

const NAMES: Record<AdvisoryFieldName, string> = {
  title: "Title",
  description: "Description",
  vector: "CVSS v4 vector",
  weaknesses: "Weaknesses",
  affected: "Affected versions",
};

function planOf(ref: TicketRef, changes: AdvisoryChanges, fields: AdvisoryFields): Plan {
  const open = openFields(changes, fields);
  const patch = patchOf(changes, fields);
  return {
    title: `Save ${open.length === 1 ? "one field" : `${open.length} fields`} to ${ref.ghsaId}?`,
    writes: open.map((field) => ({
      target: `${NAMES[field]} of ${ref.ghsaId} in ${fullName(ref.repository)}`,
      audience: fields.state === "published" ? "PUBLIC" : "REPORTER",
      text: (field === "title" ? patch.summary : changeText(changes, field)) ?? "",
    })),
    yes: "Save",
  };
}

function patchOf(changes: AdvisoryChanges, fields: AdvisoryFields): AdvisoryPatch {
  const open = new Set(openFields(changes, fields));
  const { title, description, vector, weaknesses, affected } = changes;
  const summary = title === undefined ? undefined : retitle(fields.title, title);
  if (summary !== undefined && lengthOf(summary) > MAX_TITLE) {
    throw new HumanError(
      "The title was not saved: with the tags it carries it is too long for GitHub.",
      `Shorten it by ${lengthOf(summary) - MAX_TITLE} characters.`,
    );
  }
  return {
    ...(summary !== undefined && open.has("title") && { summary }),
    ...(description !== undefined && open.has("description") && { description }),
    ...(vector !== undefined && open.has("vector") && { cvss_vector_string: vector }),
    ...(weaknesses !== undefined && open.has("weaknesses") && { cwe_ids: [...weaknesses] }),
    ...(affected !== undefined &&
      open.has("affected") && { vulnerabilities: affected.map(writtenVulnerability) }),
  };
}

function writtenVulnerability(affected: AffectedPackage): WrittenVulnerability {
  const { ecosystem: given, name, affectedRange, patched, functions } = affected;
  const ecosystem = ecosystems.find((known) => known === given);
  if (ecosystem === undefined) {
    throw new HumanError(
      `The affected versions were not saved: the ecosystem “${given}” is not known here.`,
      "Change them on GitHub’s page.",
    );
  }
  return {
    package: { ecosystem, name },
    vulnerable_version_range: affectedRange,
    patched_versions: patched,
    vulnerable_functions: [...functions],
  };
}

async function readBack(
  advisory: AdvisoryPort,
  ref: TicketRef,
  signal: AbortSignal | undefined,
): Promise<AdvisoryFields> {
  try {
    return await advisory.read(ref, signal);
  } catch (error) {
    throw new HumanError(
      `The advisory was written, but could not be read back: ${messageOf(error)}`,
      "Save again: what GitHub has already is not written twice.",
      { cause: error },
    );
  }
}

function compared(changes: AdvisoryChanges, fields: AdvisoryFields): SaveOutcome {
  const wanted = advisoryFieldNames.filter((field) => changeText(changes, field) !== undefined);
  const open = new Set(openFields(changes, fields));
  const different: readonly FieldDifference[] = wanted
    .filter((field) => open.has(field))
    .map((field) => ({
      field,
      wanted: changeText(changes, field) ?? "",
      found: comparableText(fields, field),
    }));
  return {
    kind: "saved",
    confirmed: wanted.filter((field) => !open.has(field)),
    different,
    fields,
  };
}
