const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** A path as a patch of git's writes it: plain, or quoted as '"a/\303\244\t.py"'. @param text in Latin-1. */
export function unquotedPath(text: string): string {
  const plain = text.startsWith('"')
    ? text
        .slice(1, -1)
        .replace(/\\([0-7]{3}|.)/g, (_all, code: string) =>
          code.length === 3 ? String.fromCharCode(parseInt(code, 8)) : (ESCAPES[code] ?? code),
        )
    : text;
  return Buffer.from(plain, "latin1").toString("utf8");
}
