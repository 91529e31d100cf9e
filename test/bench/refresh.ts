import { silentLog } from "../../src/base/log.ts";
import { GitHub } from "../../src/steps/gitHub.ts";
import { TicketBoard } from "../../src/steps/ticketBoard.ts";
import { parseSite } from "../../src/github/site.ts";
import { builtInBranches } from "../../src/ticket/releaseBranches.ts";
import { MemoryBoards, MemoryRecords } from "../sandbox/client/ports.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import { people } from "../sandbox/scenarios/people.ts";
import { line, longestBlock, milliseconds } from "./measure.ts";

/** What reading the tickets again costs when nothing has changed. */
export async function benchRefresh(): Promise<void> {
  const sandbox = await startSandbox();
  try {
    const site = parseSite(sandbox.apiUrl);
    if (!site.valid) throw new Error(site.reason);
    const login = people.member;
    const token = (): Promise<string> => Promise.resolve(sandbox.token(login));
    const gitHub = new GitHub({ site: site.value, login, log: silentLog, token });
    const board = new TicketBoard({
      gitHub: () => gitHub,
      repositories: () => [
        { owner: "python", repo: "cpython" },
        { owner: "pypa", repo: "pip" },
      ],
      releases: () => Promise.resolve(builtInBranches),
      ...{ records: new MemoryRecords(), kept: new MemoryBoards() },
      ...{ clock: sandbox.clock, log: silentLog },
    });
    await board.refresh();
    const before = sandbox.requests.length;
    const block = await longestBlock(() => board.refresh());
    const asked = sandbox.requests.slice(before);
    const unchanged = asked.filter(({ status }) => status === 304).length;
    const lists = new Set(asked.map(({ path }) => path)).size;
    line(
      "refresh without changes",
      `${String(asked.length)} requests for ${String(lists)} lists`,
      `${String(unchanged)} of them 304 (one each, all 304)`,
    );
    const rest = asked.filter(({ status }) => status !== 304);
    for (const { method, path, status } of rest) {
      line("  not 304", `${method} ${path} ${String(status)}`);
    }
    // The sandbox runs in this process, too, so this is more than the extension's part.
    line(
      "longest block during a refresh, the sandbox's included",
      milliseconds(block),
      "(at most 50 ms)",
    );
  } finally {
    await sandbox.close();
  }
}
