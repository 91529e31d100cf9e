import assert from "node:assert/strict";
import { advisoryEmail, type EmailFacts } from "../../../src/text/email.ts";

const FACTS: EmailFacts = {
  projectName: "CPython",
  cveId: "CVE-2026-11940",
  title: "Path traversal in tarfile.extractall()",
  severity: "HIGH",
  description: "The tarfile module followed links.\n\n    tar.extractall(path)\n\nUse a filter.",
  pullRequestUrl: "https://github.com/python/cpython/pull/140002",
};

describe("advisory e-mail", () => {
  it("is the handbook’s template, byte for byte", () => {
    assert.deepEqual(advisoryEmail(FACTS), {
      subject: "[CVE-2026-11940] Path traversal in tarfile.extractall()",
      body: [
        "There is a HIGH severity vulnerability affecting CPython.",
        "",
        "The tarfile module followed links.",
        "",
        "    tar.extractall(path)",
        "",
        "Use a filter.",
        "",
        "Please see the linked CVE ID for the latest information on affected versions:",
        "",
        "* https://www.cve.org/CVERecord?id=CVE-2026-11940",
        "* https://github.com/python/cpython/pull/140002",
        "",
      ].join("\n"),
      missing: [],
    });
  });

  it("lists what is missing and shows the template’s placeholders for it", () => {
    const email = advisoryEmail({
      projectName: "pip",
      cveId: null,
      title: "[ACCEPTED]",
      severity: null,
      description: " \n",
      pullRequestUrl: null,
    });
    assert.deepEqual(email.missing, ["CVE id", "title", "severity", "description", "pull request"]);
    assert.equal(email.subject, "[{CVE-YYYY-XXXX}] {title}");
    assert.match(email.body, /^There is a \{LOW, MEDIUM, HIGH, CRITICAL\} severity vulnerability/);
    assert.match(email.body, /affecting pip\.\n\n\{description\}\n\nPlease/);
    assert.match(email.body, /id=\{CVE-YYYY-XXXX\}\n\* \{pull request URL\}\n$/);
  });

  it("leaves the bot’s tags out of the subject", () => {
    const { subject } = advisoryEmail({ ...FACTS, title: "[Accepted] Crash in re [CLOSED]" });
    assert.equal(subject, "[CVE-2026-11940] Crash in re");
  });

  it("keeps a subject on one line and replacement patterns as text", () => {
    const { subject } = advisoryEmail({ ...FACTS, title: "Crash in $& re\r\nBcc: x@example.org" });
    assert.equal(subject, "[CVE-2026-11940] Crash in $& re Bcc: x@example.org");
  });

  it("turns GitHub’s line ends into its own and keeps the indentation of a first code line", () => {
    const { body } = advisoryEmail({ ...FACTS, description: "\r\n    code()\r\ntext  \r\n\r\n" });
    assert.match(body, /CPython\.\n\n {4}code\(\)\ntext\n\nPlease/);
  });

  it("does not take a text that is no CVE id for one", () => {
    assert.deepEqual(advisoryEmail({ ...FACTS, cveId: "CVE-2026-1194O" }).missing, ["CVE id"]);
  });
});
