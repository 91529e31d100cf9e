/**
 * What CPython's reviewers and its linter would ask to change in an entry's text. Nothing here keeps
 * the entry from being written.
 */
export function blurbHints(body: string): readonly string[] {
  const hints: string[] = [];
  const lines = body.split(/\r\n?|\n/);
  if (lines.some((line) => /[ \t]$/.test(line))) hints.push("Blanks at a line's end are removed.");
  if (body.includes("\t")) hints.push("Tabs become blanks, except in lists and literal blocks.");
  if (/\p{Cc}/u.test(body.replace(/[\t\r\n]/g, ""))) {
    hints.push("The text has control characters.");
  }
  if (/(?:#|\bgh-|\bbpo-)\d{4,}/i.test(body)) {
    hints.push("blurb adds the issue's number: it need not stand in the text.");
  }
  // "see `name` there", but neither "``name``" nor ":func:`name`" nor "`text <address>`_"
  if (/(?<![`:\w])`(?!`)[^`\n]+`(?![`_])/.test(body)) {
    hints.push("Write ``name`` for code or :func:`name` for a reference, not `name`.");
  }
  if (!/[.!?:]\s*$|::|^([*-]|1\.|#\.) /m.test(body.trimEnd().slice(-80))) {
    hints.push("Entries are sentences: end with a full stop.");
  }
  return hints;
}
