/**
 * The system's own package sources as sources of source packages, for a scratch apt. Everything that
 * says whom to trust (Signed-By, options in brackets) stays.
 */

/** From the text of a `sources.list` or `*.list` file. */
export function sourceLines(text: string): string {
  const lines = text
    .split("\n")
    .filter((line) => /^\s*deb(-src)?\s/.test(line))
    .map((line) => line.trim().replace(/^deb\s/, "deb-src "));
  return [...new Set(lines)].map((line) => `${line}\n`).join("");
}

/** From the text of a deb822 `*.sources` file; stanzas that are switched off are left out. */
export function sourceStanzas(text: string): string {
  const stanzas = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .split(/\n\s*\n/)
    .filter(
      (stanza) => /^Types:/im.test(stanza) && !/^Enabled:\s*(no|false|off|0)\s*$/im.test(stanza),
    )
    .map((stanza) => stanza.trim().replace(/^Types:.*$/im, "Types: deb-src"));
  return [...new Set(stanzas)].map((stanza) => `${stanza}\n`).join("\n");
}
