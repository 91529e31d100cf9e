import lookAlikes from "unhomoglyph/data.json" with { type: "json" };
import { edited, itself, type Edit, type Mapped } from "./mapped.ts";

/**
 * A text reduced to how it reads: lower case, look-alike letters and digits of any script as the
 * Latin ones, invisible characters gone. Of what hardly differs in print, "0" is "o" and "1" and "i"
 * are "l".
 */
export function fold(original: string): Mapped {
  return folded(itself(original));
}

export function folded(from: Mapped): Mapped {
  const { text } = from;
  if (PLAIN.test(text)) return { ...from, text: foldAscii(text) };
  const edits: Edit[] = [];
  for (const { index, 0: character } of text.matchAll(OTHER)) {
    const by = known.get(character) ?? foldCharacter(character);
    if (known.size < MAX_KNOWN) known.set(character, by);
    if (by !== character) edits.push({ start: index, end: index + character.length, by });
  }
  const read = edited(from, edits);
  return { ...read, text: read.text.replace(/[ -~]+/g, foldAscii) };
}

/** Characters that were folded before. */
const known = new Map<string, string>();
const MAX_KNOWN = 5000;

const PLAIN = /^[\t\n\v\f\r -~]*$/;
const OTHER = /[^\t\n\v\f\r -~]/gu;

const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Cc}|\p{M}/u;

/** Of Unicode's look-alikes, those of plain Latin text; the bundle has no others either. */
const byCharacter: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes).filter(([, like]) => /^[ -~]{1,2}$/.test(like)),
);

/** Small capitals and a letter of other alphabets that the table lacks. */
const SMALL = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢχ";
const CAPITALS = "abcdefghijklmnopqrstuvwyzx";

/** Letters in circles and squares, and those that flags are made of: each 26 in a row. */
const ALPHABETS = [0x1f150, 0x1f170, 0x1f1e6];

function foldCharacter(character: string): string {
  const [code = 0] = Array.from(character, (each) => each.codePointAt(0));
  const alphabet = ALPHABETS.find((first) => code >= first && code < first + 26);
  if (alphabet !== undefined) return foldAscii(String.fromCharCode(97 + code - alphabet));
  return Array.from(character.normalize("NFKD"))
    .filter((each) => !INVISIBLE.test(each))
    .map((each) => (each <= "\u007f" ? each : latin(each)))
    .join("")
    .toLowerCase();
}

function latin(character: string): string {
  if (/\p{Nd}/u.test(character)) return digit(character.codePointAt(0) ?? 0);
  if (/\p{Zs}|\p{Zl}|\p{Zp}/u.test(character)) return " ";
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

/** Unicode has the ten digits of each script in a row. */
function digit(code: number): string {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

function foldAscii(text: string): string {
  return text.toLowerCase().replace(/0/g, "o").replace(/[1i]/g, "l");
}
