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

/** The title with the tag in front, where a list that cuts titles off still shows it. */
export function withTag(title: string, tag: Tag): string {
  return `[${tag}] ${title}`;
}

/**
 * The title without those tags and the one blank that goes with each; all else stays as it is. What
 * a tag has parted stays apart, so that no new tag comes of it.
 */
export function withoutTags(title: string, tags: readonly Tag[]): string {
  if (tags.length === 0) return title;
  const pattern = new RegExp(`\\[(?:${tags.join("|")})\\]`, "i");
  let rest = title;
  for (let match = pattern.exec(rest); match !== null; match = pattern.exec(rest)) {
    rest = joined(rest.slice(0, match.index), rest.slice(match.index + match[0].length));
  }
  return rest;
}

function joined(before: string, after: string): string {
  if (before === "") return after.replace(/^ /, "");
  if (after === "") return before.replace(/ $/, "");
  if (before.endsWith(" ")) return before + after.replace(/^ /, "");
  return after.startsWith(" ") ? before + after : `${before} ${after}`;
}
