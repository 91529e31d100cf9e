/** "type-security and release-blocker", "3.14, 3.13 and 3.12" */
export function andWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
