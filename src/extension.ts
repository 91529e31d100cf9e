import { join } from "node:path";
import * as vscode from "vscode";
import { systemClock } from "./base/clock.ts";
import { HumanError } from "./base/errors.ts";
import { registerBlurb } from "./commands/blurb.ts";
import type { Desk } from "./commands/desk.ts";
import { registerLanding } from "./commands/landing.ts";
import { registerPrivateSide } from "./commands/privateSide.ts";
import { registerSignIn } from "./commands/signIn.ts";
import { registerTickets } from "./commands/tickets.ts";
import { keepBoardFresh } from "./editor/boardRefresh.ts";
import { report } from "./editor/commands.ts";
import { CommitFiles } from "./editor/commitFiles.ts";
import { DecisionDocuments } from "./editor/decisionDocuments.ts";
import { DraftKey } from "./editor/draftKey.ts";
import { OutputLog } from "./editor/outputLog.ts";
import { PlanQuestion } from "./editor/planQuestion.ts";
import { RecordFiles } from "./editor/recordFiles.ts";
import { SealedDrafts } from "./editor/sealedDrafts.ts";
import { Session } from "./editor/session.ts";
import { Settings } from "./editor/settings.ts";
import { parseStoredDraft } from "./form/draftShape.ts";
import { AdvisoryForms } from "./form/panel.ts";
import { advisoryAccess } from "./steps/advisoryAccess.ts";
import { readFileAt } from "./steps/applyPatch.ts";
import { Connections } from "./steps/connections.ts";
import { saveAdvisory } from "./steps/saveAdvisory.ts";
import { TicketBoard } from "./steps/ticketBoard.ts";
import { TicketViews } from "./tree/ticketViews.ts";

/** Registers everything and reads nothing; what is known from before is taken up in the background. */
export function activate(context: vscode.ExtensionContext): void {
  const { globalStorageUri, subscriptions } = context;
  const own = <T extends vscode.Disposable>(item: T): T => (subscriptions.push(item), item);
  const clock = systemClock;
  const log = own(new OutputLog());
  const settings = new Settings();
  const connections = new Connections(log);
  const session: Session = own(
    new Session(context, settings, (apiUrl, token) => connections.loginOf(apiUrl, token), log),
  );
  const storage = globalStorageUri.fsPath;
  const records = new RecordFiles(vscode.Uri.joinPath(globalStorageUri, "records").fsPath);
  const gitHub = () => connections.of(session.current, (apiUrl) => session.token(apiUrl));
  const board = new TicketBoard({
    gitHub,
    repositories: () => settings.repositories,
    records,
    clock,
    log,
  });
  const documents = own(new DecisionDocuments());
  const ask = new PlanQuestion(documents);
  const git = () => connections.git(settings.gitPath, session.current, (url) => session.token(url));
  const commits = own(
    new CommitFiles((clone, commit, path) => readFileAt(git(), clone, commit, path)),
  );
  const signedIn = () => {
    const found = gitHub();
    if (found !== undefined) return found;
    throw new HumanError("You are not signed in to GitHub.", "Sign in, then try again.", {
      remedy: "sign-in",
    });
  };
  const readAgain = () => board.refresh().catch((error: unknown) => report(error, log, "Refresh"));
  const drafts = vscode.Uri.joinPath(globalStorageUri, "drafts").fsPath;
  const draftKey = new DraftKey(join(drafts, "key"), context.secrets, vscode.env.sessionId);
  const sealed = new SealedDrafts(drafts, draftKey);
  const forms = own(
    new AdvisoryForms(
      context.extensionUri,
      {
        load: (ref, signal) => advisoryAccess(signedIn()).read(ref, signal),
        save: async (ref, base, changes, signal) => {
          const ports = { advisory: advisoryAccess(signedIn()), ask };
          const outcome = await saveAdvisory(ports, ref, base, changes, signal);
          if (outcome?.kind === "saved") void readAgain();
          return outcome;
        },
        drafts: {
          read: async (ref) => parseStoredDraft(await sealed.read(ref)),
          write: (ref, draft) => sealed.write(ref, draft),
          remove: (ref) => sealed.remove(ref),
        },
      },
      log,
    ),
  );
  own(session.onDidChange(() => forms.retry()));
  const desk: Desk = {
    log,
    clock,
    session,
    settings,
    board,
    records,
    ask,
    documents,
    commits,
    storage,
    gitHub: signedIn,
    git,
    openForm: (ref) => forms.open(ref),
  };
  const views = own(new TicketViews(board, clock));
  own(keepBoardFresh(board, session, settings, views, log));
  subscriptions.push(
    ...registerSignIn(desk),
    ...registerTickets(desk),
    ...registerPrivateSide(desk),
    ...registerLanding(desk),
    ...registerBlurb(desk),
  );
  void session.restore();
}
