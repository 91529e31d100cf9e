import assert from "node:assert/strict";
import { emailFacts } from "../../../src/text/advisoryFacts.ts";
import { advisoryEmail } from "../../../src/text/email.ts";
import { checkEmail } from "../../../src/text/emailChecks.ts";
import type { EmailTexts } from "../../../src/text/emailDocument.ts";
import { advisoryFacts, pipFacts } from "./advisory.ts";

const FACTS = emailFacts(advisoryFacts());
const { subject, body } = advisoryEmail(FACTS);

/** The right e-mail with one text in it replaced by another. */
function slip(from: string, to: string): EmailTexts {
  const changed = { subject: subject.replace(from, to), body: body.replace(from, to) };
  assert.notDeepEqual(changed, { subject, body });
  return changed;
}

/** Each disagreement as its code and the text that it marks. */
function marked(email: EmailTexts, facts = FACTS): readonly string[] {
  return checkEmail(email, facts).map(({ code, level, place }) => {
    assert.ok(place.kind === "email");
    const lines = place.part === "subject" ? [email.subject] : email.body.split("\n");
    const text = lines[place.line]?.slice(place.start, place.end);
    return `${level} ${code}: ${text ?? "?"}`;
  });
}

describe("an advisory e-mail as it is made", () => {
  it("has nothing that disagrees, for either project", () => {
    assert.deepEqual(marked({ subject, body }), []);
    const pip = emailFacts(pipFacts());
    assert.deepEqual(marked(advisoryEmail(pip), pip), []);
  });

  it("shows what is not known yet as the template's placeholders, each once", () => {
    const facts = { ...FACTS, cveId: null, severity: null, pullRequestUrl: null };
    const codes = checkEmail(advisoryEmail(facts), facts).map(({ code }) => code);
    assert.equal(codes.filter((code) => code === "placeholder").length, 4);
    assert.ok(!codes.includes("project"));
  });
});

describe("the slips that were really sent", () => {
  it("{project} left in", () => {
    assert.deepEqual(marked(slip("affecting CPython", "affecting {project}")), [
      "error placeholder: {project}",
    ]);
  });

  it("a subject that begins with “Title:”", () => {
    assert.deepEqual(marked(slip("[CVE", "Title: [CVE")), ["error title-prefix: Title:"]);
  });

  it("a link to another CVE", () => {
    assert.deepEqual(marked(slip("?id=CVE-2026-11940", "?id=CVE-2026-11904")), [
      "error other-cve: CVERecord?id=CVE-2026-11904",
    ]);
  });

  it("MODERATE instead of MEDIUM", () => {
    assert.deepEqual(marked(slip("HIGH", "MODERATE")), ["error severity-word: MODERATE"]);
  });

  it("the score added to the sentence", () => {
    assert.deepEqual(marked(slip("CPython.", "CPython (CVSSv4 5.3).")), [
      "error cvss-added:  (CVSSv4 5.3)",
    ]);
    assert.deepEqual(marked(slip("HIGH severity", "HIGH (CVSS 7.8) severity")), [
      "error cvss-added:  (CVSS 7.8)",
    ]);
  });

  it("a commit's address instead of the pull request's", () => {
    const commit = `https://github.com/python/cpython/commit/${"0f".repeat(20)}`;
    assert.deepEqual(marked(slip("https://github.com/python/cpython/pull/140002", commit)), [
      `error commit-link: ${commit}`,
    ]);
  });

  it("two blanks", () => {
    assert.deepEqual(marked(slip("HIGH severity", "HIGH  severity")), ["error two-blanks:   "]);
    assert.deepEqual(marked(slip("] Path", "]  Path")), ["error two-blanks:   "]);
    assert.deepEqual(marked(slip("elsewhere.", "else  where.")).slice(0, 1), [
      "warning two-blanks:   ",
    ]);
  });

  it("links that begin with “- ”", () => {
    assert.deepEqual(marked(slip("* https://www", "- https://www")), ["error bullet: - "]);
  });

  it("no blank after the “*”", () => {
    assert.deepEqual(marked(slip("* https://github", "*https://github")), ["error bullet: *"]);
  });

  it("https://https://", () => {
    assert.deepEqual(marked(slip("* https://github", "* https://https://github")), [
      "error doubled-scheme: https://https://",
    ]);
  });

  it("“security issue” instead of “severity vulnerability”", () => {
    assert.deepEqual(marked(slip("HIGH severity vulnerability", "HIGH security issue")), [
      "error wording: security issue",
    ]);
  });
});

describe("other slips of an advisory e-mail", () => {
  it("a severity that the vector does not have", () => {
    assert.deepEqual(marked(slip("HIGH", "CRITICAL")), ["error severity: CRITICAL"]);
    assert.deepEqual(marked(slip("HIGH", "high")), ["error severity-word: high"]);
  });

  it("another project, or the project in other letters", () => {
    assert.deepEqual(marked(slip("affecting CPython", "affecting pip")), ["error project: pip"]);
    assert.deepEqual(marked(slip("affecting CPython", "affecting Cpython")), [
      "error project: Cpython",
    ]);
  });

  it("another CVE in the subject; one that the description names is only remarked", () => {
    assert.deepEqual(marked(slip("[CVE-2026-11940]", "[CVE-2026-11941]")), [
      "error other-cve: CVE-2026-11941",
    ]);
    assert.deepEqual(
      marked(slip("elsewhere.", "elsewhere (an incomplete fix of CVE-2025-4517).")).slice(0, 1),
      ["warning other-cve: CVE-2025-4517"],
    );
  });

  it("a subject of another form", () => {
    const title = "Path traversal in tarfile.extractall() through hard links";
    for (const other of [title, `CVE-2026-11940: ${title}`, `[CVE-2026-11940]${title}`, ""]) {
      assert.deepEqual(marked({ subject: other, body }), [`error subject: ${other}`]);
    }
    assert.deepEqual(marked({ subject: `[Security-announce] ${subject}`, body }), [
      "error list-prefix: [Security-announce]",
    ]);
  });

  it("a title that the advisory does not have, a final period, a tag of the bot", () => {
    assert.deepEqual(marked(slip("through hard links", "through links of any kind")), [
      "warning title: Path traversal in tarfile.extractall() through links of any kind",
    ]);
    assert.deepEqual(marked({ subject: `${subject}.`, body }), ["warning period: ."]);
    assert.match(marked({ subject: `${subject} [Completed]`, body }).join(), /^error bot-tag/);
  });

  it("a title that is very short", () => {
    const facts = { ...FACTS, title: "Crash in re" };
    assert.deepEqual(marked(advisoryEmail(facts), facts), ["warning length: Crash in re"]);
  });

  it("no description, or another one than the advisory's", () => {
    const [opening = ""] = body.split("\n");
    const closing = body.slice(body.indexOf("Please see"));
    assert.deepEqual(marked({ subject, body: `${opening}\n\n${closing}` }), [
      `error description: ${opening}`,
    ]);
    assert.match(marked(slip("elsewhere.", "anywhere.")).join(), /^warning description: The tar/);
  });

  it("paragraphs that are wrapped otherwise are the same", () => {
    assert.deepEqual(marked(slip("could\noverwrite", "could overwrite")), []);
  });

  it("the last sentence changed or left out, with the links", () => {
    assert.deepEqual(marked(slip("latest information", "newest information")), [
      "error closing: Please see the linked CVE ID for the newest information on affected versions:",
    ]);
    const cut = body.slice(0, body.indexOf("Please see"));
    assert.match(marked({ subject, body: cut }).join(), /^error closing: $/);
  });

  it("another pull request, a link left out, one too many", () => {
    const url = "https://github.com/python/cpython/pull/140002";
    assert.deepEqual(marked(slip(url, "https://github.com/python/cpython/pull/140003")), [
      "error pull-request: https://github.com/python/cpython/pull/140003",
    ]);
    const sentence =
      "Please see the linked CVE ID for the latest information on affected versions:";
    assert.deepEqual(marked(slip(`* ${url}\n`, "")), [`error links: ${sentence}`]);
    assert.deepEqual(marked({ subject, body: `${body}* https://example.org\n` }), [
      "error links: * https://example.org",
    ]);
  });

  it("a blank line left out", () => {
    assert.match(marked(slip("CPython.\n\n", "CPython.\n")).join(), /^error opening: The tarfile/);
    assert.match(marked(slip("versions:\n\n", "versions:\n")).join(), /^error links: \* https/);
  });

  it("invisible characters, which may turn a text round", () => {
    assert.deepEqual(
      marked({ subject, body: body.replace("module", "mod\u202eule") }).slice(0, 1),
      ["error hidden-character: \u202e"],
    );
    assert.match(marked({ subject: subject.replace("Path", "Pa\u200bth"), body }).join(), /hidden/);
  });

  it("are found in a moment in a text made to take long", () => {
    const started = performance.now();
    for (const piece of ["(CVSS", " ", "linked CVE ", "CVE-2026-11940 ", "{project", "https://"]) {
      checkEmail({ subject: piece.repeat(200), body: piece.repeat(65_000 / piece.length) }, FACTS);
    }
    assert.ok(performance.now() - started < 1000);
  });
});
