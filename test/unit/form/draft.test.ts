import assert from "node:assert/strict";
import { baseMetricIds } from "../../../src/cvss/grammar.ts";
import {
  affectedOf,
  afterSave,
  baseOf,
  changesOf,
  conflictsOf,
  descriptionOf,
  keepMine,
  takeTheirs,
  titleOf,
  unsavable,
  weaknessesOf,
  withAffected,
  withDescription,
  withFields,
  withTitle,
  withWeaknesses,
} from "../../../src/form/draft.ts";
import { dirtyFields, hasEdits, isDirty, type FormState } from "../../../src/form/formState.ts";
import { emailOf, scoreView } from "../../../src/form/scores.ts";
import { vectorView, withMetric, withVectorText } from "../../../src/form/vectorPart.ts";
import { advisoryFields, CPYTHON, formState, VECTOR } from "./advisory.ts";

function choose(state: FormState, choices: string): FormState {
  return choices.split("/").reduce((next, part) => {
    const [id, value = ""] = part.split(":");
    const metric = baseMetricIds.find((known) => known === id);
    assert.ok(metric);
    return withMetric(next, metric, value);
  }, state);
}

describe("the draft’s texts", () => {
  it("show GitHub’s, the title without tags and line ends as a text area has them", () => {
    const state = formState();
    assert.equal(titleOf(state), "Crash in re.compile()");
    assert.equal(descriptionOf(state), "First.\n\nSecond.");
    assert.equal(isDirty(state), false);
  });

  it("are dirty only where they differ, and clean again when put back", () => {
    let state = withTitle(withDescription(formState(), "Other."), "New");
    assert.deepEqual(dirtyFields(state.edits), ["title", "description"]);
    state = withDescription(state, "First.\n\nSecond.");
    assert.deepEqual(dirtyFields(state.edits), ["title"]);
    assert.deepEqual(changesOf(state), { title: "New" });
  });

  it("keep what is unsound out of what is saved", () => {
    const state = withDescription(withTitle(formState(), "Crash [CLOSED]"), "New.");
    assert.deepEqual(unsavable(state), ["title"]);
    assert.deepEqual(changesOf(state), { description: "New." });
  });

  it("are saved with single blanks and none around", () => {
    assert.deepEqual(changesOf(withTitle(formState(), " Crash  in sre ")), {
      title: "Crash in sre",
    });
  });
});

describe("the draft’s vector", () => {
  it("is incomplete until each base metric is chosen, with the rest named", () => {
    const state = choose(formState(), "AV:N/SA:N");
    const view = vectorView(state);
    assert.equal(view.text, "CVSS:4.0/AV:N/SA:N");
    assert.equal(view.missing.length, 9);
    assert.equal(view.problem, null);
    assert.equal(scoreView(state), null);
    assert.deepEqual(unsavable(state), ["vector"]);
    assert.deepEqual(changesOf(state), {});
    assert.equal(isDirty(state), true);
  });

  it("scores and is saved once complete", () => {
    const state = choose(formState(), VECTOR.slice("CVSS:4.0/".length));
    assert.equal(scoreView(state)?.base.text, "8.7");
    assert.deepEqual(changesOf(state), { vector: VECTOR });
  });

  it("takes a pasted vector with blanks around it", () => {
    const state = withVectorText(formState(), ` ${VECTOR}\n`);
    assert.equal(vectorView(state).text, VECTOR);
    assert.equal(vectorView(state).metrics.VA, "H");
    assert.deepEqual(changesOf(state), { vector: VECTOR });
  });

  it("keeps the choice and the typed text while the text is no vector, and says why", () => {
    const chosen = withVectorText(formState(), VECTOR);
    const state = withVectorText(chosen, `${VECTOR}/`);
    const view = vectorView(state);
    assert.equal(view.text, `${VECTOR}/`);
    assert.equal(view.problem, "There is a “/” too many.");
    assert.equal(view.metrics.VA, "H");
    assert.equal(scoreView(state), null);
    assert.deepEqual(changesOf(state), {});
    assert.equal(vectorView(withMetric(state, "VA", "L")).text, VECTOR.replace("VA:H", "VA:L"));
  });

  it("tells which metrics GitHub would not store, and saves the base alone", () => {
    const state = withVectorText(formState(), `${VECTOR}/E:A/U:Red`);
    assert.equal(vectorView(state).leftOut, "E:A/U:Red");
    assert.equal(vectorView(state).text, `${VECTOR}/E:A/U:Red`);
    assert.equal(scoreView(state)?.base.text, "8.7");
    assert.deepEqual(changesOf(state), { vector: VECTOR });
  });

  it("shows a stored vector that is not strict with the reason, unchanged", () => {
    const view = vectorView(formState({ vector: `${VECTOR}/` }));
    assert.equal(view.text, `${VECTOR}/`);
    assert.equal(view.problem, "There is a “/” too many.");
    assert.equal(isDirty(formState({ vector: `${VECTOR}/` })), false);
  });

  it("is clean again when the stored choice is chosen again", () => {
    const stored = formState({ vector: VECTOR });
    const changed = withMetric(stored, "VA", "L");
    assert.equal(isDirty(changed), true);
    assert.equal(isDirty(withMetric(changed, "VA", "H")), false);
    assert.equal(isDirty(withVectorText(formState(), "")), false);
  });

  it("is never made of a v3 vector", () => {
    const view = vectorView(
      formState({ v3Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H" }),
    );
    assert.deepEqual(view.metrics, {});
    assert.equal(view.text, "");
  });
});

describe("the draft’s metrics beyond the base", () => {
  const state = withVectorText(formState({ vector: VECTOR }), `${VECTOR}/E:U/S:N`);

  it("stay here: they are kept, and nothing of them is saved", () => {
    assert.deepEqual(state.edits, { beyond: { E: "U", S: "N" } });
    assert.equal(hasEdits(state), true);
    assert.equal(isDirty(state), false);
    assert.deepEqual(changesOf(state), {});
    assert.equal(vectorView(state).leftOut, "E:U/S:N");
    assert.equal(vectorView(state).text, `${VECTOR}/E:U/S:N`);
  });

  it("make a score of their own beside that of the base", () => {
    const view = scoreView(state);
    assert.ok(view);
    assert.equal(view.base.text, "8.7");
    assert.deepEqual([view.overall.nomenclature, view.overall.score.text], ["CVSS-BT", "6.6"]);
    assert.match(emailOf(state).body, /HIGH severity/);
  });

  it("are taken back by choosing that they are not defined", () => {
    const cleared = withMetric(withMetric(state, "E", "X"), "S", "X");
    assert.deepEqual(cleared.edits, {});
  });

  it("are chosen beside an incomplete base", () => {
    const view = vectorView(withMetric(formState(), "AU", "Y"));
    assert.equal(view.text, "CVSS:4.0/AU:Y");
    assert.equal(view.missing.length, 11);
  });

  it("outlast the saving of the base", () => {
    const changed = withMetric(state, "VA", "L");
    const base = VECTOR.replace("VA:H", "VA:L");
    assert.deepEqual(changesOf(changed), { vector: base });
    const fields = advisoryFields({ vector: base });
    const saved = { kind: "saved", confirmed: ["vector"], different: [], fields } as const;
    assert.deepEqual(afterSave(changed, saved).edits, { beyond: { E: "U", S: "N" } });
  });

  it("that GitHub has are shown, and are no edit", () => {
    const stored = formState({ vector: `${VECTOR}/E:A` });
    assert.equal(vectorView(stored).leftOut, "E:A");
    assert.equal(hasEdits(stored), false);
    assert.deepEqual(changesOf(withMetric(stored, "VA", "L")), {
      vector: VECTOR.replace("VA:H", "VA:L"),
    });
  });
});

describe("the repair of a vector in the form", () => {
  it("is offered for GitHub’s own text, which stays as it is until then", () => {
    const state = formState({ vector: `${VECTOR}/` });
    const { repair, metrics } = vectorView(state);
    assert.ok(repair);
    assert.deepEqual(repair, { vector: VECTOR, changes: ["no “/” at the end"] });
    assert.deepEqual(metrics, {});
    const repaired = withVectorText(state, repair.vector);
    assert.deepEqual(changesOf(repaired), { vector: VECTOR });
    assert.equal(scoreView(repaired)?.base.text, "8.7");
  });

  it("is not offered where there is no problem, nor where the meaning is not certain", () => {
    assert.equal(vectorView(formState({ vector: VECTOR })).repair, null);
    assert.equal(vectorView(withVectorText(formState(), `${VECTOR}/AV:L`)).repair, null);
  });
});

describe("the draft’s weaknesses and affected versions", () => {
  const row = { ...CPYTHON, affectedRange: ">= 3.13.0, < 3.13.9", patched: "3.13.9" };

  it("replace GitHub’s lists, and are clean again when put back", () => {
    const state = withAffected(withWeaknesses(formState(), ["CWE-22", "CWE-59"]), [CPYTHON, row]);
    assert.deepEqual(dirtyFields(state.edits), ["weaknesses", "affected"]);
    assert.deepEqual(changesOf(state), {
      weaknesses: ["CWE-22", "CWE-59"],
      affected: [CPYTHON, row],
    });
    assert.equal(isDirty(withAffected(withWeaknesses(state, ["CWE-400"]), [CPYTHON])), false);
  });

  it("keep out of what is saved what GitHub would refuse", () => {
    const state = withAffected(withWeaknesses(formState(), ["400"]), []);
    assert.deepEqual(unsavable(state), ["weaknesses", "affected"]);
    assert.deepEqual(changesOf(state), {});
  });

  it("conflict with what somebody else wrote there, and can be kept over it", () => {
    const mine = withWeaknesses(formState(), ["CWE-22"]);
    const theirs = withFields(mine, advisoryFields({ weaknesses: ["CWE-59"] }));
    assert.deepEqual(conflictsOf(theirs), [
      { field: "weaknesses", base: "CWE-400", theirs: "CWE-59", mine: "CWE-22" },
    ]);
    const kept = keepMine(theirs, "weaknesses");
    assert.deepEqual(conflictsOf(kept), []);
    assert.deepEqual(baseOf(kept).weaknesses, ["CWE-59"]);
    assert.deepEqual(weaknessesOf(takeTheirs(theirs, "weaknesses")), ["CWE-59"]);
    assert.deepEqual(affectedOf(kept), [CPYTHON]);
  });
});

describe("a draft over an advisory that changed", () => {
  const mine = withTitle(formState(), "Mine");
  const changed = withFields(mine, advisoryFields({ title: "[Accepted] Theirs" }));

  it("finds the fields that both changed", () => {
    assert.deepEqual(conflictsOf(mine), []);
    assert.deepEqual(conflictsOf(changed), [
      { field: "title", base: "Crash in re.compile()", theirs: "Theirs", mine: "Mine" },
    ]);
    assert.equal(titleOf(changed), "Mine");
    assert.equal(baseOf(changed).title, "Crash in re.compile()");
  });

  it("goes on with mine, knowing theirs, or with theirs", () => {
    const kept = keepMine(changed, "title");
    assert.deepEqual(conflictsOf(kept), []);
    assert.equal(baseOf(kept).title, "Theirs");
    assert.deepEqual(changesOf(kept), { title: "Mine" });
    assert.equal(titleOf(takeTheirs(changed, "title")), "Theirs");
  });

  it("does not care for tags that were added", () => {
    const tagged = withFields(mine, advisoryFields({ title: "Crash in re.compile() [CLOSED]" }));
    assert.deepEqual(conflictsOf(tagged), []);
  });

  it("is gone where GitHub has the same by now", () => {
    assert.equal(isDirty(withFields(mine, advisoryFields({ title: "[Accepted] Mine" }))), false);
  });
});

describe("after a save", () => {
  const saved = {
    kind: "saved",
    confirmed: ["title", "vector"],
    different: [],
    fields: advisoryFields({ title: "[Accepted] Mine", vector: VECTOR }),
  } as const;

  it("the confirmed fields are clean", () => {
    const state = withVectorText(withTitle(formState(), "Mine "), `${VECTOR}/E:A`);
    assert.equal(isDirty(afterSave(state, saved)), false);
  });

  it("what was typed meanwhile stays, on top of what was saved", () => {
    const state = afterSave(withTitle(formState(), "Mine, longer"), saved);
    assert.equal(titleOf(state), "Mine, longer");
    assert.deepEqual(conflictsOf(state), []);
  });

  it("a conflict keeps the draft and shows what GitHub has", () => {
    const fields = advisoryFields({ title: "Theirs" });
    const state = afterSave(withTitle(formState(), "Mine"), {
      kind: "conflict",
      conflicts: [{ field: "title", mine: "Mine", theirs: "Theirs" }],
      fields,
    });
    assert.deepEqual(
      conflictsOf(state).map(({ field }) => field),
      ["title"],
    );
    assert.equal(titleOf(state), "Mine");
  });
});

describe("the e-mail preview", () => {
  it("follows the draft", () => {
    const state = withDescription(withTitle(withVectorText(formState(), VECTOR), "Mine"), "New.");
    const email = emailOf(state);
    assert.equal(email.subject, "[CVE-2026-11940] Mine");
    assert.match(
      email.body,
      /^There is a HIGH severity vulnerability affecting CPython\.\n\nNew\.\n/,
    );
    assert.deepEqual(email.missing, []);
  });

  it("has no severity while the vector is incomplete or scores 0.0", () => {
    const none = withVectorText(formState(), VECTOR.replace("VA:H", "VA:N"));
    assert.deepEqual(emailOf(formState()).missing, ["severity"]);
    assert.deepEqual(emailOf(none).missing, ["severity"]);
  });
});
