import { utcMinute } from "../base/utcMinute.ts";
import { outcomeWords, type LocalCheck } from "../ticket/localCheck.ts";

const BEGIN = "<!-- psrt-local-checks -->";
const END = "<!-- /psrt-local-checks -->";

/** The results as Markdown between marks, without anything of the machine they were made on. */
export function checksTable(checks: readonly LocalCheck[]): string {
  const rows = checks
    .filter(({ outcome }) => outcome !== "running")
    .map(
      (check) =>
        `| ${check.branch} | ${outcomeWords(check)} | ${check.head.slice(0, 10)} | ${check.base.slice(0, 10)} | ${utcMinute(check.at)} |`,
    );
  return [
    BEGIN,
    "Built and tested by hand, since nothing runs by itself in a private fork:",
    "",
    "| branch | result | commit | on | when |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    END,
  ].join("\n");
}

/** A body with the table in the place of an earlier one, else at its end; the rest is kept. */
export function withTable(body: string, table: string): string {
  const begin = body.indexOf(BEGIN);
  const end = body.indexOf(END, begin);
  if (begin >= 0 && end >= 0) {
    return `${body.slice(0, begin)}${table}${body.slice(end + END.length)}`;
  }
  const before = body.trimEnd();
  return before === "" ? `${table}\n` : `${before}\n\n${table}\n`;
}
