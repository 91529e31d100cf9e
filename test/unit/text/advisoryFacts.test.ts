import assert from "node:assert/strict";
import { emailFacts, severityOf } from "../../../src/text/advisoryFacts.ts";
import { advisoryFactsOf } from "../../../src/text/knownFacts.ts";
import { checkFacts } from "../../../src/text/factChecks.ts";
import { emailItem } from "../../../src/ticket/emailItem.ts";
import { unknown } from "../../../src/ticket/ticketFacts.ts";
import { PIP } from "../ticket/builders.ts";
import { makeFacts, makeIssue, makeRoad, merged, WRITTEN } from "../ticket/facts.ts";
import { project } from "./advisory.ts";

const CPYTHON = project("CPython");

describe("the facts of a ticket's letters", () => {
  const road = makeRoad({
    issue: makeIssue(),
    pull: merged({ title: "gh-140001: Check it", htmlUrl: "https://github.com/x" }),
  });

  it("come from the advisory, the public issue and the public pull request", () => {
    const facts = advisoryFactsOf(CPYTHON, makeFacts({ ticket: WRITTEN, road }));
    assert.deepEqual(
      checkFacts(facts).filter(({ level }) => level === "error"),
      [],
    );
    assert.equal(facts.issue, 140001);
    assert.deepEqual(emailFacts(facts), {
      projectName: "CPython",
      cveId: "CVE-2026-40107",
      title: "Crash in re",
      severity: "HIGH",
      description: "An odd number of digits crashes.",
      pullRequestUrl: "https://github.com/x",
    });
  });

  it("take what was not read for not there", () => {
    const offline = unknown("offline");
    const blind = { ...makeRoad(), publicIssue: offline, publicPull: offline };
    const facts = advisoryFactsOf(CPYTHON, makeFacts({ ticket: WRITTEN, road: blind }));
    assert.deepEqual([facts.issue, facts.pullRequest], [null, null]);
    const remembered = makeFacts({ ticket: WRITTEN, record: { publicIssue: 7 } });
    assert.equal(advisoryFactsOf(CPYTHON, remembered).issue, 7);
  });

  it("of pip wait for the release that the coordinator has named", () => {
    const pip = project("pip");
    const before = makeFacts({ ticket: { ...WRITTEN, repository: PIP } });
    const after = { ...before, record: { fixRelease: "26.4" } };
    assert.equal(emailItem(before, pip).state.kind, "waiting");
    assert.equal(emailItem(after, pip).state.kind, "ready");
    assert.equal(advisoryFactsOf(pip, after).release, "26.4");
  });

  it("have the vector's severity as the e-mail's word", () => {
    const base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N";
    assert.equal(severityOf(`${base}/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H`), "CRITICAL");
    assert.equal(severityOf(`${base}/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N`), null);
    assert.deepEqual([severityOf(null), severityOf("CVSS:4.0/AV:N")], [null, null]);
  });
});
