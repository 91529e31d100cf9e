import type { Compared, Comparison, GivenChecksums } from "../ticket/checksums.ts";
import type { GhsaId } from "../ticket/ghsaId.ts";
import { PageText, type TicketPage } from "./pageText.ts";
import { visibleLine } from "../base/visibleText.ts";

/** Which reported binaries are ours, as plain text. */
export function checksumDocument(
  ghsaId: GhsaId,
  comparison: Comparison,
  others: GivenChecksums["others"],
): TicketPage {
  const { compared, files, unmentioned, troubles, links } = comparison;
  const matching = compared.filter(({ matches }) => matches.length > 0);
  const differing = compared.filter(({ differs }) => differs.length > 0);
  const missing = compared.filter((each) => !matching.includes(each) && !differing.includes(each));
  const page = new PageText();
  page.heading(`EMBARGOED · ${ghsaId} · reported checksums and our artifacts`);
  page.line("");
  page.line(`${count(compared.length, "checksum")} given, ${count(files, "file")} looked at.`);
  if (others > 0) {
    page.line(
      `${count(others, "line")} passed over: another kind of checksum, SHA-256 counts here.`,
    );
  }
  page.line("Archives were not opened: unpack what you downloaded.");
  section(page, "MATCH: our artifacts have exactly these contents", matching);
  section(page, "DIFFERENT: a file of that name has other contents", differing);
  section(page, "NOT FOUND: no file has these contents or this name", missing);
  if (unmentioned + links + troubles.length > 0) {
    page.heading("NOT COMPARED");
    if (unmentioned > 0) page.line(`${count(unmentioned, "file")} that nobody reported.`);
    if (links > 0) page.line(`${count(links, "link")} that were not followed.`);
    for (const { path, trouble } of troubles) page.quote(`${visibleLine(path)}: ${trouble}`, "");
  }
  return page.done();
}

function section(page: PageText, title: string, compared: readonly Compared[]): void {
  if (compared.length === 0) return;
  page.heading(`${title} (${compared.length})`);
  for (const { given, matches, differs } of compared) {
    const name = given.name === undefined ? "" : `  ${visibleLine(given.name)}`;
    page.quote(`${given.sha256}${name}`, "");
    for (const path of [...matches, ...differs]) page.quote(`  → ${visibleLine(path)}`, "");
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
