/**
 * The tags that the PSRT bot reads in an advisory's title, in any letter case and anywhere. They
 * steer the state and must never reach a text that leaves.
 */
const TAGS = [
  "ACCEPT",
  "ACCEPTED",
  "CLOSE",
  "CLOSED",
  "COMPLETE",
  "COMPLETED",
  "NOTPLANNED",
  "INVALID",
  "DUPLICATE",
] as const;

export type Tag = (typeof TAGS)[number];

// "[Accepted] Heap overflow in foo() [CLOSED]"
const TAG_PATTERN = new RegExp(`\\[(${TAGS.join("|")})\\]`, "gi");

/** The tags in a title, in their order, upper case. */
export function tagsOf(title: string): readonly Tag[] {
  return [...title.matchAll(TAG_PATTERN)].flatMap(([, word]) => {
    const tag = TAGS.find((known) => known === word?.toUpperCase());
    return tag === undefined ? [] : [tag];
  });
}

/** The title as people read it: without tags, single blanks where they stood. */
export function stripTags(title: string): string {
  return title.replace(TAG_PATTERN, " ").replace(/ {2,}/g, " ").trim();
}
