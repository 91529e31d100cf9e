import assert from "node:assert/strict";
import { likelyDuplicates, type Likeness } from "../../../src/ticket/duplicates.ts";
import { ticketKey, type Ticket } from "../../../src/ticket/ticket.ts";
import { makeTicket, PIP } from "./builders.ts";
import { fresh, known, repeats, type Report } from "./reports.ts";

function ended(ghsaId: string, [title, description]: Report): Ticket {
  return makeTicket({ ghsaId, title, description, state: "closed" });
}

const project = Object.entries(known).map(([name, report]) => ended(name, report));

/** Reports of other modules, as a project of some years has them. */
const crowd = Array.from({ length: 965 }, (_, index) => {
  const modules = ["csv", "sqlite3", "logging", "socket", "marshal", "gzip", "codecs", "curses"];
  const kinds = ["Buffer overflow", "Quadratic time", "Use after free", "Path traversal"];
  const [module = "", kind = ""] = [modules[index % 8], kinds[index % 4]];
  return ended(`crowd ${index}`, [
    `${kind} in ${module}.Class${index}.method_${index % 7}()`,
    `A crafted file leads to a ${kind}; the announced size of a record is not checked.`,
  ]);
});

async function resembling(report: Report, others: readonly Ticket[]): Promise<readonly Likeness[]> {
  const ticket = makeTicket({ title: report[0], description: report[1], state: "triage" });
  const found = await likelyDuplicates([ticket, ...others], () => Promise.resolve());
  return found.get(ticketKey(ticket)) ?? [];
}

describe("likely duplicates", () => {
  for (const [where, others] of [
    ["among few reports", project],
    ["among a thousand", [...project, ...crowd]],
  ] as const) {
    it(`are found ${where}, with next to no others`, async () => {
      const missed: string[] = [];
      const wrong: string[] = [];
      for (const [report, of] of repeats) {
        const found = (await resembling(report, others)).map(({ ticket }) => ticket.ghsaId);
        if (found[0] !== of) missed.push(report[0]);
        wrong.push(...found.filter((id) => id !== of));
      }
      for (const report of fresh) {
        wrong.push(...(await resembling(report, others)).map(({ ticket }) => ticket.ghsaId));
      }
      const told = `missed: ${missed.join("; ")}. Wrong: ${wrong.join("; ")}.`;
      assert.ok(missed.length <= repeats.length * 0.15, told);
      assert.ok(wrong.length <= fresh.length * 0.1, told);
    });
  }

  it("tell what both name, as they spell it", async () => {
    const report: Report = [
      "TarFile.extractall filter bypass with symlink + hardlink",
      "With filter='data' tarfile.extractall writes outside the extraction directory.",
    ];
    const [first, ...others] = await resembling(report, project);
    assert.deepEqual([first?.ticket.ghsaId, others], ["tarLinks", []]);
    assert.deepEqual(first?.shared.slice(0, 2), ["tarfile.extractall", "extractall"]);
  });

  it("are the same file, function and module, however they are written", async () => {
    const spellings = [
      "Lib/http/cookies.py: Morsel.set() and control characters",
      "http.cookies.Morsel.set with control characters",
      "control characters in `http.cookies.Morsel`, method set",
    ];
    for (const title of spellings) {
      const [first] = await resembling([title, ""], project);
      assert.equal(first?.ticket.ghsaId, "cookies", title);
    }
  });

  it("are of the same repository", async () => {
    const [report] = Object.values(known);
    assert.ok(report !== undefined);
    const elsewhere = { ...ended("elsewhere", report), repository: PIP };
    assert.deepEqual(await resembling(report, [elsewhere]), []);
    assert.equal((await resembling(report, [ended("here", report)])).length, 1);
  });

  it("are looked for only where a ticket is new", async () => {
    let pauses = 0;
    const pause = (): Promise<void> => Promise.resolve(void (pauses += 1));
    assert.deepEqual(await likelyDuplicates(project, pause), new Map());
    assert.equal(pauses, 0);
  });

  it("need nothing that says something", async () => {
    assert.deepEqual(await resembling(["", ""], [ended("empty", ["", ""])]), []);
    assert.deepEqual(await resembling(["???", "…\u202E"], project), []);
  });

  it("take bounded work, in small pieces, for a thousand reports made to be slow", async () => {
    const hostile: readonly string[] = [
      "a.".repeat(32_000),
      "/a_".repeat(20_000),
      "A".repeat(65_000),
      "frees ".repeat(10_000),
      "word foo_bar(x) Lib/tarfile.py ".repeat(2_000),
    ];
    const tickets = Array.from({ length: 1000 }, (_, index) =>
      makeTicket({
        ghsaId: `slow ${index}`,
        title: hostile[index % hostile.length] ?? "",
        description: hostile[(index + 1) % hostile.length] ?? "",
        state: index % 20 === 0 ? "triage" : "closed",
      }),
    );
    let pauses = 0;
    const start = performance.now();
    const found = await likelyDuplicates(tickets, () => Promise.resolve(void (pauses += 1)));
    assert.ok(performance.now() - start < 10_000);
    assert.ok(pauses >= 1000 / 40 + 50);
    assert.equal(found.size, 50);
    assert.ok([...found.values()].every(({ length }) => length <= 3));
  });
});
