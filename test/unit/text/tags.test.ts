import assert from "node:assert/strict";
import fc from "fast-check";
import { makeNews } from "../../../src/steps/publicTexts.ts";
import { emailFacts } from "../../../src/text/advisoryFacts.ts";
import { commitTitle } from "../../../src/text/commitTitle.ts";
import { draftCveRecord, type CveRecordFacts } from "../../../src/text/cveRecord.ts";
import { advisoryEmail } from "../../../src/text/email.ts";
import { emailDocument, parseEmailDocument } from "../../../src/text/emailDocument.ts";
import { emailFile } from "../../../src/text/emailFile.ts";
import { mailtoAddress } from "../../../src/text/mailto.ts";
import { issueSkeleton, parseIssueText } from "../../../src/text/publicIssue.ts";
import { tagsOf } from "../../../src/ticket/tag.ts";
import { advisoryFacts, pipFacts, project } from "./advisory.ts";

const NOW = new Date("2026-11-23T09:00:00Z");
const WORDS = [
  ...["ACCEPT", "ACCEPTED", "CLOSE", "CLOSED", "COMPLETE", "COMPLETED"],
  ...["NOTPLANNED", "INVALID", "DUPLICATE"],
];

/** "[aCCept]" */
const tag = fc
  .tuple(fc.constantFrom(...WORDS), fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }))
  .map(([word, upper]) => {
    const letters = Array.from(word, (letter, at) =>
      upper[at] === true ? letter : letter.toLowerCase(),
    );
    return `[${letters.join("")}]`;
  });

/** What would make a tag if what stands between were taken out. */
const halves = fc
  .tuple(tag, fc.nat(11), fc.oneof(tag, fc.constantFrom(" ", "\n", "\t", "\0", "\u200b", "\u202e")))
  .map(([whole, at, between]) => whole.slice(0, at) + between + whole.slice(at));

const piece = fc.oneof(
  tag,
  halves,
  fc.constantFrom("Heap overflow", "Title: ", "[CLO", "SED]", "[", "]", " ", "  ", "\r\n", "\0"),
  fc.string({ unit: "binary", maxLength: 6 }),
);

/** A title that has a tag somewhere. */
const title = fc
  .tuple(fc.array(piece, { maxLength: 4 }), tag, fc.array(piece, { maxLength: 4 }))
  .map(([before, one, after]) => [...before, one, ...after].join(""));

function assertClean(text: string): void {
  assert.deepEqual(tagsOf(text), [], JSON.stringify(text));
}

/** A longer text as a header has it is encoded; this is what mail programs show. */
function decodedSubject(message: Uint8Array): string {
  const [headers = ""] = Buffer.from(message).toString("utf8").split("\r\n\r\n");
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(headers)?.[1] ?? "";
  return subject
    .replace(/\r\n[ \t]+/g, " ")
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?q\?(.*?)\?=/gi, (_, words: string) => {
      const bytes = words
        .replaceAll("_", " ")
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8");
    });
}

describe("the PSRT bot's tags in a ticket's title", () => {
  for (const facts of [advisoryFacts(), pipFacts()]) {
    const { name } = facts.project;

    it(`stay out of the e-mail of ${name}, on each way to the mail program`, async () => {
      await fc.assert(
        fc.asyncProperty(title, async (given) => {
          const email = advisoryEmail(emailFacts({ ...facts, title: given }));
          assertClean(email.subject);
          assertClean(email.body);
          const document = emailDocument(email);
          assertClean(document);
          const read = parseEmailDocument(document);
          assert.ok(read.valid);
          assertClean(read.value.subject);
          assertClean(decodeURIComponent(mailtoAddress(read.value) ?? ""));
          const subject = decodedSubject(await emailFile(read.value, NOW));
          assert.match(subject, /CVE-2026-/);
          assertClean(subject);
        }),
      );
    });

    it(`stay out of the CVE record of ${name}`, () => {
      const versions = [{ branch: "main", from: "0", fixedIn: "26.4", expected: false }];
      const rest = { versions, weaknesses: [], credits: [], backports: [] };
      fc.assert(
        fc.property(title, (given) => {
          const whole: CveRecordFacts = { ...facts, ...rest, title: `${given} in foo()` };
          const draft = draftCveRecord(whole);
          assert.ok(draft.valid, draft.valid ? "" : draft.reason);
          assertClean(draft.value.record.containers.cna.title);
          assertClean(JSON.stringify(draft.value.record));
        }),
      );
    });
  }

  for (const name of ["CPython", "pip"] as const) {
    it(`do not come into the public issue, commit or news of ${name}, even when they are pasted`, () => {
      assertClean(issueSkeleton(project(name)));
      fc.assert(
        fc.property(title, (given) => {
          const issue = parseIssueText(`# ${given}\n\nIt crashes.\n`);
          if (issue.valid) assertClean(issue.value.title);
          assert.equal(commitTitle(project(name), 140_001, given).valid, false);
          assert.equal(makeNews(project(name), 140_001, given, NOW).valid, false);
        }),
      );
      for (const text of ["[Closed] Check it", "Check it [accept]", "Check[INVALID]it"]) {
        const refusals = [
          parseIssueText(`# ${text}\n\nIt crashes.\n`),
          commitTitle(project(name), 140_001, text),
          makeNews(project(name), 140_001, text, NOW),
        ];
        for (const refusal of refusals) {
          assert.match(refusal.valid ? "" : refusal.reason, /order to the PSRT bot/);
        }
      }
    });
  }

  it("are not mistaken for other words in brackets", () => {
    const text = "Check the [closed interval] of foo()";
    assert.ok(parseIssueText(`# ${text}\n\nIt crashes.\n`).valid);
    assert.ok(commitTitle(project("CPython"), 140_001, text).valid);
    assert.ok(makeNews(project("CPython"), 140_001, text, NOW).valid);
  });
});
