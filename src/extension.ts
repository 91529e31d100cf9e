import * as vscode from "vscode";
import { systemClock } from "./base/clock.ts";
import { registerBlurb } from "./commands/blurb.ts";
import { registerCoordinator } from "./commands/coordinator.ts";
import type { Desk } from "./commands/desk.ts";
import { registerDetermination } from "./commands/determination.ts";
import { embargoedTexts } from "./commands/embargoedTexts.ts";
import { formServices } from "./commands/formServices.ts";
import { registerLifting } from "./commands/lifting.ts";
import { registerLanding } from "./commands/landing.ts";
import { registerBackports } from "./commands/backports.ts";
import { registerPublicPull } from "./commands/publicPull.ts";
import { landingDocuments } from "./commands/landingDocuments.ts";
import { registerPublicIssue } from "./commands/publicIssue.ts";
import { registerTicketTexts } from "./commands/ticketTexts.ts";
import { makeMembers, registerMembers } from "./commands/members.ts";
import { registerLetters } from "./commands/letters.ts";
import { registerPrivateSide } from "./commands/privateSide.ts";
import { registerReview, ReviewWork } from "./commands/review.ts";
import { registerSignIn } from "./commands/signIn.ts";
import { ticketNews } from "./commands/ticketNews.ts";
import { registerTickets } from "./commands/tickets.ts";
import { keepBoardFresh } from "./editor/boardRefresh.ts";
import { DecisionDocuments } from "./editor/decisionDocuments.ts";
import { OutputLog } from "./editor/outputLog.ts";
import { PlanQuestion } from "./editor/planQuestion.ts";
import { RecordFiles } from "./editor/recordFiles.ts";
import { Session } from "./editor/session.ts";
import { Settings } from "./editor/settings.ts";
import { parseStoredDraft } from "./form/draftShape.ts";
import { AdvisoryForms } from "./form/panel.ts";
import { GoingPublicReviews } from "./form/reviewPanel.ts";
import { ReleaseCycle } from "./github/releaseCycle.ts";
import { Connections } from "./steps/connections.ts";
import { OnlineAsk } from "./steps/onlineAsk.ts";
import { TicketBoard } from "./steps/ticketBoard.ts";
import { TicketViews } from "./tree/ticketViews.ts";

/** Registers everything and reads nothing; what is known from before is taken up in the background. */
export function activate(context: vscode.ExtensionContext): void {
  const { globalStorageUri, subscriptions } = context;
  const own = <T extends { dispose(): void }>(item: T): T => (subscriptions.push(item), item);
  const clock = systemClock;
  const log = own(new OutputLog());
  const settings = new Settings();
  const connections = new Connections(log, () => settings.gitProtocol);
  const session: Session = own(
    new Session(context, settings, (apiUrl, token) => connections.loginOf(apiUrl, token), log),
  );
  const records = new RecordFiles(vscode.Uri.joinPath(globalStorageUri, "records").fsPath);
  const gitHub = () => connections.of(session.current, (person) => session.token(person));
  const releaseCycle = new ReleaseCycle(globalThis.fetch, log);
  const texts = own(embargoedTexts(context, clock, log));
  const members = own(makeMembers(globalStorageUri.fsPath, settings, clock));
  const board = new TicketBoard({
    gitHub,
    repositories: () => settings.repositories,
    releases: (signal) => releaseCycle.read(settings.releaseCycleUrl, clock.now(), signal),
    isListed: (login, signal) => members.roster.has(login, signal),
    records,
    kept: texts.kept,
    clock,
    log,
  });
  const documents = own(new DecisionDocuments());
  const news = ticketNews(context, { board, gitHub, settings, clock, log });
  const ask = new OnlineAsk(new PlanQuestion(documents), board, () => news.acted());
  const git = () =>
    connections.git(settings.gitPath, session.current, (person) => session.token(person));
  const { commits, landingFiles } = own(landingDocuments(globalStorageUri.fsPath, git));
  const signedIn = () => connections.signedIn(session.current, (person) => session.token(person));
  const { extensionUri } = context;
  const formDesk = { extensionUri, board, texts, ask, log, signedIn };
  const forms = own(new AdvisoryForms(extensionUri, formServices(formDesk, parseStoredDraft), log));
  own(session.onDidChange(() => forms.retry()));
  own(board.onDidChange(() => forms.follow((ref) => board.ticket(ref)?.updatedAt)));
  const views = own(new TicketViews(board, clock, news));
  const desk: Desk = {
    ...{ log, clock, session, settings, board, records, ask, documents, texts, members },
    ...{ commits, landingFiles, storage: globalStorageUri.fsPath, git, gitHub: signedIn },
    openForm: (ref) => forms.open(ref),
    openReview: (ref, held) => reviews.open(ref, held),
    reveal: (ref) => views.reveal(ref),
  };
  const reviews = own(new GoingPublicReviews(extensionUri, new ReviewWork(desk), log));
  own(board.onDidChange(() => reviews.follow()));
  own(session.onDidChange(() => reviews.follow()));
  own(keepBoardFresh(board, session, settings, views, log));
  subscriptions.push(
    ...registerSignIn(desk),
    ...registerTickets(desk),
    ...registerTicketTexts(desk),
    ...registerCoordinator(desk),
    ...registerDetermination(desk),
    ...registerMembers(desk),
    ...registerPrivateSide(desk),
    ...registerPublicIssue(desk),
    ...registerPublicPull(desk),
    ...registerBackports(desk),
    ...registerLanding(desk),
    ...registerReview(desk),
    ...registerLifting(desk),
    ...registerLetters(desk, extensionUri),
    ...registerBlurb(desk),
  );
  void session.restore();
}
