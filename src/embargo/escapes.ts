import { decodeHTML } from "entities";
import { edited, type Edit, type Mapped } from "./mapped.ts";

/**
 * Escapes of HTML, addresses and string literals: "&#45;" "&hyphen;" "&amp;#45;", "%2D" "%252D",
 * "\u002d" "\U0000002d" "\u{2d}" "\x2d" "\x{2d}" "\055" "\N{HYPHEN}", "\n" within words.
 */
const ESCAPE =
  /&(?:amp;)*(?:#[xX][0-9a-fA-F]{1,6};?|#\d{1,7};?|[a-zA-Z][a-zA-Z0-9]{1,31};)|(?:%(?:25)*[0-9a-fA-F]{2})+|\\U[0-9a-fA-F]{8}|(?:\\u[0-9a-fA-F]{4})+|\\U[0-9a-fA-F]{4}|\\[uUxX]\{[0-9a-fA-F]{1,6}\}|\\[xX][0-9a-fA-F]{2}|\\N\{[A-Za-z0-9 -]{2,60}\}|\\[0-3]?[0-7]{1,2}|\\[nrt](?=[a-zA-Z0-9])/g;

/** The text with what its escapes stand for; an entity that there is not stands for nothing. */
export function decoded(from: Mapped): Mapped {
  return edited(
    from,
    [...from.text.matchAll(ESCAPE)].map(({ index, 0: whole }): Edit => {
      return { start: index, end: index + whole.length, by: meant(whole) };
    }),
  );
}

function meant(escape: string): string {
  if (escape.startsWith("&")) {
    const plain = escape.replace(/^&(?:amp;)+(?=[#a-zA-Z])/, "&");
    const text = decodeHTML(plain);
    return text === plain ? "" : text;
  }
  if (escape.startsWith("%")) return bytes(escape.replace(/%(?:25)+(?=[0-9a-fA-F]{2})/g, "%"));
  if (escape.startsWith("\\N")) return named(escape.slice(3, -1).toUpperCase());
  if (/^\\[nrt]/.test(escape)) return "\n";
  if (/^\\\d/.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 8));
  // "\ud835\udc06" are two units of one character.
  const codes = escape.match(/[0-9a-fA-F]+/g) ?? [];
  const points = codes.map((code) => Number.parseInt(code, 16));
  return points.every((point) => point <= 0xffff)
    ? String.fromCharCode(...points)
    : points.map((point) => (point <= 0x10ffff ? String.fromCodePoint(point) : "")).join("");
}

/** As UTF-8, else as Latin-1. */
function bytes(percent: string): string {
  try {
    return decodeURIComponent(percent);
  } catch {
    const codes = percent.match(/[0-9a-fA-F]{2}/g) ?? [];
    return codes.map((code) => String.fromCharCode(Number.parseInt(code, 16))).join("");
  }
}

const DIGITS = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"];

/** Of the names of Unicode's characters those that write ids and names. */
function named(name: string): string {
  const letter = /(?:LETTER|CAPITAL|SMALL) ([A-Z])$/.exec(name)?.[1];
  if (letter !== undefined) return letter;
  const digit = DIGITS.indexOf(/DIGIT ([A-Z]+)$/.exec(name)?.[1] ?? "");
  if (digit >= 0) return String(digit);
  if (/ZERO WIDTH|JOINER|SOFT HYPHEN/.test(name)) return "";
  if (/HYPHEN|DASH|MINUS/.test(name)) return "-";
  if (/SPACE|TABULATION|LINE FEED/.test(name)) return " ";
  return MARKS.get(name) ?? "";
}

const MARKS: ReadonlyMap<string, string> = new Map([
  ["COMMERCIAL AT", "@"],
  ["FULL STOP", "."],
  ["LOW LINE", "_"],
  ["SOLIDUS", "/"],
  ["LEFT SQUARE BRACKET", "["],
  ["RIGHT SQUARE BRACKET", "]"],
]);
