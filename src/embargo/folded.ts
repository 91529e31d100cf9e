import lookAlikes from "unhomoglyph/data.json" with { type: "json" };

/**
 * A text reduced to how it reads: lower case, look-alike letters as the Latin ones, escapes of HTML,
 * addresses and string literals as what they stand for, invisible characters gone. Of what hardly
 * differs in print, "0" is "o" and "1" and "i" are "l".
 */
export interface Folded {
  readonly text: string;
  /** Where a unit of the folded text begins and ends in the original, in UTF-16 units. */
  startOf(index: number): number;
  endOf(index: number): number;
}

// "&#45;" "&#x2d;" "&hyphen;" "%2D%C3%A9" "\u002d" "\x2d" "\055", a run of what stands for itself, or
// any one character
const PIECE =
  /([^&%\\\0\u{80}-\u{10ffff}]+)|&#[xX]([0-9a-fA-F]{1,6});?|&#(\d{1,7});?|&([a-zA-Z]{2,8});|((?:%[0-9a-fA-F]{2})+)|\\[uU]([0-9a-fA-F]{4})|\\[uU]\{([0-9a-fA-F]{1,6})\}|\\[xX]([0-9a-fA-F]{2})|\\([0-3]?[0-7]{2})|[^]/gu;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ...["hyphen", "dash", "ndash", "mdash", "minus"].map((name) => [name, "-"] as const),
  ...["nbsp", "ensp", "emsp", "thinsp", "tab", "newline"].map((name) => [name, " "] as const),
  ...["shy", "zwj", "zwnj"].map((name) => [name, ""] as const),
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["commat", "@"],
  ["period", "."],
  ["lowbar", "_"],
  ["sol", "/"],
  ["lsqb", "["],
  ["rsqb", "]"],
]);

// UTF-16 that is read as bytes has a "\0" beside each letter.
const INVISIBLE = /\0|\p{Cf}|\p{M}|\p{Variation_Selector}|\u115f|\u1160|\u3164|\uffa0/u;

/** Of Unicode's look-alikes, those of plain Latin text; the bundle has no others either. */
const byCharacter: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes).filter(([, like]) => /^[ -~]{1,2}$/.test(like)),
);

/** Small capitals and a letter of other alphabets that the table lacks. */
const SMALL = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢχ";
const CAPITALS = "abcdefghijklmnopqrstuvwyzx";

const ESCAPE = /&#|&[a-z]{2,8};|%[0-9a-f]{2}|\\[ux0-7]|\0/i;

export function fold(original: string): Folded {
  if (/^\p{ASCII}*$/u.test(original) && !ESCAPE.test(original)) {
    const at = (index: number): number => index;
    return { text: foldAscii(original), startOf: at, endOf: (index) => index + 1 };
  }
  let text = "";
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of original.matchAll(PIECE)) {
    const [whole, plain] = match;
    if (plain !== undefined) {
      text += foldAscii(plain);
      for (let at = match.index; at < match.index + plain.length; at += 1) {
        starts.push(at);
        ends.push(at + 1);
      }
      continue;
    }
    const folded = Array.from(decode(match), foldCharacter).join("");
    const end = match.index + whole.length;
    starts.push(...Array.from(folded, () => match.index));
    ends.push(...Array.from(folded, () => end));
    text += folded;
  }
  return {
    text,
    startOf: (index) => starts[index] ?? original.length,
    endOf: (index) => ends[index] ?? original.length,
  };
}

function decode(match: RegExpExecArray): string {
  const [whole, , hex, decimal, entity, percent, unit, point, byte, octal] = match;
  const code =
    decimal !== undefined
      ? Number.parseInt(decimal, 10)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : Number.parseInt(hex ?? unit ?? point ?? byte ?? "", 16);
  if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  if (entity !== undefined) return ENTITIES.get(entity.toLowerCase()) ?? whole;
  if (percent === undefined) return whole;
  try {
    return decodeURIComponent(percent);
  } catch {
    return whole;
  }
}

function foldCharacter(character: string): string {
  if (character <= "\u007f") return character === "\0" ? "" : foldAscii(character);
  return Array.from(character.normalize("NFKD"))
    .filter((each) => !INVISIBLE.test(each))
    .map((each) => foldAscii(each <= "\u007f" ? each : latin(each)))
    .join("");
}

function latin(character: string): string {
  const dashed = /\p{Pd}|[\u2212\u2043\u02d7]/u.test(character) ? "-" : undefined;
  const small = SMALL.indexOf(character);
  const capital = small < 0 ? undefined : CAPITALS[small];
  const like = dashed ?? capital ?? byCharacter.get(character) ?? character;
  const plain = Array.from(like.normalize("NFKD"))
    .filter((each) => !INVISIBLE.test(each))
    .join("");
  // The table writes "m" as the two letters that it may be taken for.
  return plain.replace("rn", "m");
}

function foldAscii(text: string): string {
  return text.toLowerCase().replace(/0/g, "o").replace(/[1i|]/g, "l");
}
