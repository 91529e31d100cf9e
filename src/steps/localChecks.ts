import { availableParallelism } from "node:os";
import type { Clock } from "../base/clock.ts";
import { CancelledError, HumanError, throwIfCancelled } from "../base/errors.ts";
import { plainLine } from "../base/plainLine.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import type { Git } from "../git/git.ts";
import { requireGit } from "../git/version.ts";
import {
  commandWords,
  expandCommand,
  namesTests,
  testsOf,
  type CheckCommands,
  type CommandLine,
} from "../ticket/checkCommands.ts";
import { outcomeWords, withCheck, type LocalCheck } from "../ticket/localCheck.ts";
import type { Project } from "../ticket/project.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { CheckTree, type BroughtFix } from "./checkTree.ts";
import type { MarkedClone } from "./cloneMark.ts";
import { endMarked, runCommandLine } from "./commandRun.ts";
import { gitTrouble } from "./gitTrouble.ts";
import type { Ask, Plan, Records } from "./ports.ts";

export interface LocalChecksPorts {
  readonly git: Git;
  readonly records: Records;
  readonly ask: Ask;
  readonly clock: Clock;
  /** What the commands print, and headings between. */
  readonly output: (text: string | Uint8Array) => void;
  /** A result has been recorded. */
  readonly changed: () => Promise<void>;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface LocalChecksInput {
  readonly ticket: TicketRef;
  readonly project: Project;
  readonly clone: MarkedClone;
  readonly pull: Pick<PullRequest, "number" | "head">;
  readonly branches: readonly string[];
  readonly commands: CheckCommands;
}

interface Job {
  readonly branch: string;
  readonly commit: string;
  readonly base: string;
  readonly tests: readonly string[];
  readonly build: readonly CommandLine[];
  readonly test: readonly CommandLine[];
}

/**
 * Brings a private pull request's change to each branch and, on a yes that names every command,
 * builds and tests it there in linked work trees of the private clone. It runs the branch's own
 * code; nothing of a report is ever run. Each result is recorded as it comes.
 *
 * @returns undefined when the person said no to running anything.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function runLocalChecks(
  ports: LocalChecksPorts,
  input: LocalChecksInput,
): Promise<readonly LocalCheck[] | undefined> {
  const { git, ask, progress = silentProgress, signal } = ports;
  try {
    await requireGit(git);
    await requireIdle(ports, input);
    const tree = new CheckTree(git, input.clone, { signal, progress });
    const { jobs, settled } = await prepare(ports, input, tree);
    if (jobs.length === 0) return settled;
    progress.report("Waiting for your answer");
    if (!(await ask.confirm(planOf(input, tree, jobs), signal))) return undefined;
    const results = [...settled];
    for (const job of jobs) {
      throwIfCancelled(signal);
      progress.report(
        `${job.branch}: building and testing`,
        results.length / input.branches.length,
      );
      results.push(await check(ports, input, tree, job));
    }
    return results;
  } catch (error) {
    throw gitTrouble(error);
  }
}

/** Two runs at once would share their work trees. */
async function requireIdle(
  { records }: LocalChecksPorts,
  { ticket, branches }: LocalChecksInput,
): Promise<void> {
  const { checks = [] } = await records.read(ticket);
  const busy = checks.find(
    ({ branch, outcome }) => outcome === "running" && branches.includes(branch),
  );
  if (busy === undefined) return;
  throw new HumanError(
    `${busy.branch} is being built and tested already.`,
    "Wait until that has ended, or cancel it.",
  );
}

/** Builds the commits, and records where that conflicts or nothing is to be run there. */
async function prepare(
  ports: LocalChecksPorts,
  { ticket, project, pull, branches, commands }: LocalChecksInput,
  tree: CheckTree,
): Promise<{ jobs: readonly Job[]; settled: readonly LocalCheck[] }> {
  const { progress = silentProgress } = ports;
  progress.report("Fetching the pull request and the branches");
  const head = await tree.fetch(pull.number, [...new Set([project.mainBranch, ...branches])]);
  if (head !== pull.head.sha) {
    throw new HumanError(
      `Private pull request #${pull.number} has changed since it was listed.`,
      "Refresh, then try again.",
    );
  }
  const start = await tree.start(head, project.mainBranch);
  const changed = await tree.changedPaths(start, head);
  const jobs: Job[] = [];
  const settled: LocalCheck[] = [];
  for (const branch of branches) {
    progress.report(`Bringing the change to ${branch}`);
    const fix: BroughtFix = await tree.bring(start, head, branch);
    const settle = async (outcome: LocalCheck["outcome"], count: number): Promise<void> => {
      const about = { branch, pullRequest: pull.number, head, base: fix.base };
      const result = { ...about, outcome, count, at: ports.clock.now() };
      settled.push(await remember(ports, ticket, result));
    };
    if (!fix.brought) {
      const count = fix.conflicts.length;
      await settle("conflicts", count);
      const names = fix.conflicts.map((path) => `  ${plainLine(path)}\n`).join("");
      ports.output(`${branch}: ${outcomeWords({ outcome: "conflicts", count })}\n${names}`);
      continue;
    }
    const folder = project.news === "blurb" ? "Lib/test" : "tests";
    const tests = namesTests(commands)
      ? testsOf(project, changed, await tree.pathsIn(fix.commit, folder))
      : [];
    const jobCount = availableParallelism();
    const lines = (list: readonly CommandLine[]): readonly CommandLine[] =>
      list.flatMap((line) => {
        const expanded = expandCommand(line, tests, jobCount);
        return expanded === undefined ? [] : [expanded];
      });
    const { commit, base } = fix;
    const [build, test] = [lines(commands.build), lines(commands.test)];
    if (build.length + test.length === 0) await settle("untested", 0);
    else jobs.push({ branch, commit, base, tests, build, test });
  }
  return { jobs, settled };
}

function planOf({ pull, ticket }: LocalChecksInput, tree: CheckTree, jobs: readonly Job[]): Plan {
  const names = jobs.map(({ branch }) => branch).join(", ");
  // Most branches have the same commands, which are easier to check once.
  const folders = new Map<string, string[]>();
  for (const { branch, build, test } of jobs) {
    const text = [
      ...[...build, ...test].map(commandWords),
      ...(test.length === 0 ? ["(no test belongs to the changed files by its name)"] : []),
    ].join("\n");
    folders.set(text, [...(folders.get(text) ?? []), tree.folderOf(branch)]);
  }
  return {
    title: `Build and test private pull request #${pull.number} of ${ticket.ghsaId} on ${names}?`,
    note: "This RUNS the private branch's code on this machine with your rights: read the change first. The commands get no token. They run one after another, without a shell; nothing of the report is run.",
    writes: [...folders].map(([text, all]) => ({
      target: all.join("\n"),
      audience: "YOU",
      text,
    })),
    yes: "Run",
  };
}

async function check(
  ports: LocalChecksPorts,
  { ticket, pull }: LocalChecksInput,
  tree: CheckTree,
  { branch, commit, base, tests, build, test }: Job,
): Promise<LocalCheck> {
  const { clock, output, signal } = ports;
  const { number: pullRequest } = pull;
  const about = { branch, pullRequest, head: pull.head.sha, base, count: tests.length };
  const result = (outcome: LocalCheck["outcome"]): LocalCheck => ({
    ...{ ...about, outcome, at: clock.now() },
    ...(outcome === "running" && { pid: process.pid }),
  });
  await remember(ports, ticket, result("running"));
  let outcome: LocalCheck["outcome"] = "stopped";
  try {
    const cwd = tree.folderOf(branch);
    await endMarked(cwd);
    await tree.checkOut(branch, commit);
    const run = async (commands: readonly CommandLine[]): Promise<boolean> => {
      for (const command of commands) {
        output(`\n${branch} $ ${commandWords(command)}\n`);
        const code = await runCommandLine({ command, cwd, mark: cwd, output, signal });
        if (signal?.aborted === true) throw new CancelledError();
        if (code !== 0) return false;
      }
      return true;
    };
    if (!(await run(build))) outcome = "failed-build";
    else if (!(await run(test))) outcome = "failed-test";
    else outcome = test.length === 0 ? "built" : "passed";
  } finally {
    await remember(ports, ticket, result(outcome));
    output(`\n${branch}: ${outcomeWords({ outcome, count: tests.length })}\n`);
  }
  return result(outcome);
}

async function remember(
  { records, changed }: LocalChecksPorts,
  ticket: TicketRef,
  result: LocalCheck,
): Promise<LocalCheck> {
  await records.update(ticket, (record) => ({ checks: withCheck(record, result) }));
  await changed();
  return result;
}
