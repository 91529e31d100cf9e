import { literalPattern } from "../base/literalPattern.ts";

/** Something that an advisory's description is to say. */
export interface DescriptionPrompt {
  readonly id: "module" | "function" | "behaviour" | "fix" | "unaffected" | "mitigation";
  readonly name: string;
  /** A sentence to begin with; what is to be filled in stands in braces. */
  readonly starter: string;
  /** Words by which a description says it. A guess: it only helps, and nothing waits for it. */
  readonly said: RegExp;
}

/** The handbook's: module, function, behaviour and fix; what good advisories have, too. */
export const descriptionPrompts: readonly DescriptionPrompt[] = [
  {
    id: "module",
    name: "Module",
    starter: "The {which module} module is affected.",
    // "the tarfile module", "http.cookies"
    said: /\b(?:module|package|library|command)\b|(?<![\w.])[A-Za-z_]\w*\.[A-Za-z_]\w*/,
  },
  {
    id: "function",
    name: "Function",
    starter: "The mistake is in {which function}.",
    // "extractall()", "`Morsel.set(key)`"
    said: /(?<![\w.])[\w.]+\(|\b(?:functions?|methods?|class(?:es)?|constructor|option|parser)\b/,
  },
  {
    id: "behaviour",
    name: "Input and consequence",
    starter: "When given {what input}, it {does what}.",
    said: /\b(?:can|could|may|might|would|will|allow(?:s|ed)?|lets?|leads? to|causes?|caused|accepts?|accepted|makes?|made|trusts?|trusted)\b/i,
  },
  {
    id: "fix",
    name: "Fix",
    starter: "The fix makes it {do what instead}.",
    said: /\b(?:fix(?:e[sd])?|no longer|now|patched|since|corrected)\b/i,
  },
  {
    id: "unaffected",
    name: "Who is not affected",
    starter: "Not affected: {who, and why}.",
    said: /\b(?:not (?:be )?(?:affected|vulnerable|impacted)|unaffected|only affects?|are safe)\b/i,
  },
  {
    id: "mitigation",
    name: "Mitigation",
    starter: "As a mitigation, {what can be done without the fix}.",
    said: /\b(?:mitigat\w{1,6}|work-?arounds?|avoid(?:s|ed|ing)?|until then)\b/i,
  },
];

const starters = descriptionPrompts.map(({ starter }) => starter);
const fills = starters.flatMap((starter) => starter.match(/\{[^{}]*\}/g) ?? []);

const unfilledStarter = new RegExp(starters.map(literalPattern).join("|"), "g");

/** What is left of a prompt that nobody has filled in, as it stands in braces. */
export const unfilledPrompt = new RegExp(fills.map(literalPattern).join("|"));

/** A part of a text, in UTF-16 units. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** Where a description says what the prompt asks for; undefined where it does not seem to. */
export function placeOfPrompt(text: string, { said }: DescriptionPrompt): Part | undefined {
  // What was not filled in says nothing yet.
  const blank = text.replace(unfilledStarter, (starter) => "\n".repeat(starter.length));
  const found = said.exec(blank);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
}

/** The description with the prompt's sentence behind it, and the part of that to write first. */
export function withStarter(
  text: string,
  { starter }: DescriptionPrompt,
): { readonly text: string; readonly part: Part } {
  const before = text.trimEnd();
  const present = before.indexOf(starter);
  const whole = present >= 0 ? text : `${before}${before === "" ? "" : "\n\n"}${starter}`;
  const at = present >= 0 ? present : whole.length - starter.length;
  const hole = /\{[^{}]*\}/.exec(starter);
  const start = at + (hole?.index ?? 0);
  return { text: whole, part: { start, end: start + (hole?.[0].length ?? starter.length) } };
}
