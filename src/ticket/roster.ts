import { csvParseRows } from "d3-dsv";
import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { parseLogin, sameLogin } from "./login.ts";

/** A member of the PSRT as the handbook's list has them. */
export interface RosterMember {
  readonly name: string;
  readonly login: string;
  /** As given: "Admin, Release Manager". */
  readonly notes: string;
}

export interface Roster {
  readonly members: readonly RosterMember[];
  /** Rows that name nobody. */
  readonly skipped: number;
}

/** A roster, and where it comes from. */
export interface RosterReading {
  readonly members: readonly RosterMember[];
  /**
   * Read just now; the last one that could be read, kept on this machine; or the one that is part
   * of the product.
   */
  readonly origin: "live" | "kept" | "shipped";
  /** When it was read, or of which day it is. */
  readonly at: Date;
  /** Why it is not the live one. */
  readonly trouble?: string;
}

/** Below this nothing is a list of the team, whatever was answered. */
const FEWEST_MEMBERS = 2;

/**
 * Reads `security/psrt.csv` of the devguide: name, login, notes, without a heading. What names
 * nobody is passed over, unless that is most of it.
 */
export function parseRoster(text: string): Parsed<Roster> {
  const members: RosterMember[] = [];
  let skipped = 0;
  for (const [name = "", given = "", ...notes] of csvParseRows(text.replace(/^\uFEFF/, ""))) {
    if (name.trim() === "" && given.trim() === "") continue;
    if (/^name$/i.test(name.trim())) continue;
    const login = parseLogin(given);
    if (login === undefined) skipped += 1;
    else if (!members.some((member) => sameLogin(member.login, login))) {
      members.push({ name: name.trim() || login, login, notes: notes.join(", ").trim() });
    }
  }
  if (members.length < FEWEST_MEMBERS || skipped > members.length) {
    return invalid("It is not a list of members.");
  }
  return valid({ members, skipped });
}

export function isAdmin({ notes }: Pick<RosterMember, "notes">): boolean {
  return /\badmin\b/i.test(notes);
}

export function isReleaseManager({ notes }: Pick<RosterMember, "notes">): boolean {
  return /\brelease manager\b/i.test(notes);
}

/** The list does not always say so: the person's setting names the present council too. */
export function isSteeringCouncil(
  { notes, login }: Pick<RosterMember, "notes" | "login">,
  council: readonly string[],
): boolean {
  return /\bsteering council\b/i.test(notes) || council.some((each) => sameLogin(each, login));
}

/** The handbook's list of this day, for when the live one has never been read. */
export const SHIPPED_ROSTER_DAY = new Date("2026-11-23T00:00:00Z");

export const SHIPPED_ROSTER = `Adam Turner,AA-Turner,
Barry Warsaw,warsaw,Admin
Bénédikt Tran,picnixz,
Benjamin Peterson,benjaminp,
Damian Shaw,notatallshaw,
Donald Stufft,dstufft,
Dustin Ingram,di,
Ee Durbin,ewdurbin,Admin
Emma Smith,emmatyping,
Glyph Lefkowitz,glyph,
Gregory P. Smith,gpshead,
Hugo van Kemenade,hugovk,Release Manager
Jacob Coffee,JacobCoffee,
Jelle Zijlstra,JelleZijlstra,
Kirill Podoprigora,eclips4,
Larry Hastings,larryhastings,
Łukasz Langa,ambv,Release Manager
Ned Deily,ned-deily,"Admin, Release Manager"
Pablo Galindo Salgado,pablogsal,Release Manager
Paul McMillan,paulmcmillan,
Petr Viktorin,encukou,
Pradyun Gedam,pradyunsg,
Savannah Ostrowski,savannahostrowski,Release Manager
Serhiy Storchaka,serhiy-storchaka,
Seth Larson,sethmlarson,Admin
Stan Ulbrych,StanFromIreland,
Steve Dower,zooba,Release Manager
Thomas Wouters,Yhg1s,Release Manager
Tim Peters,tim-one,
William Woodruff,woodruffw,
`;
