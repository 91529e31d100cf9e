import { utcMinute } from "../base/utcMinute.ts";
import type { AccessCheck, AccessLine, Verdict } from "../ticket/access.ts";
import { inertMarkdown } from "./markdown.ts";

const WORDS: Readonly<Record<Verdict, string>> = {
  works: "Works",
  otherwise: "Works otherwise",
  fails: "Does not work",
  untried: "Not tried",
};

const COUNTED: readonly (readonly [Verdict, string])[] = [
  ["works", "work"],
  ["otherwise", "work otherwise"],
  ["fails", "do not work"],
  ["untried", "could not be tried"],
];

/** What works, what doesn't, and what that means for the member; what does not stand as assumed comes first. */
export function accessReport(check: AccessCheck): string {
  const { apiUrl, login, at, groups } = check;
  const lines = groups.flatMap((group) => group.lines);
  const counts = COUNTED.map(([verdict, words]) => {
    const count = lines.filter((line) => line.verdict === verdict).length;
    return `${count} ${words}`;
  });
  const listed = (which: Verdict): string => {
    const found = groups.flatMap(({ title, lines: own }) =>
      own
        .filter(({ verdict }) => verdict === which)
        .map((line) => `- ${inertMarkdown(title)}: **${inertMarkdown(line.what)}**.${tail(line)}`),
    );
    return found.length === 0 ? "Nothing." : found.join("\n");
  };
  return `# Check My Access

${apiUrl}, signed in as @${inertMarkdown(login)}, ${utcMinute(at)}.

Everything that PSRT Coordinator relies on was tried by reading; nothing was written. This page holds no id, title or text of a ticket and no token, so it can be shown to who helps you. Each line names the assumption that the product is built on: where one is wrong, please report it.

Of ${lines.length} assumptions, ${counts.join(", ")}.

## What Does Not Work

${listed("fails")}

## What Works Otherwise

${listed("otherwise")}

${groups.map(({ title, lines: own }) => `## ${inertMarkdown(title)}\n\n${own.map(section).join("\n")}`).join("\n\n")}
`;
}

function section(line: AccessLine): string {
  return [
    `- **${WORDS[line.verdict]}: ${inertMarkdown(line.what)}.** ${inertMarkdown(line.found)}`,
    `  - Assumed: ${inertMarkdown(line.assumption)}`,
    ...(line.meaning === undefined ? [] : [`  - For you: ${inertMarkdown(line.meaning)}`]),
  ].join("\n");
}

function tail({ found, meaning }: AccessLine): string {
  return [found, meaning]
    .flatMap((text) => (text === undefined ? [] : ` ${inertMarkdown(text)}`))
    .join("");
}
