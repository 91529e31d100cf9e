import { plainLine } from "../base/plainLine.ts";

/** A text from outside as the label of a choice, where VS Code draws "$(name)" as an icon. */
export function choiceLabel(text: string): string {
  return plainLine(text).replaceAll("$(", "$ (");
}

/**
 * A text for a notification, where VS Code makes "[words](command:…)" a link that runs a command.
 * A file's name in a hostile patch may be such a text.
 */
export function noticeText(text: string): string {
  return plainLine(text).replaceAll("](", "] (");
}
