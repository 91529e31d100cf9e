import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { unquotedPath } from "../base/quotedPath.ts";
import { isSafeTreePath } from "./treePath.ts";

/** One commit of a mail series. */
export interface PatchMail {
  /** The mail from its diff on, byte for byte. */
  readonly diff: Uint8Array;
  /** The paths it names, as the bytes of the patch read as UTF-8; both sides of a rename. */
  readonly paths: readonly string[];
}

const NOT_A_PATCH = "it is not a patch";

/**
 * Reads what GitHub answers for a pull request's `.patch`: a mail series, commit by commit.
 * Commits without a change are left out. Nothing but the form and the paths is checked.
 */
export function parsePatchSeries(bytes: Uint8Array): Parsed<readonly PatchMail[]> {
  // latin1 keeps every byte as one character.
  const text = Buffer.from(bytes).toString("latin1");
  if (text.trim() === "") return invalid("it is empty");
  if (/^\s*(?:<!doctype|<html|<\?xml)/i.test(text)) return invalid("it is a web page");
  if (/^\s*Not Found\s*$/i.test(text)) return invalid("it is GitHub's “Not Found” answer");
  const mails = splitMails(text);
  if (mails.length === 0) return invalid(NOT_A_PATCH);
  const patches = mails.map(parseMail).filter(({ diff }) => diff.length > 0);
  if (patches.length === 0) return invalid("it changes nothing");
  const unsafe = patches.flatMap(({ paths }) => paths).find((path) => !isSafeTreePath(path));
  if (unsafe !== undefined) return invalid(`it writes outside the tree: ${printable(unsafe)}`);
  return valid(patches);
}

// "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001"
const MAIL = /^From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001\r?\n(?=From: )/m;

function splitMails(text: string): readonly string[] {
  const [before = "", ...mails] = text.split(new RegExp(MAIL, "gm"));
  if (mails.length > 0) return before.trim() === "" ? mails : [];
  // A bare diff, as `.diff` has it, is a series of one.
  return /^diff --git /m.test(text) ? [text] : [];
}

function parseMail(mail: string): PatchMail {
  // The message ends at the line "---", or where the diff starts.
  const end = /^(?:---\r?\n|diff --git )/m.exec(mail)?.index ?? mail.length;
  const rest = mail.slice(end);
  const start = /^diff --git /m.exec(rest)?.index ?? rest.length;
  const diff = rest.slice(start);
  return { diff: Buffer.from(diff, "latin1"), paths: pathsOf(diff) };
}

/** The paths in the headers of a diff; lines inside hunks are not headers. */
function pathsOf(diff: string): readonly string[] {
  const paths = new Set<string>();
  let removed = 0;
  let added = 0;
  for (const line of diff.split("\n")) {
    if (removed > 0 || added > 0) {
      if (!line.startsWith("+") && !line.startsWith("\\")) removed -= 1;
      if (!line.startsWith("-") && !line.startsWith("\\")) added -= 1;
      continue;
    }
    // "@@ -1,4 +1,5 @@ def f():"
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (hunk !== null) {
      [removed, added] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)];
      continue;
    }
    for (const path of headerPaths(line)) paths.add(path);
  }
  return [...paths];
}

function headerPaths(line: string): readonly string[] {
  // 'diff --git a/Lib/x.py b/Lib/x.py', 'diff --git "a/Lib/\303\244.py" b/Lib/x.py'
  const both = /^diff --git ("(?:[^"\\]|\\.)*"|a\/.*?) ("(?:[^"\\]|\\.)*"|b\/.*?)\r?$/.exec(line);
  if (both !== null)
    return [both[1], both[2]].map((path) => withoutPrefix(unquotedPath(path ?? "")));
  // "--- a/Lib/x.py", "+++ /dev/null"
  const side = /^(?:---|\+\+\+) ("(?:[^"\\]|\\.)*"|[^\t\r]+)/.exec(line);
  if (side !== null) {
    const path = unquotedPath(side[1] ?? "");
    return path === "/dev/null" ? [] : [withoutPrefix(path)];
  }
  const moved = /^(?:rename|copy) (?:from|to) ("(?:[^"\\]|\\.)*"|[^\r]+)/.exec(line);
  return moved === null ? [] : [unquotedPath(moved[1] ?? "")];
}

function withoutPrefix(path: string): string {
  return path.replace(/^[ab]\//, "");
}

function printable(path: string): string {
  return path.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
}
