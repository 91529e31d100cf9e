import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand, runCommand } from "../editor/commands.ts";
import { choiceLabel } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { applyPatch, type AppliedPatch } from "../steps/applyPatch.ts";
import type { GitHub } from "../steps/gitHub.ts";
import { memberFork } from "../steps/memberFork.ts";
import { newsOf, type NewsEntry } from "../steps/newsEntry.ts";
import { readPublicCommit } from "../steps/publicCommit.ts";
import { commitTitle, makeNews, newsHints, parseIssue } from "../steps/publicTexts.ts";
import { pushBranch } from "../steps/pushBranch.ts";
import type { Project } from "../ticket/project.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import type { PublicBranch } from "../ticket/record.ts";
import { fullName, parseRepositoryName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { requireFork, requireProject, ticketFor, type Desk } from "./desk.ts";
import { releaseTicket } from "./publicGuard.ts";
import { requirePublicClone } from "./publicClone.ts";
import { secretsFor } from "./secrets.ts";

/** From a private pull request to a public branch on GitHub. */
export function registerLanding(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.applyPatch", desk.log, (row) => apply(desk, row)),
    registerCommand("psrt.showPublicCommit", desk.log, (row) => showPublicCommit(desk, row)),
    registerCommand("psrt.pushPublicBranch", desk.log, async (row) => {
      await pushCommit(desk, row);
    }),
    registerCommand("psrt.openComparison", desk.log, (row) => comparePublicBranch(desk, row)),
  ];
}

/** Pushes the ticket's public branch; false when the person said no. */
export async function pushCommit(desk: Desk, row: unknown): Promise<boolean> {
  const { ticket, branch } = await landed(desk, row, "Push Public Branch");
  await showCommit(desk, branch);
  return push(desk, ticket, branch);
}

/** Opens the public commit in VS Code's diff editor. */
export async function showPublicCommit(desk: Desk, row: unknown): Promise<void> {
  const { branch } = await landed(desk, row, "Show Public Commit");
  await showCommit(desk, branch);
}

/** Opens GitHub's comparison of the pushed branch. */
async function comparePublicBranch(desk: Desk, row: unknown): Promise<void> {
  const { ticket, branch } = await landed(desk, row, "Open Comparison on GitHub");
  await openComparison(desk, ticket, branch);
}

async function apply(desk: Desk, row: unknown): Promise<void> {
  const { ticket, branch } = await buildCommit(desk, row);
  await showCommit(desk, branch);
  await push(desk, ticket, branch);
}

/** Brings a private pull request to a public branch of the member's clone. */
export async function buildCommit(
  desk: Desk,
  row: unknown,
): Promise<{ readonly ticket: Ticket; readonly branch: PublicBranch }> {
  const title = "Apply Patch to Public Branch";
  const ticket = await ticketFor(desk, row, title, ({ privateFork }) => privateFork !== null);
  const fork = requireFork(ticket);
  const project = requireProject(ticket.repository);
  const gitHub = desk.gitHub();
  const publicClone = await requirePublicClone(desk, project);
  const pullRequest = await choosePullRequest(gitHub, fork, title);
  const paths = await gitHub.pulls.paths(fork, pullRequest.number);
  const { publicIssue } = await desk.records.read(ticket);
  const issue = await askIssue(project, publicIssue, title);
  const message = await askCommitTitle(project, issue, title);
  const news =
    newsOf(
      paths.map((path) => ({ path })),
      project,
    ).length > 0
      ? "keep"
      : await writeNews(desk, project, issue);
  const applied = await longWork(`Building gh-${issue}`, (progress, signal) =>
    applyPatch(
      {
        git: desk.git(),
        source: gitHub.pulls,
        records: desk.records,
        secrets: secretsFor(desk),
        storage: desk.storage,
        progress,
        signal,
      },
      {
        ticket,
        project,
        pullRequest,
        fork: { name: fork, address: gitHub.gitUrl(fork) },
        upstream: gitHub.gitUrl(project.repository),
        publicClone,
        branch: `gh-${issue}`,
        message,
        news,
      },
    ),
  );
  await desk.records.update(ticket, { publicIssue: issue });
  await desk.board.recordChanged(ticket);
  const { publicBranch } = await desk.records.read(ticket);
  if (publicBranch === undefined) throw new Error("The landing left no record");
  const how = applied.reused ? "is there already, with the same change" : "is ready";
  void vscode.window.showInformationMessage(
    `${applied.branch} ${how}: one commit on the project's main branch of now, made from ${routeWords(applied.route)}. Nothing has left this machine.`,
  );
  return { ticket, branch: publicBranch };
}

function routeWords(route: AppliedPatch["route"]): string {
  if (route.from === "patch") return "the pull request's .patch";
  const reasons: Readonly<Record<typeof route.because, string>> = {
    "too-large": "GitHub does not send so large a .patch",
    "does-not-apply": "its .patch does not apply",
    differs: "its .patch gives another result",
  };
  return `the pull request's branch, since ${reasons[route.because]}`;
}

async function choosePullRequest(
  gitHub: GitHub,
  fork: RepositoryName,
  title: string,
): Promise<PullRequest> {
  const pulls = await longWork(`Reading the pull requests of ${fullName(fork)}`, (_, signal) =>
    gitHub.pulls.list(fork, signal),
  );
  const open = pulls.filter(({ state }) => state === "open");
  if (open.length === 0) {
    throw new HumanError(
      "The private fork has no open pull request.",
      "Open one there from the branch that holds the fix.",
    );
  }
  const choice = await vscode.window.showQuickPick(
    open.map((pullRequest) => ({
      label: `#${pullRequest.number} ${choiceLabel(pullRequest.title)}`,
      description: pullRequest.draft ? "draft" : "",
      detail: choiceLabel(`${pullRequest.head.ref} · ${pullRequest.author ?? "unknown author"}`),
      pullRequest,
    })),
    { title, placeHolder: "Private pull request" },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.pullRequest;
}

async function askIssue(
  project: Project,
  known: number | undefined,
  title: string,
): Promise<number> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: `Number or address of the public issue in ${fullName(project.repository)}`,
    ...(known !== undefined && { value: String(known) }),
    ignoreFocusOut: true,
    validateInput: (text) => reasonOf(parseIssue(project, text)),
  });
  const issue = text === undefined ? undefined : parseIssue(project, text);
  if (issue?.valid !== true) throw new CancelledError();
  return issue.value;
}

async function askCommitTitle(project: Project, issue: number, title: string): Promise<string> {
  const prefix = project.news === "blurb" ? ` “gh-${issue}: ” is put in front.` : "";
  const text = await vscode.window.showInputBox({
    title,
    prompt: `PUBLIC title of the commit: what it does, in neutral words.${prefix}`,
    ignoreFocusOut: true,
    validateInput: (text) => reasonOf(commitTitle(project, issue, text)),
  });
  const message = text === undefined ? undefined : commitTitle(project, issue, text);
  if (message?.valid !== true) throw new CancelledError();
  return message.value;
}

/** The news entry as the person writes it in an editor. @throws {CancelledError} */
async function writeNews(desk: Desk, project: Project, issue: number): Promise<NewsEntry> {
  const now = desk.clock.now();
  const text = await desk.documents.ask({
    name: project.news === "blurb" ? `Security entry gh-${issue}.rst` : `News entry ${issue}.rst`,
    text: "",
    editable: true,
    yes: "Use This Entry",
    no: "Cancel",
    hint: "PUBLIC: what users will notice, in neutral words, without ids",
    check: (text) => newsRemarks(project, issue, text, now),
  });
  const news = text === undefined ? undefined : makeNews(project, issue, text, now);
  if (news?.valid !== true) throw new CancelledError();
  return news.value;
}

export function newsRemarks(
  project: Project,
  issue: number,
  text: string,
  now: Date,
): readonly { readonly level: "error" | "warning"; readonly text: string }[] {
  const news = makeNews(project, issue, text, now);
  if (!news.valid) return [{ level: "error", text: news.reason }];
  return newsHints(project, text).map((hint) => ({ level: "warning", text: hint }));
}

function reasonOf(parsed: {
  readonly valid: boolean;
  readonly reason?: string;
}): string | undefined {
  return parsed.valid ? undefined : parsed.reason;
}

async function landed(
  desk: Desk,
  row: unknown,
  title: string,
): Promise<{ ticket: Ticket; branch: PublicBranch }> {
  const ticket = await ticketFor(desk, row, title, () => true);
  const { publicBranch } = await desk.records.read(ticket);
  if (publicBranch === undefined) {
    throw new HumanError(
      `${ticket.ghsaId} has no public branch yet.`,
      "Use “Apply Patch to Public Branch” first.",
    );
  }
  return { ticket, branch: publicBranch };
}

async function showCommit(desk: Desk, { clone, commit, name }: PublicBranch): Promise<void> {
  const { base, files } = await readPublicCommit(desk.git(), { clone, commit });
  await desk.commits.show(
    `${name}: what will be public`,
    clone,
    base,
    commit,
    files.map(({ path, oldPath, status }) => ({
      path,
      oldPath,
      isNew: status === "added",
      isGone: status === "deleted",
    })),
  );
}

async function push(desk: Desk, ticket: Ticket, branch: PublicBranch): Promise<boolean> {
  const project = requireProject(ticket.repository);
  const gitHub = desk.gitHub();
  const forbidden = ticket.privateFork === null ? [] : [ticket.privateFork];
  const { ask, records } = desk;
  const outcome = await longWork(`Pushing ${branch.name}`, async (progress, signal) => {
    const ports = { repositories: gitHub.repositories, ask, progress, signal };
    const fork = await memberFork(ports, project, gitHub.login);
    if (fork === undefined) return undefined;
    const pushed = await pushBranch(
      {
        ...{ git: desk.git(), ask, records, secrets: secretsFor(desk), progress, signal },
        release: () => releaseTicket(desk, ticket),
      },
      {
        ticket,
        publicClone: branch.clone,
        branch: branch.name,
        commit: branch.commit,
        upstream: gitHub.gitUrl(project.repository),
        mainBranch: project.mainBranch,
        memberFork: { name: fork, address: gitHub.gitUrl(fork) },
        forbidden: forbidden.map((repository) => gitHub.gitUrl(repository)),
      },
    );
    return pushed === "declined" ? undefined : { pushed, fork };
  });
  await desk.board.recordChanged(ticket);
  if (outcome === undefined) {
    void vscode.window.showInformationMessage(
      `${branch.name} was not pushed. It stays in your public clone; “Push Public Branch” asks again.`,
    );
    return false;
  }
  const done = outcome.pushed === "pushed" ? "is now on" : "was already on";
  void offerPull(ticket, { ...branch, pushedTo: fullName(outcome.fork) }, done);
  return true;
}

async function offerPull(ticket: Ticket, branch: PublicBranch, done: string): Promise<void> {
  const button = "Open Public Pull Request…";
  const choice = await vscode.window.showInformationMessage(
    `${branch.name} ${done} ${branch.pushedTo ?? ""}.`,
    button,
  );
  if (choice === button) await runCommand("psrt.openPublicPull", { ticket });
}

/** GitHub's page on which a pull request is opened from the pushed branch; nothing is filled in. */
async function openComparison(
  desk: Desk,
  ticket: Ticket,
  { name, pushedTo }: PublicBranch,
): Promise<void> {
  const { repository, mainBranch } = requireProject(ticket.repository);
  const fork = parseRepositoryName(pushedTo ?? "");
  if (!fork.valid) {
    throw new HumanError(`${name} has not been pushed.`, "Use “Push Public Branch” first.");
  }
  const { webUrl } = desk.gitHub().site;
  const range = `${mainBranch}...${fork.value.owner}:${name}`;
  const page = `${webUrl}/${fullName(repository)}/compare/${range}?expand=1`;
  await vscode.env.openExternal(vscode.Uri.parse(page, true));
}
