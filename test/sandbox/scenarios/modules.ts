import { filler, lines } from "./text.ts";

// Invented modules that bear the names of real ones. Each has its state before and after a change,
// so that tickets and public commits can meet in the same lines.

const cookieHead = lines(`
  """HTTP cookies: reading and writing them."""

  import re
  import string

  _LegalChars = string.ascii_letters + string.digits + "!#$%&'*+-.^_\`|~:"


  class CookieError(Exception):
      pass


  class Morsel(dict):
      """One cookie: a key, a value and attributes."""

      def __init__(self):
          self._key = self._value = self._coded_value = None
`);

const cookieSet = lines(`
  .
      def set(self, key, val, coded_val):
          if key.lower() in self:
              raise CookieError(f"Attempt to set a reserved key {key!r}")
          self._key = key
          self._value = val
          self._coded_value = coded_val
`).replace(/^\./, "");

const cookieSetFixed = cookieSet.replace(
  "        self._key = key\n",
  lines(`
    .
            for part in (key, val, coded_val):
                if any(unicodedata.category(char) == "Cc" for char in part):
                    raise CookieError(f"Control characters are not allowed in {part!r}")
            self._key = key
  `).replace(/^\.\n/, ""),
);

export const cookies = {
  original: `${cookieHead}${cookieSet}${filler("cookie", 0, 10)}`,
  /** What main got meanwhile: other functions, at the end. */
  publicChange: `${cookieHead}${cookieSet}${filler("cookie", 0, 12)}`,
  /** The private fix, on the original; it meets none of main's lines. */
  fixed: `${cookieHead.replace("import string\n", "import string\nimport unicodedata\n")}${cookieSetFixed}${filler("cookie", 0, 10)}`,
};

const parserHead = `"""A parser for HTML."""\n\nimport re\n${filler("token", 0, 4)}`;

function endTag(condition: string): string {
  return `\n\ndef parse_endtag(rawdata, i):\n    match = endtagfind(rawdata, i)\n    if ${condition}:\n        return -1\n    return match.end()\n`;
}

export const htmlParser = {
  original: `${parserHead}${endTag("not match")}${filler("state", 0, 5)}`,
  publicChange: `${parserHead}${endTag("match is None")}${filler("state", 0, 5)}`,
  /** Touches the line that main has changed since. */
  fixed: `${parserHead}${endTag("not match or match.end() - i > MAX_TAG")}${filler("state", 0, 5)}`,
};

function tar(check: string): string {
  return `"""Read and write tar archives."""\n\nimport os\n${filler("header", 0, 5)}\n\ndef data_filter(member, path):\n    name = member.name\n${check}    return member\n${filler("block", 0, 6)}`;
}

export const tarfile = {
  original: tar(""),
  publicFix: tar("    if len(name) > 4096:\n        raise ValueError(name)\n"),
  /** Fixes another place than main's commit does. */
  linkFix: tar("").replace(
    "import os\n",
    "import os\nimport stat\n\n\nclass LinkOutsideDestinationError(Exception):\n    pass\n",
  ),
};

function zip(rename: string): string {
  return `"""Read and write zip archives."""\n\nimport struct\n${filler("record", 0, 6)}\n\ndef rename(info, name):\n${rename}    return info\n${filler("extra", 0, 6)}`;
}

export const zipfile = {
  original: zip("    info.filename = name\n"),
  publicChange: zip("    info.filename = name\n    info.extra = info.extra\n"),
  fixed: zip("    info.filename = _sanitize(name)\n"),
  /** The fix after main's change was merged into its branch, conflict solved by hand. */
  merged: zip("    info.filename = _sanitize(name)\n    info.extra = info.extra\n"),
};
