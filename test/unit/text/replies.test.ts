import assert from "node:assert/strict";
import { replyRemarks } from "../../../src/embargo/replyCheck.ts";
import { replyTemplates, type ReplyId } from "../../../src/text/replies.ts";
import { CPYTHON, makeTicket, PIP } from "../ticket/builders.ts";

function text(id: ReplyId, repository = CPYTHON): string {
  const template = replyTemplates(repository).find((each) => each.id === id);
  assert.ok(template);
  return template.text;
}

describe("the template replies", () => {
  it("say how to submit a report, with the project's own address", () => {
    const submit = [
      "Thanks for submitting this report.",
      "We use GitHub Security Advisories for triaging vulnerability reports,",
      "please review our security policy before submitting:",
      "https://devguide.python.org/security/policy/",
      "Then submit your report here:",
      "https://github.com/python/cpython/security/advisories/new",
      "",
    ].join("\n");
    assert.equal(text("submit"), submit);
    assert.equal(text("submit", PIP), submit.replace("python/cpython", "pypa/pip"));
  });

  it("reject a report", () => {
    assert.equal(
      text("reject"),
      [
        "Thanks for your report. We've determined that the report doesn't constitute",
        "a vulnerability. Let us know if you disagree with this determination.",
        "If you are interested in working on this further, you can optionally open a",
        "public issue on GitHub.",
        "",
      ].join("\n"),
    );
  });

  it("call a report a duplicate without saying of what", () => {
    assert.equal(
      text("duplicate"),
      [
        "Thanks for your report. We've determined that this submission is a duplicate",
        "of an issue that is already being tracked internally. Please refrain from",
        "public disclosure until the issue has been resolved.",
        "",
      ].join("\n"),
    );
  });

  it("ask for both things that a code-signing report is verified by", () => {
    assert.match(text("code-signing"), /checksum.*signature/s);
  });

  it("may all be sent as they are", () => {
    for (const { id, text } of replyTemplates(CPYTHON)) {
      const remarks = replyRemarks(text, makeTicket(), [
        makeTicket({ ghsaId: "GHSA-5555-5555-5555" }),
      ]);
      assert.equal(remarks.length, id === "own" ? 1 : 0, id);
    }
  });
});
