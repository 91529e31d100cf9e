/**
 * One line without control, format and bidirectional characters: titles, branch names and paths
 * come from reporters and patches.
 */
export function plainLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
