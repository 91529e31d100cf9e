/** The first CVE or GHSA id in a text, as it stands there. */
export function findAdvisoryId(text: string): string | undefined {
  return /(?<![a-z0-9])(?:CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})(?![a-z0-9])/i.exec(
    text,
  )?.[0];
}

/** Why a public text with this id is refused. */
export function advisoryIdReason(id: string): string {
  return (
    `The text names ${id}. CVE and GHSA ids stay out of public texts until the CVE record is ` +
    "published: take it out."
  );
}
