import { invalid, valid, type Parsed } from "../base/parsed.ts";

/** A version of CPython or pip: "3.13.9", "3.16.0a2", "26.4". */
export interface PythonVersion {
  readonly major: number;
  readonly minor: number;
  readonly micro: number;
  /** Undefined for a final release. */
  readonly pre: { readonly phase: (typeof PHASES)[number]; readonly number: number } | undefined;
}

const PHASES = ["a", "b", "rc"] as const;

/** Reads a version; a "+" at its end (between two releases) is passed over. */
export function parseVersion(text: string): Parsed<PythonVersion> {
  // "3.16.0a2+"
  const [, major, minor, micro = "0", phase, number] =
    /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:(a|b|rc)(\d{1,4}))?\+?$/.exec(text.trim()) ?? [];
  if (major === undefined || minor === undefined) {
    return invalid(`“${text.slice(0, 40)}” is no version such as 3.13.9 or 3.16.0a2.`);
  }
  const known = PHASES.find((each) => each === phase);
  const pre = known && { phase: known, number: Number(number) };
  return valid({ major: Number(major), minor: Number(minor), micro: Number(micro), pre });
}

/** "3.13.10", "3.16.0rc1" */
export function formatVersion({ major, minor, micro, pre }: PythonVersion): string {
  return `${major}.${minor}.${micro}${pre === undefined ? "" : `${pre.phase}${pre.number}`}`;
}

/** Negative when `a` came before `b`. */
export function compareVersions(a: PythonVersion, b: PythonVersion): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.micro - b.micro ||
    preOrder(a) - preOrder(b) ||
    (a.pre?.number ?? 0) - (b.pre?.number ?? 0)
  );
}

function preOrder({ pre }: PythonVersion): number {
  return pre === undefined ? PHASES.length : PHASES.indexOf(pre.phase);
}

/**
 * The first version that a change can be in which was merged while the source said `version`: the
 * next of its kind. Where another kind follows (b1 after a7), that one is later still, so "before
 * a8" holds all the same.
 */
export function versionAfter(version: PythonVersion): PythonVersion {
  const { pre, micro } = version;
  return pre === undefined
    ? { ...version, micro: micro + 1 }
    : { ...version, pre: { ...pre, number: pre.number + 1 } };
}

/** CPython's version in `Include/patchlevel.h`: `#define PY_VERSION "3.16.0a2+"`. */
export function versionInPatchlevel(header: string): Parsed<PythonVersion> {
  const [, text] = /^[ \t]*#[ \t]*define[ \t]+PY_VERSION[ \t]+"([^"\n]{1,40})"/m.exec(header) ?? [];
  return text === undefined
    ? invalid("Include/patchlevel.h defines no PY_VERSION.")
    : parseVersion(text);
}
