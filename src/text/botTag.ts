import { tagsOf } from "../ticket/tag.ts";

/** Why a text that leaves can't have the tag in it; undefined when it has none. */
export function botTagReason(text: string): string | undefined {
  const [tag] = tagsOf(text);
  return tag && `[${tag}] is an order to the PSRT bot: leave it out.`;
}
