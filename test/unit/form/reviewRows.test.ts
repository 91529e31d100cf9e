import assert from "node:assert/strict";
import { piecesOf, reviewView } from "../../../src/form/reviewRows.ts";
import type { UnsearchedPart } from "../../../src/steps/leakGate.ts";
import type { GoingPublic } from "../../../src/steps/readGoingPublic.ts";
import type { Landing } from "../../../src/ticket/landing.ts";
import { NOW } from "../ticket/builders.ts";
import { BRANCH, makeIssue, makePublicPull, PUSHED } from "../ticket/facts.ts";
import { goingPublic, placedFinding, publicFile } from "./goingPublic.ts";

const message = "Rita's fix";
const built: Partial<GoingPublic> = {
  issue: makeIssue(),
  record: { publicIssue: 140001, publicBranch: BRANCH },
  texts: [{ place: "message", text: message, isPublic: false, findings: [] }],
  files: [publicFile()],
};
const held: Partial<GoingPublic> = {
  ...built,
  texts: [{ place: "message", text: message, isPublic: false, findings: [placedFinding()] }],
};
const lift = { digest: "a".repeat(64), reason: "She wants it.", at: NOW };
const gap: UnsearchedPart = {
  ...{ part: "comments", why: "No answer.", cause: "offline", write: "the push" },
  ...{ digest: "c".repeat(64), lift: undefined },
};
const landing: Landing = {
  of: { kind: "main", pullRequest: 1, head: BRANCH.head },
  ...{ stage: "conflict", startedAt: NOW, publicClone: "/home/mel/cpython" },
  ...{ branch: "gh-140001", message: "gh-140001: Fix re" },
};
const proof = {
  ...{ same: ["Lib/re.py"], different: [], onlyReviewed: [], onlyPublic: [] },
  digest: "b".repeat(64),
};

const states = (given: Partial<GoingPublic>): string =>
  reviewView(goingPublic(given))
    .writes.map(({ id, state }) => `${id} ${state}`)
    .join(", ");

describe("the going-public review's steps", () => {
  it("come in their order: only the first that is not done can be done", () => {
    assert.equal(states({}), "issue next, build later, push later, pull later, labels later");
    assert.equal(
      states({ issue: makeIssue() }),
      "issue done, build next, push later, pull later, labels later",
    );
    assert.equal(states(built), "issue done, build done, push next, pull later, labels later");
    const pushed = { ...built, record: { ...built.record, publicBranch: PUSHED } };
    assert.equal(states(pushed), "issue done, build done, push done, pull next, labels later");
    const unlabelled = { ...pushed, pull: makePublicPull({ labels: [] }) };
    assert.equal(states(unlabelled), "issue done, build done, push done, pull done, labels next");
    const all = { ...pushed, pull: makePublicPull() };
    assert.equal(states(all), "issue done, build done, push done, pull done, labels done");
  });

  it("count a pull request that was given up as none", () => {
    const pull = makePublicPull({ state: "closed" });
    const record = { publicBranch: PUSHED };
    assert.match(states({ ...built, record, pull }), /pull next/);
  });

  it("ask for a placeholder's text when the fix is public", () => {
    const record = { publicBranch: PUSHED, quietIssue: "placeholder" as const };
    const facts = { ...built, record, pull: makePublicPull() };
    assert.match(states(facts), /labels next/);
    const labels = reviewView(goingPublic(facts)).writes.at(-1);
    assert.equal(labels?.button, "Describe and Label…");
    assert.match(labels.words, /^#140001 gets its own text; then type-security/);
  });

  it("are held back by a finding, a part not searched for, new commits and an open difference", () => {
    const different = { ...proof, different: ["Lib/re.py"] };
    for (const [given, why] of [
      [held, /^Waits for: 1 finding to be taken out or lifted\.$/],
      [{ ...built, unsearched: [gap] }, /1 part not searched for/],
      [{ ...built, hasNewCommits: true }, /the proof/],
      [{ ...built, proof: different }, /the proof/],
    ] as const) {
      assert.match(states(given), /push held/);
      const push = reviewView(goingPublic(given)).writes.find(({ id }) => id === "push");
      assert.match(push?.words ?? "", why);
    }
    const accepted = { ...different, acceptedAt: NOW };
    assert.match(states({ ...built, proof: accepted }), /push next/);
    assert.match(states({ ...built, unsearched: [{ ...gap, lift }] }), /push next/);
  });

  it("are not held back by what was lifted, by a warning, or by what is out already", () => {
    const texts = (finding: ReturnType<typeof placedFinding>, isPublic = false) => [
      { place: "message" as const, text: message, isPublic, findings: [finding] },
    ];
    assert.match(states({ ...built, texts: texts(placedFinding({ lift })) }), /push next/);
    assert.match(states({ ...built, texts: texts(placedFinding({ level: "warning" })) }), /push n/);
    assert.match(states({ ...built, texts: texts(placedFinding(), true) }), /push next/);
  });

  it("say where a landing stopped, and continue it", () => {
    const { writes } = reviewView(goingPublic({ issue: makeIssue(), landing }));
    const build = writes.find(({ id }) => id === "build");
    assert.deepEqual(
      [build?.button, build?.words],
      ["Continue Landing…", "The landing stopped at a conflict."],
    );
    assert.equal(build?.canReword, false);
  });

  it("take other texts for a commit that is held back at the gate", () => {
    const atGate = { ...landing, stage: "gate" as const };
    const { writes } = reviewView(goingPublic({ issue: makeIssue(), landing: atGate }));
    assert.deepEqual(
      writes.filter(({ canReword }) => canReword).map(({ id }) => id),
      ["build"],
    );
  });

  it("tell who will see each", () => {
    assert.deepEqual(
      reviewView(goingPublic()).writes.map(({ audience }) => audience),
      ["PUBLIC", "YOU", "PUBLIC", "PUBLIC", "PUBLIC"],
    );
  });
});

describe("the going-public review's texts", () => {
  it("are all there, also those that are not written yet", () => {
    assert.deepEqual(
      reviewView(goingPublic(built)).texts.map(({ name, note }) => `${name}: ${note}`),
      [
        "Public issue: Not written yet: you write it when you open it, and it is searched as you write.",
        "Branch name: Not chosen yet: the public issue’s number names it.",
        "Commit message: PUBLIC with the push",
        "Author: Not chosen yet: you choose when the commit is built.",
        "News entry: Not written yet: you write it when the commit is built.",
        "Public pull request: Not written yet: its title is the commit’s, and you see all of it before it is opened.",
      ],
    );
  });

  it("have what was found marked in its place, and say what it is", () => {
    const text = reviewView(goingPublic(held)).texts.find(({ id }) => id === "message");
    assert.deepEqual(text?.pieces, [
      { text: "Rita", mark: 0 },
      { text: "'s fix", mark: null },
    ]);
    assert.deepEqual(text.findings, [
      {
        ...{ digest: "a".repeat(64), what: "the reporter", where: "line 1" },
        ...{ level: "block", lift: null },
      },
    ]);
  });

  it("hide nothing", () => {
    assert.deepEqual(piecesOf("a\u202eb", []), [{ text: "a⟨U+202E⟩b", mark: null }]);
  });

  it("lose nothing between the marks, whatever was found", () => {
    const text = "0123456789";
    const findings = [
      { start: 0, end: 3 },
      { start: 3, end: 5 },
      { start: 9, end: 10 },
    ];
    const pieces = piecesOf(text, findings);
    assert.equal(pieces.map((piece) => piece.text).join(""), text);
    assert.deepEqual(
      pieces.map(({ mark }) => mark),
      [0, 1, null, 2],
    );
  });

  it("lose and repeat nothing where two findings overlap", () => {
    const text = "0123456789";
    const findings = [
      { start: 1, end: 8 },
      { start: 2, end: 4 },
      { start: 6, end: 9 },
    ];
    assert.deepEqual(piecesOf(text, findings), [
      ...[{ text: "0", mark: null }],
      ...[
        { text: "1", mark: 0 },
        { text: "23", mark: 1 },
        { text: "45", mark: 0 },
        { text: "678", mark: 2 },
      ],
      { text: "9", mark: null },
    ]);
  });

  it("show of a long added line what is around the finding", () => {
    const text = `${"x".repeat(5000)}SECRET${"y".repeat(5000)}`;
    const finding = placedFinding({
      ...{ place: "diff", path: "Lib/re.py", line: 7 },
      excerpt: { text, start: 5000, end: 5006 },
    });
    const files = [publicFile(), publicFile({ path: "Lib/b.py", findings: [finding] })];
    const [first, second] = reviewView(goingPublic({ ...built, files })).files;
    assert.deepEqual([first?.path, second?.path], ["Lib/b.py", "Lib/re.py"]);
    assert.deepEqual(first?.findings[0]?.pieces, [
      { text: "x".repeat(120), mark: null },
      { text: "SECRET", mark: 0 },
      { text: "y".repeat(120), mark: null },
    ]);
    assert.equal(first.findings[0].where, "line 7");
  });
});

describe("what held a step back", () => {
  it("is shown where it was found, until it is lifted, also while there is no commit", () => {
    const found = [
      placedFinding(),
      placedFinding({ place: "diff", path: "Lib/re.py", line: 3, digest: "b".repeat(64) }),
      placedFinding({ level: "warning" }),
    ];
    const record = { lifts: [{ ...lift, digest: "b".repeat(64) }] };
    const { refused } = reviewView(goingPublic({ record }), { findings: found, unsearched: [] });
    assert.deepEqual(
      refused.map(({ path, findings }) => [path, findings.map(({ where }) => where)]),
      [
        ["The commit message", ["line 1"]],
        ["Lib/re.py", ["line 3"]],
      ],
    );
    assert.equal(refused[0]?.findings[0]?.lift, null);
    assert.equal(refused[1]?.findings[0]?.lift?.reason, "She wants it.");
  });
});

describe("parts that were not searched for", () => {
  it("are those of the next write, and of the one that was refused", () => {
    const other = { ...gap, digest: "d".repeat(64) };
    const facts = goingPublic({
      ...{ unsearched: [gap], record: { lifts: [{ ...lift, digest: other.digest }] } },
    });
    const { gaps } = reviewView(facts, { findings: [], unsearched: [gap, other] });
    assert.deepEqual(
      gaps.map(({ digest, lift }) => [digest, lift?.reason]),
      [
        [gap.digest, undefined],
        [other.digest, "She wants it."],
      ],
    );
    assert.equal(
      gaps[0]?.words,
      "The ticket’s comments could not be read: No answer. Accepting that holds for the push only.",
    );
  });
});

describe("the going-public review's standing", () => {
  const gate = (given: Partial<GoingPublic>): string => reviewView(goingPublic(given)).gate.text;

  it("never claims more than was searched", () => {
    assert.equal(gate({}), "There is nothing to search yet.");
    assert.equal(gate(built), "Nothing is held back.");
    assert.equal(gate(held), "1 finding stands in the way.");
    assert.equal(gate({ ...built, unsearched: [gap] }), "1 part could not be searched for.");
  });

  it("tells the proof: the same, another that was accepted, new commits since", () => {
    const text = (given: Partial<GoingPublic>): string =>
      reviewView(goingPublic({ ...built, ...given })).proof.text;
    assert.equal(
      text({ proof, route: { from: "head", because: "too-large" } }),
      "The public change is the reviewed one of the private pull request #1 at bbbbbbbbbb: 1 file the same, the news entry apart. It was made from its branch, since GitHub does not send so large a .patch.",
    );
    assert.match(
      text({ proof: { ...proof, onlyPublic: ["Lib/x.py"], acceptedAt: NOW } }),
      /^1 file not as in .* You accepted that\.$/,
    );
    assert.match(text({ hasNewCommits: true }), /has new commits since bbbbbbbbbb/);
  });
});
