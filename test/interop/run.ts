/**
 * `npm run test:interop`: what we write against what the real `blurb` and `cherry_picker` from PyPI
 * write, and whether blurb takes our files. Needs Python 3.11 or newer and fails without.
 */
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../src/base/errors.ts";
import { checkoutFiles } from "../../src/steps/checkoutFiles.ts";
import { newBlurb } from "../../src/steps/newBlurb.ts";
import { blurbSections, firstIssue, makeBlurb, type BlurbSection } from "../../src/text/blurb.ts";
import { parseIssueReference } from "../../src/text/issueReference.ts";
import { compareBackports } from "./backports.ts";
import { RealBlurb, type BlurbAnswer, type BlurbCase } from "./realBlurb.ts";
import { makeScratchCheckout, removeScratchCheckout } from "./scratchCheckout.ts";
import { texts } from "./texts.ts";

const seed = 20261123;
const zones = ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Chatham"];

let passed = 0;
let failed = 0;

function check(name: string, ok: boolean, detail: () => unknown): void {
  if (ok) {
    passed++;
  } else {
    failed++;
    console.error(`FAILED ${name}:`, JSON.stringify(detail()));
  }
}

/** Ours for a case of theirs, in the zone of this process. */
function ours(asked: BlurbCase): ReturnType<typeof makeBlurb> {
  const issue = parseIssueReference(asked.issue);
  return issue.valid
    ? makeBlurb({ ...asked, issue: issue.value, now: new Date(asked.now * 1000) })
    : issue;
}

/** How an answer compares with ours; a text only we refuse must be one that blurb spoils. */
function compare(
  asked: BlurbCase,
  theirs: BlurbAnswer,
): "equal" | "refused" | "guarded" | "differs" {
  const made = ours(asked);
  if ("refusal" in theirs) return made.valid ? "differs" : "refused";
  if (!made.valid) return theirs.faithful ? "differs" : "guarded";
  const { path, content } = made.value;
  return path === theirs.path && content === theirs.content ? "equal" : "differs";
}

async function sameBytes(blurb: RealBlurb): Promise<readonly BlurbCase[]> {
  const sections = Object.keys(blurbSections) as BlurbSection[];
  const counts = { equal: 0, refused: 0, guarded: 0, differs: 0 };
  const written: BlurbCase[] = [];
  for (const [index, zone] of zones.entries()) {
    process.env["TZ"] = zone;
    // Steps of some 17 hours pass through two years, and both changes of daylight-saving time.
    const cases = texts(250, seed + index).map((body, number): BlurbCase => ({
      issue: String(number % 25 === 0 ? firstIssue - 1 + (number % 2) : 130000 + number),
      section: sections[number % 3 === 0 ? number % sections.length : 0] ?? "Security",
      body,
      now: 1735689600 + number * 61_357,
    }));
    const answers = await blurb.answers(cases, zone);
    for (const [number, theirs] of answers.entries()) {
      const asked = cases[number];
      if (asked === undefined) continue;
      const verdict = compare(asked, theirs);
      counts[verdict]++;
      check("same bytes", verdict !== "differs", () => ({ asked, theirs, ours: ours(asked) }));
      if (verdict === "equal") written.push(asked);
    }
  }
  process.env["TZ"] = "UTC";
  console.log(
    `${counts.equal} entries written with the same name and bytes, ${counts.refused} refused by ` +
      `both, ${counts.guarded} refused by us because blurb loses words of them, ` +
      `${counts.differs} differ.`,
  );
  check("enough entries", counts.equal >= 500 && counts.refused >= 50, () => counts);
  return written;
}

async function sameIssues(blurb: RealBlurb): Promise<void> {
  const references = ["140001", "#140001", "gh-140001", "GH-140001", "32426", "32425", "1"].concat(
    ["", "https://"].map((scheme) => `${scheme}github.com/python/cpython/issues/140001`),
    ["x", "gh140001", "140001.0", "0x1", "bpo-140001", "https://example.org/issues/140001"],
  );
  const cases = references.map((issue): BlurbCase => ({
    issue,
    section: "Security",
    body: "Fix it.",
    now: 1735689600,
  }));
  for (const asked of cases) {
    const theirs = await blurb.answers([asked], "UTC").then(
      ([answer]) => answer ?? { refusal: "no answer" },
      (error: unknown) => ({ refusal: messageOf(error) }),
    );
    const verdict = compare(asked, theirs);
    check("same issue", ["equal", "refused"].includes(verdict), () => ({ asked, theirs }));
  }
}

/** Our files in a checkout, then `blurb merge` and `blurb release` over them. */
async function accepted(blurb: RealBlurb, cases: readonly BlurbCase[]): Promise<void> {
  const checkout = await makeScratchCheckout();
  try {
    await blurb.command(checkout, "populate");
    const issues = cases.map((_, index) => 150000 + index);
    for (const [index, { section, body, now }] of cases.entries()) {
      const input = { issue: 150000 + index, body, now: new Date(now * 1000) };
      if (section === "Security") {
        await newBlurb({ root: checkout, ...input }, checkoutFiles);
      } else {
        const made = makeBlurb({ ...input, section });
        if (!made.valid) throw new Error(made.reason);
        await appendFile(join(checkout, made.value.path), made.value.content, { flag: "ax" });
      }
    }
    await blurb.command(checkout, "merge", "merged.rst");
    await mentions(
      "blurb merge",
      join(checkout, "merged.rst"),
      issues,
      (issue) => `- gh-${issue}:`,
    );
    await blurb.command(checkout, "release", "3.15.0a2");
    const released = join(checkout, "Misc/NEWS.d/3.15.0a2.rst");
    await mentions("blurb release", released, issues, (issue) => `.. gh-issue: ${issue}\n`);
    console.log(`blurb merge and blurb release took ${cases.length} entries of ours.`);
  } finally {
    await removeScratchCheckout(checkout);
  }
}

async function mentions(
  command: string,
  path: string,
  issues: readonly number[],
  mark: (issue: number) => string,
): Promise<void> {
  const text = await readFile(path, "utf8");
  for (const issue of issues) check(command, text.includes(mark(issue)), () => ({ issue }));
}

try {
  const blurb = await RealBlurb.install();
  const written = await sameBytes(blurb);
  await sameIssues(blurb);
  await accepted(blurb, written);
  await compareBackports(check);
} catch (error) {
  failed++;
  console.error(messageOf(error));
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
