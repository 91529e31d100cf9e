import { edited, type Edit, type Mapped } from "./mapped.ts";

/**
 * What a page or a program does not show of its source, for folded text: tags, the addresses of
 * links, marks of emphasis and of roles, brackets, backslashes, and the seam of two strings.
 */
const MARKUP = new RegExp(
  [
    "<!--",
    "-->",
    "</?[a-z][^<>]{0,300}>",
    // "](https://…)", "](<…> 'title')", "][reference]", "[^l]"
    "\\]\\([ \\t]{0,9}(?:<[^<>\\n]{0,300}>|[^()\\s]{0,300}(?:\\([^()\\s]{0,100}\\)[^()\\s]{0,100})?)(?:\\s{1,9}[\"'][^\"'\\n]{0,100}[\"'])?[ \\t]{0,9}\\)",
    "\\]\\[[^\\[\\]\\n]{0,100}\\]",
    "\\[\\^[^\\[\\]\\s]{1,40}\\]",
    // ":func:`"
    ":[a-z][a-z:+-]{0,30}:`",
    // "…" + "…", also over lines
    "[\"'][ \\t]{0,9}[+\\\\]?[ \\t\\r]{0,9}(?:\\n[ \\t]{0,99}(?:(?:#|//|\\*)[ \\t]{0,9})?[+]?[ \\t]{0,9})?[rbfu]{0,2}[\"']",
    "\\\\(?=[!-/:-@\\[-`{-~])",
    "[*`~]{1,9}",
    "!?\\[|\\]",
  ].join("|"),
  "g",
);

/** Tags that set what follows apart from what was before; folded, "div" is "dlv". */
const APART =
  /^<\/?(?:br|hr|p|dlv|ll|ul|ol|t[dhr]|table|h[l2-6]|pre|blockquote|d[dlt]|sectlon|summary|detalls|lmg)\b/;

/**
 * A text as it reads where it is shown; undefined where that makes no difference.
 *
 * @param comments whether what HTML comments say is read, or what is left without them.
 */
export function rendered(from: Mapped, comments: "read" | "left out"): Mapped | undefined {
  const { text } = from;
  const lastClose = text.lastIndexOf("-->");
  const edits: Edit[] = [];
  let tells = false;
  let reached = 0;
  let before = "";
  for (const { index, 0: whole } of text.matchAll(MARKUP)) {
    if (index < reached) continue;
    if (index > reached) before = text.charAt(index - 1);
    const isOpen = whole === "<!--" && index < lastClose;
    const close = isOpen && comments === "left out" ? text.indexOf("-->", index) : -1;
    reached = close < 0 ? index + whole.length : close + "-->".length;
    edits.push({ start: index, end: reached, by: APART.test(whole) ? " " : "" });
    tells ||= isLetter(before) && isLetter(text.charAt(reached));
    tells ||= whole === "<!--" || /[a-z0-9]/.test(whole);
  }
  return tells ? edited(from, edits) : undefined;
}

function isLetter(character: string): boolean {
  return /^[a-z0-9_]/.test(character);
}
