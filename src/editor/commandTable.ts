/**
 * Every command, with what it may be called with. A row of the tree arrives as `unknown`, since any
 * extension can call a command with anything; the handler reads it with `ticketRefOf`.
 */
export interface CommandArguments {
  "psrt.signIn": readonly [];
  "psrt.signInWithToken": readonly [given?: unknown];
  "psrt.signOut": readonly [];
  "psrt.refresh": readonly [];
  "psrt.cancelRefresh": readonly [];
  "psrt.revealTicket": readonly [row?: unknown];
  "psrt.readTicket": readonly [row?: unknown];
  "psrt.reply": readonly [row?: unknown];
  "psrt.codeSigning": readonly [row?: unknown];
  "psrt.decideTicket": readonly [row?: unknown];
  "psrt.acceptTicket": readonly [row?: unknown];
  "psrt.closeTicket": readonly [row?: unknown];
  "psrt.reopenTicket": readonly [row?: unknown];
  "psrt.completeTicket": readonly [row?: unknown];
  "psrt.undoBotOrder": readonly [row?: unknown];
  "psrt.checkBotOrder": readonly [row?: unknown];
  "psrt.addExperts": readonly [row?: unknown];
  "psrt.createFork": readonly [row?: unknown];
  "psrt.clonePrivateFork": readonly [row?: unknown];
  "psrt.openPrivateClone": readonly [row?: unknown];
  "psrt.startFixBranch": readonly [row?: unknown];
  "psrt.openPrivatePull": readonly [row?: unknown];
  "psrt.reviewPrivatePull": readonly [row?: unknown];
  "psrt.editPrivatePull": readonly [row?: unknown];
  "psrt.tryPrivatePulls": readonly [row?: unknown];
  "psrt.releaseTicket": readonly [row?: unknown];
  "psrt.showShield": readonly [];
  "psrt.openPublicIssue": readonly [row?: unknown];
  "psrt.mendPublicIssue": readonly [row?: unknown];
  "psrt.reviewGoingPublic": readonly [row?: unknown];
  "psrt.exportTicket": readonly [row?: unknown];
  "psrt.purgeTicket": readonly [row?: unknown];
  "psrt.runChecks": readonly [row?: unknown];
  "psrt.publishChecks": readonly [row?: unknown];
  "psrt.startLanding": readonly [row?: unknown];
  "psrt.continueLanding": readonly [row?: unknown];
  "psrt.abortLanding": readonly [row?: unknown];
  "psrt.showPublicCommit": readonly [row?: unknown];
  "psrt.pushPublicBranch": readonly [row?: unknown];
  "psrt.openComparison": readonly [row?: unknown];
  "psrt.openPublicPull": readonly [row?: unknown];
  "psrt.mendPublicPull": readonly [row?: unknown];
  "psrt.showBackports": readonly [row?: unknown];
  "psrt.backport": readonly [row?: unknown];
  "psrt.mendBackport": readonly [row?: unknown];
  "psrt.labelBackports": readonly [row?: unknown];
  "psrt.openAdvisoryForm": readonly [row?: unknown];
  "psrt.composeEmail": readonly [row?: unknown];
  "psrt.markEmailSent": readonly [row?: unknown];
  "psrt.draftCveRecord": readonly [row?: unknown];
  "psrt.markUnaffected": readonly [row?: unknown];
  "psrt.newBlurb": readonly [given?: unknown];
  "psrt.takeTicket": readonly [row?: unknown];
  "psrt.delegateTicket": readonly [row?: unknown];
  "psrt.handBackTicket": readonly [row?: unknown];
  "psrt.openOnGitHub": readonly [row?: unknown];
  "psrt.openPage": readonly [row?: unknown];
  "psrt.copyGhsaId": readonly [row?: unknown];
  "psrt.choosePublicClone": readonly [];
  "psrt.guardPublicClone": readonly [];
  "psrt.showRoster": readonly [];
  "psrt.activityReport": readonly [];
  "psrt.countVotes": readonly [];
  "psrt.checkAccess": readonly [];
  "psrt.openSettings": readonly [];
  "psrt.showLog": readonly [];
  "psrt.liftFinding": readonly [uri?: unknown, name?: unknown];
  "psrt.acceptDocument": readonly [uri?: unknown];
  "psrt.rejectDocument": readonly [uri?: unknown];
}

export type CommandId = keyof CommandArguments;

/** The same ids as values, for the test that holds package.json against them. */
export const commandIds: Readonly<Record<CommandId, true>> = {
  "psrt.signIn": true,
  "psrt.signInWithToken": true,
  "psrt.signOut": true,
  "psrt.refresh": true,
  "psrt.cancelRefresh": true,
  "psrt.revealTicket": true,
  "psrt.readTicket": true,
  "psrt.reply": true,
  "psrt.codeSigning": true,
  "psrt.decideTicket": true,
  "psrt.acceptTicket": true,
  "psrt.closeTicket": true,
  "psrt.reopenTicket": true,
  "psrt.completeTicket": true,
  "psrt.undoBotOrder": true,
  "psrt.checkBotOrder": true,
  "psrt.addExperts": true,
  "psrt.createFork": true,
  "psrt.clonePrivateFork": true,
  "psrt.openPrivateClone": true,
  "psrt.startFixBranch": true,
  "psrt.openPrivatePull": true,
  "psrt.reviewPrivatePull": true,
  "psrt.editPrivatePull": true,
  "psrt.tryPrivatePulls": true,
  "psrt.releaseTicket": true,
  "psrt.showShield": true,
  "psrt.openPublicIssue": true,
  "psrt.mendPublicIssue": true,
  "psrt.reviewGoingPublic": true,
  "psrt.exportTicket": true,
  "psrt.purgeTicket": true,
  "psrt.runChecks": true,
  "psrt.publishChecks": true,
  "psrt.startLanding": true,
  "psrt.continueLanding": true,
  "psrt.abortLanding": true,
  "psrt.showPublicCommit": true,
  "psrt.pushPublicBranch": true,
  "psrt.openComparison": true,
  "psrt.openPublicPull": true,
  "psrt.mendPublicPull": true,
  "psrt.showBackports": true,
  "psrt.backport": true,
  "psrt.mendBackport": true,
  "psrt.labelBackports": true,
  "psrt.openAdvisoryForm": true,
  "psrt.composeEmail": true,
  "psrt.markEmailSent": true,
  "psrt.draftCveRecord": true,
  "psrt.markUnaffected": true,
  "psrt.newBlurb": true,
  "psrt.takeTicket": true,
  "psrt.delegateTicket": true,
  "psrt.handBackTicket": true,
  "psrt.openOnGitHub": true,
  "psrt.openPage": true,
  "psrt.copyGhsaId": true,
  "psrt.choosePublicClone": true,
  "psrt.guardPublicClone": true,
  "psrt.showRoster": true,
  "psrt.activityReport": true,
  "psrt.countVotes": true,
  "psrt.checkAccess": true,
  "psrt.openSettings": true,
  "psrt.showLog": true,
  "psrt.liftFinding": true,
  "psrt.acceptDocument": true,
  "psrt.rejectDocument": true,
};
