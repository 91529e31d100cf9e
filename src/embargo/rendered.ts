import { edited, type Edit, type Mapped } from "./mapped.ts";

/**
 * What a page or a program does not show of its source, for folded text: tags, marks of emphasis and
 * of roles, brackets, backslashes, and the seam of two strings.
 */
const MARKS = [
  "<!--",
  "-->",
  "</?[a-z][^<>]{0,300}>",
  "\\[\\^[^\\[\\]\\s]{1,40}\\]",
  // ":func:`"
  ":[a-z][a-z:+-]{0,30}:`",
  // "…" + "…", also over lines
  "[\"'][ \\t]{0,9}[+\\\\]?[ \\t\\r]{0,9}(?:\\n[ \\t]{0,99}(?:(?:#|//|\\*)[ \\t]{0,9})?[+]?[ \\t]{0,9})?[rbfu]{0,2}[\"']",
  "\\\\(?=[!-/:-@\\[-`{-~])",
  "[*`~]{1,9}",
  "\\]\\(",
  "!?\\[|\\]",
];

// "](https://…)", "](<…> 'title')", "][reference]"
const TARGETS = [
  "\\]\\([ \\t]{0,9}(?:<[^<>\\n]{0,300}>|[^()\\s]{0,300}(?:\\([^()\\s]{0,100}\\)[^()\\s]{0,100})?)(?:\\s{1,9}[\"'][^\"'\\n]{0,100}[\"'])?[ \\t]{0,9}\\)",
  "\\]\\[[^\\[\\]\\n]{0,100}\\]",
];

const SOURCE = new RegExp(MARKS.join("|"), "g");
const SHOWN = new RegExp([...TARGETS, ...MARKS].join("|"), "g");

/** Tags that set what follows apart from what was before; folded, "div" is "dlv". */
const APART =
  /^<\/?(?:br|hr|p|dlv|ll|ul|ol|t[dhr]|table|h[l2-6]|pre|blockquote|d[dlt]|sectlon|summary|detalls|lmg)\b/;

/** What is left out with the marks: nothing, where links lead, and also what HTML comments say. */
export type LeftOut = "nothing" | "targets" | "comments";

/** A text without its marks; undefined where that makes no difference. */
export function rendered(from: Mapped, leftOut: LeftOut): Mapped | undefined {
  const { text } = from;
  const lastClose = leftOut === "comments" ? text.lastIndexOf("-->") : -1;
  const edits: Edit[] = [];
  let tells = false;
  let reached = 0;
  let before = "";
  for (const { index, 0: whole } of text.matchAll(leftOut === "nothing" ? SOURCE : SHOWN)) {
    if (index < reached) continue;
    if (index > reached) before = text.charAt(index - 1);
    const isClosed = whole === "<!--" && index < lastClose;
    reached = isClosed ? text.indexOf("-->", index) + "-->".length : index + whole.length;
    edits.push({ start: index, end: reached, by: APART.test(whole) ? " " : "" });
    tells ||= isLetter(before) && isLetter(text.charAt(reached));
    tells ||= whole === "<!--" || /[a-z0-9]/.test(whole);
  }
  return tells ? edited(from, edits) : undefined;
}

function isLetter(character: string): boolean {
  return /^[a-z0-9_@-]/.test(character);
}
