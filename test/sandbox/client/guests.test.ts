import assert from "node:assert/strict";
import { silentLog } from "../../../src/base/log.ts";
import { RosterSource } from "../../../src/steps/rosterSource.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { seesNothing, type Board } from "../../../src/ticket/board.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { queueRows } from "../../../src/tree/queueRows.ts";
import { myTicketRows } from "../../../src/tree/rows.ts";
import type { Row } from "../../../src/tree/row.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, PIP, requestsOf } from "./person.ts";
import { MemoryBoards, MemoryRecords } from "./ports.ts";

/** What only the PSRT's members decide. */
const OF_MEMBERS = /Take|Accept|Close|Undo|Reopen|Experts|Land|Issue|Delegate|Signing|Announce/;

describe("who is not of the PSRT", () => {
  const sandbox = useSandbox();

  async function read(login: string): Promise<Board> {
    const gitHub = gitHubOf(sandbox(), login);
    const { clock } = sandbox();
    const roster = new RosterSource({
      address: () => `${sandbox().url}/psrt.csv`,
      kept: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
      ...{ fetch: globalThis.fetch, clock },
    });
    const board = new TicketBoard({
      ...{ gitHub: () => gitHub, repositories: () => [CPYTHON, PIP], clock, log: silentLog },
      ...{ records: new MemoryRecords(), kept: new MemoryBoards() },
      isListed: (name, signal) => roster.has(name, signal),
      releases: () => Promise.resolve(builtInBranches),
    });
    await board.refresh();
    await board.refresh();
    assert.ok(board.board);
    return board.board;
  }

  const ticketRows = (rows: readonly Row[]): readonly Row[] =>
    rows.flatMap((row) => (row.id.startsWith("ticket ") ? [row] : ticketRows(row.children)));
  const rowsOf = (board: Board): readonly Row[] => {
    const now = sandbox().clock.now();
    return ticketRows([...myTicketRows(board, now), ...queueRows(board, now)]);
  };
  const all = (rows: readonly Row[]): readonly Row[] =>
    rows.flatMap((row) => [row, ...all(row.children)]);
  const commandsOf = (board: Board): readonly string[] =>
    all(rowsOf(board)).flatMap(({ command }) => command?.id ?? []);

  it("sees their own reports, and is offered to read and write them and nothing else", async () => {
    const board = await read(people.outsider);
    assert.equal(board.isMember, false);
    const rows = rowsOf(board);
    assert.ok(rows.length > 2);
    for (const { capabilities } of rows) {
      assert.deepEqual(
        capabilities.filter((each) => OF_MEMBERS.test(each) || each === "canReply"),
        [],
      );
    }
    assert.ok(!commandsOf(board).includes("psrt.takeTicket"));
    const [free] = rows.filter(({ label }) => label.startsWith("urllib"));
    assert.equal(free?.children[0]?.label, "Coordinator");
    assert.match(free.tooltip ?? "", /Next: Waiting for a member of the PSRT to take it\./);
  });

  it("helps with the ticket that they were invited to", async () => {
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", author: people.reporter, state: "draft" },
      ...{ summary: "Overflow in spam", collaborators: [people.expert] },
    });
    const board = await read(people.expert);
    const [row] = rowsOf(board);
    assert.equal(row?.ticket?.ghsaId, ghsaId);
    assert.deepEqual(row.capabilities, ["ticket", "canCreateFork", "canEditAdvisory", "canReply"]);
  });

  it("sees nothing at all without a ticket", async () => {
    const board = await read(people.stranger);
    assert.equal(seesNothing(board), true);
    assert.deepEqual(rowsOf(board), []);
  });

  it("is known by the list of members, which is asked for where the tickets do not tell", async () => {
    const list = async (login: string): Promise<readonly number[]> => {
      const requests = await requestsOf(sandbox(), () => read(login));
      return requests.filter(({ path }) => path === "/psrt.csv").map(({ status }) => status);
    };
    assert.deepEqual(await list(people.member), []);
    assert.deepEqual(await list(people.stranger), [200]);
    for (const advisory of sandbox().state.advisories) advisory.teams = [];
    const board = await read(people.second);
    assert.deepEqual([board.isMember, seesNothing(board)], [true, false]);
    assert.equal((await read(people.admin)).isMember, true);
  });
});
