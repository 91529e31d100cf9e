/** Names that package.json and the code share; a test holds the two against each other. */

export const viewIds = { myTickets: "psrt.myTickets", queue: "psrt.queue" } as const;

/** Context keys and the values they take; each is set in one place only. */
export const contextKeys = {
  "psrt.session": ["signedOut", "signedIn"],
  "psrt.configured": [false, true],
  "psrt.reading": [false, true],
  "psrt.nothing": [false, true],
  "psrt.privateClone": [false, true],
} as const;

export type ContextKey = keyof typeof contextKeys;

/** Settings and their defaults. */
export const settingDefaults = {
  "psrt.apiUrl": "https://api.github.com",
  "psrt.repositories": ["python/cpython", "pypa/pip"],
  "psrt.publicClones": {},
  "psrt.cloneFolder": "~/psrt-private",
  "psrt.cloneWay": "automatic",
  "psrt.checkCommands": {},
  "psrt.gitPath": "git",
  "psrt.gitProtocol": "https",
  "psrt.refreshMinutes": 5,
  "psrt.notifications": "all",
  "psrt.rosterUrl": "https://raw.githubusercontent.com/python/devguide/main/security/psrt.csv",
  "psrt.steeringCouncil": [],
  "psrt.releaseCycleUrl": "https://peps.python.org/api/release-cycle.json",
} as const;

export type SettingId = keyof typeof settingDefaults;

/** What a row of the tree can do; the words of its `viewItem`. */
export const capabilities = [
  "ticket",
  "canAccept",
  "canClose",
  "canUndoBotOrder",
  "canReopen",
  "canAddExperts",
  "canCreateFork",
  "canClone",
  "canOpenClone",
  "canRunChecks",
  "canPublishChecks",
  "canStartFix",
  "canOpenPrivatePull",
  "canReviewPull",
  "canEditPull",
  "canTryPulls",
  "canOpenIssue",
  "canMendIssue",
  "canReview",
  "canLand",
  "canContinueLanding",
  "canShowCommit",
  "canPush",
  "canCompare",
  "canOpenPublicPull",
  "canMendPull",
  "hasBackports",
  "canBackport",
  "canLabelBackports",
  "canEditAdvisory",
  "canReply",
  "canCheckSigning",
  "hasPage",
  "canAnnounce",
  "canMarkUnaffected",
  "canTake",
  "canDelegate",
  "canHandBack",
] as const;

export type Capability = (typeof capabilities)[number];

/** The scheme of documents that wait for the person's yes or no. */
export const DECISION_SCHEME = "psrt-decision";

/** The scheme of files as a public commit has them. */
export const COMMIT_SCHEME = "psrt-commit";

/** The scheme of files that conflict while a change is landed. */
export const LANDING_SCHEME = "psrt-landing";

/** The scheme of reports about the team and the person's access. */
export const REPORT_SCHEME = "psrt-report";

/** The scheme of tickets and what belongs to them, to read. */
export const TICKET_SCHEME = "psrt-ticket";

/**
 * The language of embargoed text: no links, no suggestions, never a back-up on disk. Documents have
 * it by the end of their name.
 */
export const EMBARGOED_LANGUAGE = "psrt-embargoed";
export const EMBARGOED_ENDING = ".embargoed";

/** The language of what is about to be written: a diff, in which #140001 is no colour. */
export const PLAN_LANGUAGE = "psrt-plan";

/** Of texts that the person writes for everybody; nobody else reads them before the yes. */
export const PUBLIC_LANGUAGE = "psrt-public";
