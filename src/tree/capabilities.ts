import type { Capability } from "../editor/contributions.ts";
import type { Finding, StepId } from "../ticket/checklistItem.ts";
import { hasPublicIssue, hasPublicPull, publicIssueItem } from "../ticket/fixItems.ts";
import { hasBackportBoard } from "./backportRows.ts";
import { isUnderWay } from "../ticket/landing.ts";
import { sameLogin } from "../ticket/login.ts";
import { takesPart } from "../ticket/membership.ts";
import { projectOf } from "../ticket/project.ts";
import { canCheck } from "./checkRows.ts";
import { openPrivatePulls } from "./privatePullRows.ts";
import { stateAbilities } from "../ticket/stateChange.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";

/** The process is the PSRT's: who reports a ticket or helps with it is offered the rest. */
const OF_MEMBERS: ReadonlySet<Capability> = new Set([
  ...(["canAccept", "canClose", "canUndoBotOrder", "canReopen", "canAddExperts"] as const),
  ...(["canLand", "canContinueLanding", "canReview", "canPush"] as const),
  ...(["canOpenIssue", "canMendIssue", "canOpenPublicPull", "canMendPull"] as const),
  ...(["canCheckSigning", "canAnnounce", "canMarkUnaffected"] as const),
]);

/** What this person may do to this ticket now; what the row's context menu offers. */
export function capabilitiesOf(facts: TicketFacts): readonly Capability[] {
  const { ticket, record, rights, isMember, login } = facts;
  const { state, privateFork, repository } = ticket;
  const { privateClone, publicBranch } = record;
  const found: Capability[] = ["ticket"];
  const { accept, close, undo, reopen } = stateAbilities(ticket, rights);
  const isOpen = state === "draft" || state === "triage";
  const project = projectOf(repository);
  const isProject = project !== undefined;
  if (accept) found.push("canAccept");
  if (close) found.push("canClose");
  if (undo) found.push("canUndoBotOrder");
  if (reopen) found.push("canReopen");
  if (isOpen) found.push("canAddExperts");
  if (isOpen && privateFork === null) found.push("canCreateFork");
  if (isOpen && isProject && privateFork !== null) found.push("canClone");
  if (isUnderWay(record.landing) || record.backportLandings?.some(isUnderWay) === true) {
    found.push("canContinueLanding");
  }
  if (isOpen && isProject && privateFork !== null && !isUnderWay(record.landing)) {
    found.push("canLand");
  }
  if (state === "draft" && isProject) {
    found.push("canReview");
    if (!hasPublicIssue(facts)) found.push("canOpenIssue");
    else if (stepOf(publicIssueItem(facts, project)) === "mend-issue") found.push("canMendIssue");
  }
  if (privateClone !== undefined) found.push("canOpenClone");
  if (isOpen && isProject && privateFork !== null && privateClone !== undefined) {
    found.push("canStartFix", "canOpenPrivatePull");
    if (openPrivatePulls(facts).length > 0) found.push("canTryPulls");
  }
  if (canCheck(facts)) found.push("canRunChecks");
  if (publicBranch !== undefined) {
    found.push("canShowCommit", publicBranch.pushedTo === undefined ? "canPush" : "canCompare");
  }
  if (state === "draft" && isProject && publicBranch?.pushedTo !== undefined) {
    found.push(hasPublicPull(facts) ? "canMendPull" : "canOpenPublicPull");
  }
  if (hasBackportBoard(facts)) found.push("hasBackports");
  if (isOpen) found.push("canEditAdvisory");
  if (isOpen || state === "closed") found.push("canReply");
  if (isOpen && project?.signsBinaries === true) found.push("canCheckSigning");
  if (state === "draft" && isProject) found.push("canAnnounce");
  if (state === "draft" && project?.backports === true) found.push("canMarkUnaffected");
  if (takesPart(ticket, isMember, login)) return found;
  const isTheirs = ticket.author !== null && sameLogin(ticket.author, login);
  return found.filter((each) => !OF_MEMBERS.has(each) && !(isTheirs && each === "canReply"));
}

function stepOf({ state }: Finding): StepId | undefined {
  return state.kind === "ready" ? state.step : undefined;
}
