import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Identity } from "../../src/git/scratchRepository.ts";

export interface SecurityPatch {
  /** The file's name in `debian/patches`. */
  readonly name: string;
  readonly path: string;
  /** Of the upstream change, one line. */
  readonly subject: string;
  /** When the header names one. */
  readonly author: Identity | undefined;
  /** The upstream issue; one out of the air for a header that names none. */
  readonly issue: number;
  /** It adds an entry to the Security section of CPython's NEWS. */
  readonly bringsNews: boolean;
}

/**
 * Debian's backports of security fixes, in the order of `series`.
 *
 * The rule: a patch counts when its name begins with a CVE id, or when its header is that of an
 * upstream commit for 3.11 (`From:`, and a `Subject:` with `[3.11]` and `gh-N`). In the
 * stable release such commits are the security fixes and what they needed. Debian's own changes,
 * the packaging ones and a skipped test, have a `Description:` or no `gh-N` in the subject.
 */
export async function securityPatches(patches: string): Promise<readonly SecurityPatch[]> {
  const series = await readFile(join(patches, "series"), "utf8");
  const names = series
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/)[0] ?? "")
    .filter((name) => name !== "");
  const found: SecurityPatch[] = [];
  for (const name of names) {
    const path = join(patches, name);
    // Headers and sources may be in any encoding; these are read for their ASCII marks only.
    const text = await readFile(path, "utf8");
    const patch = parseHeader(text);
    const named = /^CVE-\d{4}-\d{4,}/.test(name);
    const upstream =
      patch.mail && patch.subject.includes("[3.11]") && /gh-\d+/i.test(patch.subject);
    if (!named && !upstream) continue;
    found.push({
      name,
      path,
      subject: patch.subject === "" ? name : patch.subject,
      author: patch.author,
      issue: Number(/gh-(?:issue-)?(\d{5,})/i.exec(patch.header)?.[1] ?? 100000 + found.length),
      bringsNews: /^\+\+\+ [^/\s]+\/Misc\/NEWS\.d\/next\/Security\//m.test(text),
    });
  }
  return found;
}

interface Header {
  readonly header: string;
  readonly subject: string;
  readonly author: Identity | undefined;
  /** Written by `git format-patch`, not by hand. */
  readonly mail: boolean;
}

function parseHeader(text: string): Header {
  const header = text.split(/^(?:diff |--- |Index: )/m, 1)[0] ?? "";
  const field = (name: string) => {
    const value = new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t]+\\S.*)*)`, "im").exec(header)?.[1];
    return value === undefined ? undefined : decodeWords(value.replace(/\n[ \t]+/g, " ").trim());
  };
  const from = field("From") ?? field("Author");
  return {
    header,
    subject: (field("Subject") ?? "").replace(/^\[PATCH[^\]]*\]\s*/, ""),
    author: parseIdentity(from ?? ""),
    mail: field("From") !== undefined && field("Subject") !== undefined,
  };
}

// '"Jason R. Coombs" <jaraco@jaraco.com>'
function parseIdentity(text: string): Identity | undefined {
  const [, name, email] = /^"?([^"<>]+?)"?\s*<([^<>\s]+@[^<>\s]+)>$/.exec(text) ?? [];
  return name === undefined || email === undefined ? undefined : { name, email };
}

/** RFC 2047 words as git writes them: `=?UTF-8?q?=C5=81ukasz=20Langa?=` */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?q\?([^?]*)\?=/gi, (_, word: string) => {
      const bytes = word
        .replaceAll("_", " ")
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8");
    });
}
