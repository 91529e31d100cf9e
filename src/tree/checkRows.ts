import { utcMinute } from "../base/utcMinute.ts";
import {
  branchesToCheck,
  isStale,
  outcomeWords,
  type CheckOutcome,
  type LocalCheck,
} from "../ticket/localCheck.ts";
import { projectOf } from "../ticket/project.ts";
import { builtInBranches } from "../ticket/releaseBranches.ts";
import { ticketKey } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import { openPrivatePulls } from "./privatePullRows.ts";
import type { Row } from "./row.ts";

const ICONS: Readonly<Record<CheckOutcome, string>> = {
  running: "sync~spin",
  passed: "pass",
  built: "circle-large-outline",
  untested: "circle-large-outline",
  "failed-build": "error",
  "failed-test": "error",
  conflicts: "git-merge",
  stopped: "circle-slash",
};

/** Whether a fix can be tried here: there is a private pull request, and a clone to try it in. */
export function canCheck({ ticket, record, road, ...facts }: TicketFacts): boolean {
  const isOpen = ticket.state === "draft" || ticket.state === "triage";
  const hasPull = openPrivatePulls({ ticket, record, road, ...facts }).length > 0;
  const isProject = projectOf(ticket.repository) !== undefined;
  return isOpen && isProject && record.privateClone !== undefined && hasPull;
}

/** How the fix fared on each branch it was tried on here. */
export function checkRows(facts: TicketFacts): readonly Row[] {
  const { ticket, record, road } = facts;
  const { checks = [] } = record;
  const project = projectOf(ticket.repository);
  if (project === undefined || (!canCheck(facts) && checks.length === 0)) return [];
  const pulls = road?.privatePulls.known === true ? road.privatePulls.value : [];
  const heads = new Map(pulls.map(({ number, head }) => [number, head.sha]));
  const branches = branchesToCheck(project, road?.releases ?? builtInBranches, record);
  const of = (branch: string): LocalCheck | undefined =>
    checks.find((check) => check.branch === branch);
  const passed = branches.filter((branch) => {
    const check = of(branch);
    return check?.outcome === "passed" && !isStale(check, heads);
  });
  const runs: Pick<Row, "capabilities" | "command"> = canCheck(facts)
    ? {
        capabilities: ["canRunChecks"],
        command: { id: "psrt.runChecks", title: "Build and Test" },
      }
    : { capabilities: [] };
  const { repository, ghsaId } = ticket;
  const common = { ...runs, ticket: { repository, ghsaId } };
  const canPublish = canCheck(facts) && checks.some(({ outcome }) => outcome !== "running");
  return [
    {
      ...common,
      id: `checks ${ticketKey(ticket)}`,
      label: "Built and tested here",
      description:
        checks.length === 0 ? "not run" : `${passed.length} of ${branches.length} branches passed`,
      icon: "beaker",
      capabilities: [...runs.capabilities, ...(canPublish ? (["canPublishChecks"] as const) : [])],
      children: branches.map((branch) =>
        branchRow(common, ticketKey(ticket), branch, of(branch), heads),
      ),
    },
  ];
}

function branchRow(
  common: Pick<Row, "capabilities" | "command" | "ticket">,
  key: string,
  branch: string,
  check: LocalCheck | undefined,
  heads: ReadonlyMap<number, string>,
): Row {
  const stale = check !== undefined && isStale(check, heads);
  const words = check === undefined ? "not run" : outcomeWords(check);
  const description = [
    stale ? `out of date: ${words}` : words,
    ...(check === undefined ? [] : [check.head.slice(0, 10), utcMinute(check.at)]),
  ].join(" · ");
  const failed = /^failed|^conflicts/.test(check?.outcome ?? "") && !stale;
  return {
    ...common,
    id: `check ${branch} ${key}`,
    label: branch,
    description,
    ...(check !== undefined && {
      tooltip: `Private pull request #${check.pullRequest} at ${check.head}\non ${branch} at ${check.base}\n${description}`,
    }),
    spoken: `${branch}, ${description}`,
    icon: check === undefined ? "circle-outline" : stale ? "history" : ICONS[check.outcome],
    ...(failed && { color: "list.errorForeground" }),
    branch,
    children: [],
  };
}
