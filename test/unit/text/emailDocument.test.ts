import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emailFacts } from "../../../src/text/advisoryFacts.ts";
import { advisoryEmail } from "../../../src/text/email.ts";
import {
  BODY_LINE,
  emailDocument,
  parseEmailDocument,
  SUBJECT_COLUMN,
  SUBJECT_LINE,
  wrapEmailLines,
} from "../../../src/text/emailDocument.ts";
import PostalMime from "postal-mime";
import { emailFile } from "../../../src/text/emailFile.ts";
import { mailtoAddress } from "../../../src/text/mailto.ts";
import { advisoryFacts, pipFacts } from "./advisory.ts";

const GOLDEN = join(import.meta.dirname, "../../golden/email");
const NOW = new Date("2026-11-23T09:00:00Z");
const CPYTHON = advisoryEmail(emailFacts(advisoryFacts()));
const PIP = advisoryEmail(emailFacts(pipFacts()));

function golden(name: string): Buffer {
  return readFileSync(join(GOLDEN, name));
}

describe("an e-mail's document", () => {
  it("is the e-mail as it will be read, byte for byte", () => {
    assert.deepEqual(Buffer.from(emailDocument(CPYTHON)), golden("cpython.txt"));
    assert.deepEqual(Buffer.from(emailDocument(PIP)), golden("pip.txt"));
  });

  it("reads back what it was made of, whatever its line ends", () => {
    const { subject, body } = CPYTHON;
    const document = emailDocument({ subject, body });
    for (const text of [document, document.replace(/\n/g, "\r\n"), `${document}\n \n`]) {
      assert.deepEqual(parseEmailDocument(text), { valid: true, value: { subject, body } });
    }
    const lines = document.split("\n");
    assert.equal(lines[SUBJECT_LINE]?.slice(SUBJECT_COLUMN), subject);
    assert.equal(lines.slice(BODY_LINE).join("\n"), body);
  });

  it("is refused when its first lines are not To, Subject and a blank one", () => {
    const document = emailDocument(CPYTHON);
    for (const text of [
      "",
      document.replace("security-announce@python.org", "security@python.org"),
      document.replace("To: ", "Cc: "),
      document.replace("Subject: ", "Subjekt: "),
      document.replace("\n\n", "\n"),
    ]) {
      assert.equal(parseEmailDocument(text).valid, false);
    }
  });

  it("wraps on request, all or some lines, and never what the template gives", () => {
    const long = "word ".repeat(30).trim();
    const email = advisoryEmail({
      ...emailFacts(advisoryFacts()),
      description: `${long}\n\n${long}`,
    });
    const lines = emailDocument(email).split("\n");
    const wrapped = wrapEmailLines(lines, 0, lines.length - 1).split("\n");
    assert.deepEqual(wrapped.slice(0, 5), lines.slice(0, 5));
    assert.deepEqual(wrapped.slice(-6), lines.slice(-6));
    assert.ok(wrapped.slice(5, -6).every(({ length }) => length <= 72));
    assert.equal(
      wrapEmailLines(lines, 5, 5),
      `${"word ".repeat(14).trim()}\n${"word ".repeat(14).trim()}\nword word`,
    );
  });
});

describe("an e-mail's message file", () => {
  it("is a draft to the list, byte for byte", async () => {
    assert.deepEqual(Buffer.from(await emailFile(CPYTHON, NOW)), golden("cpython.eml"));
    assert.deepEqual(Buffer.from(await emailFile(PIP, NOW)), golden("pip.eml"));
  });

  it("has short lines, and names neither this machine nor a sender", async () => {
    const email = {
      subject: "[CVE-2026-11940] Ünïcode in a subject that is so long that it must be folded 🐍",
      body: `${"A line that goes on. ".repeat(60)}\n\n.\nFrom here on: äöü 🐍 \n\tcode  \n`,
    };
    const text = Buffer.from(await emailFile(email, NOW)).toString("latin1");
    assert.match(text, /^[\t\r\n -~]*$/);
    assert.ok(text.split("\r\n").every((line) => line.length <= 78 && !/[\r\n]/.test(line)));
    assert.doesNotMatch(text, /^(From|Message-ID|Sender|Bcc|Cc):/im);
  });

  it("lets nobody add a header by a subject", async () => {
    const email = { subject: "[CVE-2026-11940] x\r\nBcc: evil@example.org\r\n\r\ny", body: "z\n" };
    const text = Buffer.from(await emailFile(email, NOW)).toString("latin1");
    assert.doesNotMatch(text, /^Bcc:/im);
    assert.equal(text.split("\r\n\r\n").length, 2);
  });
});

describe("an e-mail's message file, read by another library", () => {
  const long = `${"A paragraph that is one line. ".repeat(2000)}\n\n    indented = code  # stays\n`;
  const texts: readonly (readonly [string, string, string])[] = [
    ["as it was made of CPython's facts", CPYTHON.subject, CPYTHON.body],
    ["as it was made of pip's facts", PIP.subject, PIP.body],
    [
      "all kinds of letters",
      "[CVE-2026-1] 🐍 שלום مرحبا Ünïcode ".repeat(12).trim(),
      "🐍\tשלום\n\n‏مرحبا  \n",
    ],
    [
      "what looks like syntax of mail",
      '=?utf-8?Q?x?= [CVE-2026-1] "a" <b>, c; d',
      "From x\n.\n--=\n=3D=\n \n",
    ],
    [
      "a description of GitHub's length",
      "[CVE-2026-1] x",
      `${long}${"é".repeat(65_535 - long.length)}\n`,
    ],
  ];
  for (const [what, subject, body] of texts) {
    it(`says the same: ${what}`, async () => {
      const read = await PostalMime.parse(await emailFile({ subject, body }, NOW));
      assert.equal(read.subject, subject);
      assert.equal(read.text?.replace(/\r\n/g, "\n"), body);
      assert.deepEqual(
        read.to?.map(({ address }) => address),
        ["security-announce@python.org"],
      );
      assert.deepEqual(
        [read.cc ?? [], read.bcc ?? [], read.from, read.html, read.attachments],
        [[], [], undefined, undefined, []],
      );
    });
  }

  it("has no header of a subject's lines", async () => {
    const subject = "[CVE-2026-1] x\r\nBcc: evil@example.org\r\nSubject: other\r\n\r\nbody";
    const read = await PostalMime.parse(await emailFile({ subject, body: "z\n" }, NOW));
    assert.deepEqual([read.bcc ?? [], read.text?.trim()], [[], "z"]);
    assert.match(read.subject ?? "", /^\[CVE-2026-1\] x/);
    assert.equal(read.headers.filter(({ key }) => key === "subject").length, 1);
  });
});

describe("an e-mail's mailto address", () => {
  it("has the subject and the text, percent-encoded, with the line ends of mail", () => {
    const address = mailtoAddress({ subject: "[CVE-2026-1] a & b's (x) #1", body: "Ä?\n\n* +y\n" });
    assert.equal(
      address,
      "mailto:security-announce@python.org?subject=%5BCVE-2026-1%5D%20a%20%26%20b%27s%20%28x%29%20%231" +
        "&body=%C3%84%3F%0D%0A%0D%0A%2A%20%2By%0D%0A",
    );
  });

  it("reads back whole by the standard's parser", () => {
    const url = new URL(mailtoAddress(PIP) ?? "");
    assert.equal(url.pathname, "security-announce@python.org");
    assert.equal(url.searchParams.get("subject"), PIP.subject);
    assert.equal(url.searchParams.get("body"), PIP.body.replace(/\n/g, "\r\n"));
  });

  it("is not made for a text too long for one, nor spoilt by half a character", () => {
    assert.equal(mailtoAddress({ subject: "x", body: "long ".repeat(500) }), undefined);
    assert.match(mailtoAddress({ subject: "\ud800", body: "" }) ?? "", /subject=%EF%BF%BD&/);
  });
});
