import { invalid, valid, type Parsed } from "../base/parsed.ts";

/** An advisory's id in its canonical spelling: "GHSA-" upper case, the rest lower case. */
export type GhsaId = string;

/** GitHub's alphabet for ids leaves out letters and digits that can be confused. */
const GHSA_ID = /^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/;

/** Must pass before an id goes into a URL, a path or a branch. Any letter case is read. */
export function parseGhsaId(text: string): Parsed<GhsaId> {
  const id = text.trim().toLowerCase().replace(/^ghsa/, "GHSA");
  return GHSA_ID.test(id)
    ? valid(id)
    : invalid(`“${text.slice(0, 40)}” is not a GHSA id (GHSA-xxxx-xxxx-xxxx).`);
}
