import { HumanError } from "../base/errors.ts";
import { addedLines } from "../embargo/addedLines.ts";
import type { Git } from "../git/git.ts";
import { PublicClone, type ShownCommit } from "../git/publicClone.ts";
import type { Landing, LandingProof, Route } from "../ticket/landing.ts";
import { projectOf, type Project } from "../ticket/project.ts";
import type { PublicIssue } from "../ticket/publicIssue.ts";
import type { PublicPull, PullText } from "../ticket/pullRequest.ts";
import type { TicketRecord } from "../ticket/record.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Fact, RoadFacts } from "../ticket/ticketFacts.ts";
import type { SecretsOf } from "./gatherSecrets.ts";
import type { GitHub } from "./gitHub.ts";
import {
  LeakGate,
  type LeakCheck,
  type OutgoingPlace,
  type OutgoingText,
  type PlacedFinding,
  type UnsearchedPart,
} from "./leakGate.ts";
import { newsOf } from "./newsEntry.ts";
import { pullTextOf } from "./publicPull.ts";
import type { Records } from "./ports.ts";
import { gitTrouble } from "./gitTrouble.ts";

export { gapWords, placeWords } from "./leakGate.ts";
export type { LeakCheck, OutgoingPlace, PlacedFinding, UnsearchedPart };
export { secretWords } from "../embargo/secretWords.ts";

export interface GoingPublicPorts {
  readonly git: Git;
  readonly gitHub: Pick<GitHub, "issues" | "pulls">;
  readonly records: Pick<Records, "read">;
  readonly secrets: SecretsOf;
  readonly signal?: AbortSignal;
}

/** A text that everybody reads already, or will. */
export interface PublicText extends OutgoingText {
  readonly isPublic: boolean;
  readonly findings: readonly PlacedFinding[];
}

/** The public commit's files, with what was found in their names and added lines. */
export interface PublicFile {
  readonly path: string;
  readonly oldPath?: string;
  readonly status: "added" | "modified" | "deleted" | "renamed" | "copied" | "type-changed";
  readonly added: number;
  readonly findings: readonly PlacedFinding[];
}

/** All that a ticket's fix makes public, and how far it has come. */
export interface GoingPublic {
  readonly ticket: Ticket;
  readonly project: Project;
  readonly record: TicketRecord;
  readonly landing: Landing | undefined;
  readonly texts: readonly PublicText[];
  /** Undefined while there is no commit. */
  readonly files: readonly PublicFile[] | undefined;
  /** Why the commit could not be read. */
  readonly commitTrouble: string | undefined;
  readonly route: Route | undefined;
  readonly proof: LandingProof | undefined;
  /** The private pull request was pushed to after it was reviewed for this. */
  readonly hasNewCommits: boolean;
  /** Of what the next write is searched for. */
  readonly unsearched: readonly UnsearchedPart[];
  readonly issue: PublicIssue | undefined;
  readonly pull: PublicPull | undefined;
}

/**
 * Reads everything that is public of a ticket's fix or will be, and searches it.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function readGoingPublic(
  ports: GoingPublicPorts,
  ticket: Ticket,
  road: RoadFacts | undefined,
): Promise<GoingPublic> {
  const project = requireProject(ticket);
  const [gate, record] = await Promise.all([
    LeakGate.open(ports, ticket),
    ports.records.read(ticket),
  ]);
  const issue = requireKnown(road?.publicIssue) ?? undefined;
  const pull = requireKnown(road?.publicPull);
  const [issueText, pullText, commit] = await Promise.all([
    issue && ports.gitHub.issues.text(ticket.repository, issue.number, ports.signal),
    pull && ports.gitHub.pulls.text(ticket.repository, pull.number, ports.signal),
    readCommit(ports, record),
  ]);
  const shown = commit?.shown;
  const files = shown && (await filesOf(gate, shown));
  const isPushed = record.publicBranch?.pushedTo !== undefined;
  const texts: (OutgoingText & { readonly isPublic: boolean })[] = [
    ...(issueText === undefined
      ? []
      : [{ place: "issue" as const, text: whole(issueText), isPublic: true }]),
    ...commitTexts(record, shown, project).map((each) => ({ ...each, isPublic: isPushed })),
    ...pullTexts(pullText, project, record, shown),
  ];
  const { landing } = record;
  return {
    ...{ ticket, project, record, landing, issue, pull, files },
    texts: texts.map((each) => ({ ...each, findings: gate.checkTexts([each]).findings })),
    commitTrouble: commit?.trouble,
    route: landing?.route,
    proof: landing?.proof,
    hasNewCommits: hasNewCommits(record, road),
    unsearched: gate.unsearchedIn(nextTexts(record, pull)),
  };
}

/** The texts that go public next, without what they say; none for the push's. */
function nextTexts(
  { publicIssue, publicBranch }: TicketRecord,
  pull: PublicPull | undefined,
): readonly OutgoingText[] {
  if (publicIssue === undefined) return [{ place: "issue", text: "" }];
  if (publicBranch?.pushedTo === undefined) return [];
  const isOpen = pull !== undefined && pull.state !== "closed";
  return [{ place: isOpen ? "issue" : "pull", text: "" }];
}

/** The pull request's text as it is, else as it will be proposed. */
function pullTexts(
  text: PullText | undefined,
  project: Project,
  { publicIssue }: TicketRecord,
  shown: ShownCommit | undefined,
): readonly (OutgoingText & { readonly isPublic: boolean })[] {
  if (text !== undefined) return [{ place: "pull", text: whole(text), isPublic: true }];
  if (publicIssue === undefined || shown === undefined) return [];
  const planned = pullTextOf(project, publicIssue, shown.message);
  return [{ place: "pull", text: whole(planned), isPublic: false }];
}

function hasNewCommits(
  { publicBranch, landing }: TicketRecord,
  road: RoadFacts | undefined,
): boolean {
  const of = publicBranch ?? (landing?.of.kind === "main" ? landing.of : undefined);
  const pulls = valueOf(road?.privatePulls) ?? [];
  const pull = pulls.find(({ number }) => number === of?.pullRequest);
  return of !== undefined && pull !== undefined && pull.head.sha !== of.head;
}

function requireProject({ repository }: Ticket): Project {
  const project = projectOf(repository);
  if (project !== undefined) return project;
  throw new HumanError(
    `${fullName(repository)} is not a project whose fixes go public from here.`,
    "Only CPython's and pip's do.",
  );
}

/** @throws {HumanError} where it could not be read: no step may look as if it were still to do. */
function requireKnown<T>(fact: Fact<T> | undefined): T | undefined {
  if (fact?.known === false) throw new HumanError(fact.why, "Read again.");
  return fact?.value;
}

function valueOf<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.known === true ? fact.value : undefined;
}

/** As one text, so that nothing hides between the two. */
function whole({ title, body }: { readonly title: string; readonly body: string }): string {
  return `${title}\n\n${body.replace(/\r\n?/g, "\n").trimEnd()}`;
}

async function readCommit(
  { git, signal }: GoingPublicPorts,
  { publicBranch }: TicketRecord,
): Promise<{ readonly shown?: ShownCommit; readonly trouble?: string } | undefined> {
  if (publicBranch === undefined) return undefined;
  try {
    const clone = await PublicClone.open(git, publicBranch.clone, signal);
    return { shown: await clone.show(publicBranch.commit, signal) };
  } catch (error) {
    const trouble = gitTrouble(error, {
      "no-folder": [
        "The public clone that holds the commit is not there.",
        "Land the change again; that makes what is missing.",
      ],
    });
    if (!(trouble instanceof HumanError)) throw trouble;
    return { trouble: `${trouble.message} ${trouble.next}` };
  }
}

/** Of the commit as it is, else as the landing has them so far. */
function commitTexts(
  { publicBranch, landing }: TicketRecord,
  shown: ShownCommit | undefined,
  project: Project,
): readonly OutgoingText[] {
  const branch = publicBranch?.name ?? landing?.branch;
  const author = shown?.author ?? signature(landing);
  const message = shown?.message ?? landing?.message;
  const news = shown === undefined ? plannedNews(landing) : newsText(shown, project);
  return [
    ...(branch === undefined ? [] : [{ place: "branch" as const, text: branch }]),
    ...(message === undefined ? [] : [{ place: "message" as const, text: message.trimEnd() }]),
    ...(author === undefined ? [] : [{ place: "author" as const, text: author }]),
    ...(shown === undefined ? [] : [{ place: "committer" as const, text: shown.committer }]),
    ...(news === undefined ? [] : [{ place: "news" as const, text: news }]),
  ];
}

function signature(landing: Landing | undefined): string | undefined {
  const author = landing?.authorship?.author;
  return author && `${author.name} <${author.email}>`;
}

function plannedNews(landing: Landing | undefined): string | undefined {
  return landing?.news?.kind === "entry" ? landing.news.content.trimEnd() : undefined;
}

/** The news entries that the commit adds, with their paths, which are public, too. */
function newsText({ diff }: ShownCommit, project: Project): string | undefined {
  const paths = new Set(newsOf(diff.files, project));
  if (paths.size === 0) return undefined;
  const lines = [...addedLines(diff.patch)].filter(({ path }) => paths.has(path));
  return [...paths]
    .map((news) =>
      [news, "", ...lines.flatMap(({ path, text }) => (path === news ? [text] : []))].join("\n"),
    )
    .join("\n\n")
    .trimEnd();
}

async function filesOf(gate: LeakGate, { diff }: ShownCommit): Promise<readonly PublicFile[]> {
  const findings = await gate.checkChange(diff);
  const counts = new Map<string, number>();
  for (const { path } of addedLines(diff.patch)) {
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return diff.files.map(({ path, oldPath, status }) => ({
    ...{ path, status, added: counts.get(path) ?? 0 },
    ...(oldPath !== undefined && { oldPath }),
    findings: findings.filter((finding) => finding.path === path),
  }));
}
