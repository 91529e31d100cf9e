/** A SHA-256 checksum as it was given, with the file it was said to be of. */
export interface GivenChecksum {
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  /** As it was given, a path perhaps; absent where none was. Comes from outside. */
  readonly name?: string;
}

export interface GivenChecksums {
  /** Each checksum once, in their order. */
  readonly checksums: readonly GivenChecksum[];
  /** How many checksums of another kind (SHA-1, MD5, SHA-512) were passed over. */
  readonly others: number;
}

/** No report has more; a longer list is cut rather than worked on for minutes. */
const MOST = 10_000;

const SHA256 = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i;
/** MD5, SHA-1, SHA-224, SHA-384 and SHA-512. */
const OTHER =
  /(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{96}|[0-9a-f]{128})(?![0-9a-f])/i;

/**
 * Finds checksums in a pasted text, in whatever form a tool has printed them: sha256sum (GNU and
 * BSD), openssl, shasum, PowerShell's Get-FileHash as table, list and CSV, certutil, GitHub's
 * "sha256:…", or the digits alone.
 */
export function parseChecksums(text: string): GivenChecksums {
  const found = new Map<string, GivenChecksum>();
  let others = 0;
  let announced: string | undefined;
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (const [index, line] of lines.entries()) {
    const digits = SHA256.exec(line) ?? SHA256.exec(joinBytes(line));
    if (digits === null) {
      if (OTHER.test(line)) others += 1;
      announced = announcedName(line) ?? (line.trim() === "" ? announced : undefined);
      continue;
    }
    const sha256 = digits[0].toLowerCase();
    const name = nameOn(line, digits[0]) ?? announced ?? nameBelow(lines, index);
    announced = undefined;
    const before = found.get(sha256);
    if (before?.name === undefined && (before !== undefined || found.size < MOST)) {
      found.set(sha256, { sha256, ...(name !== undefined && { name }) });
    }
  }
  return { checksums: [...found.values()], others };
}

/** "ab cd ef …", as old versions of certutil print it. */
function joinBytes(line: string): string {
  return /^\s*(?:[0-9a-f]{2} ){31}[0-9a-f]{2}\s*$/i.test(line) ? line.replace(/\s/g, "") : "";
}

/** The name on the checksum's own line. */
function nameOn(line: string, digits: string): string | undefined {
  // SHA256 (python.exe) = 9f86d0…   SHA2-256(python.exe)= 9f86d0…
  const bsd = /^\s*SHA2?-?256 ?\((.+)\) ?= ?[0-9a-f]{64}\s*$/i.exec(line)?.[1];
  if (bsd !== undefined) return bsd;
  // Hash : 9F86D0…
  if (/^\s*(?:Hash|SHA-?256)\s*[:=]/i.test(line)) return undefined;
  const at = line.indexOf(digits);
  const before = at < 0 ? "" : line.slice(0, at);
  const after = at < 0 ? "" : line.slice(at + digits.length);
  // \9f86d0…  a\nb   (a name with a line break, as sha256sum prints it)
  const isEscaped = /^\s*\\$/.test(before);
  const rest = /^["'`,;|]*(?:\s+[*^?]?|\s*[:=,;|\t]\s*)(.*)$/.exec(after)?.[1];
  const name = clean(rest ?? "") ?? clean(before.replace(LABEL, ""));
  return isEscaped && name !== undefined ? unescape(name) : name;
}

/** What stands before a checksum and is no name: "SHA256", "sha256:", "SHA-256 =". */
const LABEL = /["']?\bSHA2?-?256\b["']?\s*[:=,;|(]*\s*$|^\s*["']?SHA2?-?256["']?[\s,;|]+/i;

function clean(text: string): string | undefined {
  const name = text
    .trim()
    .replace(/^["'`|,;:=*\\\s]+|["'`|,;:=\s]+$/g, "")
    .trim();
  return /[\p{L}\p{N}]/u.test(name) && !/^SHA2?-?256$/i.test(name) ? name : undefined;
}

function unescape(name: string): string {
  return name.replace(/\\([\\nr])/g, (_, letter: string) =>
    letter === "n" ? "\n" : letter === "r" ? "\r" : "\\",
  );
}

/** "SHA256 hash of C:\x\python.exe:", the line above certutil's digits. */
function announcedName(line: string): string | undefined {
  return clean(/^\s*SHA2?-?256 hash of (?:file )?(.+?):?\s*$/i.exec(line)?.[1] ?? "");
}

/** "Path : C:\x\python.exe" under "Hash : …", with its continuation lines. */
function nameBelow(lines: readonly string[], index: number): string | undefined {
  const [first = "", ...rest] = lines.slice(index + 1, index + 12);
  const name = /^\s*(?:Path|File|Name)\s*:\s*(.*)$/i.exec(first)?.[1];
  if (name === undefined) return undefined;
  const more = rest.slice(
    0,
    rest.findIndex((line) => !/^\s{6,}\S/.test(line)),
  );
  return clean([name, ...more.map((line) => line.trim())].join(""));
}

/** The last part of a path of any system. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}

/** A file that was looked at: its checksum, or why it has none. */
export type Artifact =
  | { readonly path: string; readonly sha256: string }
  | { readonly path: string; readonly trouble: string };

/** What became of one given checksum. Paths are relative to what was chosen. */
export interface Compared {
  readonly given: GivenChecksum;
  /** Files that have it. */
  readonly matches: readonly string[];
  /** Files of the given name that have another. */
  readonly differs: readonly string[];
}

export interface Comparison {
  readonly compared: readonly Compared[];
  readonly files: number;
  /** Files that nobody gave a checksum or the name of. */
  readonly unmentioned: number;
  readonly troubles: readonly { readonly path: string; readonly trouble: string }[];
  /** Links that were not followed. */
  readonly links: number;
}

/** Holds given checksums against files; a name that was given counts by its last part. */
export function compareChecksums(
  given: readonly GivenChecksum[],
  artifacts: readonly Artifact[],
  links: number,
): Comparison {
  const byChecksum = new Map<string, string[]>();
  const byName = new Map<string, string[]>();
  for (const artifact of artifacts) {
    if (!("sha256" in artifact)) continue;
    add(byChecksum, artifact.sha256, artifact.path);
    add(byName, fileKey(artifact.path), artifact.path);
  }
  const compared = given.map((each) => {
    const matches = byChecksum.get(each.sha256) ?? [];
    const named = each.name === undefined ? [] : (byName.get(fileKey(each.name)) ?? []);
    return { given: each, matches, differs: matches.length > 0 ? [] : named };
  });
  const mentioned = new Set(compared.flatMap(({ matches, differs }) => [...matches, ...differs]));
  return {
    compared,
    files: artifacts.length,
    unmentioned: [...byChecksum.values()].flat().filter((path) => !mentioned.has(path)).length,
    troubles: artifacts.flatMap((each) => ("trouble" in each ? [each] : [])),
    links,
  };
}

function add(map: Map<string, string[]>, key: string, path: string): void {
  const paths = map.get(key);
  if (paths === undefined) map.set(key, [path]);
  else paths.push(path);
}

function fileKey(path: string): string {
  return baseName(path).toLowerCase();
}
