/**
 * Characters that an editor does not draw, or that reorder what it draws: control, format,
 * bidirectional and invisible ones, and halves of characters. Line feeds and tabs stay.
 */
const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** What a joiner or a selector may stand between or behind without hiding anything. */
const PICTURE = /\p{Extended_Pictographic}\ufe0f?$/u;
const PICTURE_AFTER = /^\p{Extended_Pictographic}/u;

/**
 * A text from outside with everything visible that hides: "⟨U+202E⟩" where a bidirectional override
 * stood. Lines end with "\n"; each line is one of the text's own.
 */
export function visibleText(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n");
  return lines.replace(HIDDEN, (character, at: number) => {
    const before = lines.slice(Math.max(0, at - 3), at);
    if (character === "\ufe0f" && PICTURE.test(before)) return character;
    const joins = PICTURE.test(before) && PICTURE_AFTER.test(lines.slice(at + 1, at + 3));
    if (character === "\u200d" && joins) return character;
    return mark(character);
  });
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(/[\n\t]/g, mark);
}

function mark(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
