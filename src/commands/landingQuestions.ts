import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { cancellationOf } from "../editor/cancellation.ts";
import { choiceLabel } from "../editor/labels.ts";
import type { LandingDifference, LandingQuestions, OwnNews } from "../steps/landingPorts.ts";
import { commitTitle, makeNews, movedNews, newsHints } from "../steps/publicTexts.ts";
import { addressRemark, signatureText } from "../steps/landingTexts.ts";
import type { Authorship, LandingNews, Signature } from "../ticket/landing.ts";
import type { Project } from "../ticket/project.ts";
import type { Desk } from "./desk.ts";

const TITLE = "Start Landing";

/** The person's answers while a change is landed. */
export function landingQuestions(desk: Desk, project: Project, issue: number): LandingQuestions {
  return {
    authorship: askAuthorship,
    news: (own, signal) => askNews(desk, project, issue, own, signal),
    accept: (difference, signal) => askToAccept(desk, difference, signal),
  };
}

/** The title of the public commit as the person types it. @throws {CancelledError} */
export async function askCommitTitle(
  project: Project,
  issue: number,
  before = "",
): Promise<string> {
  const prefix = project.news === "blurb" ? ` “gh-${issue}: ” is put in front.` : "";
  const text = await vscode.window.showInputBox({
    title: TITLE,
    prompt: `PUBLIC title of the commit: what it does, in neutral words.${prefix}`,
    value: before.replace(`gh-${issue}: `, ""),
    ignoreFocusOut: true,
    validateInput: (text) => reasonOf(commitTitle(project, issue, text)),
  });
  const message = text === undefined ? undefined : commitTitle(project, issue, text);
  if (message?.valid !== true) throw new CancelledError();
  return message.value;
}

/** Nobody's name becomes public without a yes. */
async function askAuthorship(
  kept: Authorship | undefined,
  own: Signature,
  signal?: AbortSignal,
): Promise<Authorship> {
  const mine = { author: own, coAuthors: [] };
  const isMine =
    kept?.coAuthors.length === 0 && kept.author.email.toLowerCase() === own.email.toLowerCase();
  if (kept === undefined || isMine) return kept ?? mine;
  const choice = await vscode.window.showQuickPick(
    [
      {
        label: `Keep the author: ${choiceLabel(signatureText(kept.author))}`,
        description: choiceLabel(addressRemark(kept.author.email) ?? ""),
        detail: `As in the private commits; name and address become public${
          kept.coAuthors.length === 0 ? "" : ". Co-authors are asked for next"
        }`,
        authorship: kept,
      },
      {
        label: `You are the author: ${choiceLabel(signatureText(own))}`,
        description: choiceLabel(addressRemark(own.email) ?? ""),
        detail: "Nobody of the private commits is named",
        authorship: mine,
      },
    ],
    { title: TITLE, placeHolder: "PUBLIC author of the commit", ignoreFocusOut: true },
    cancellationOf(signal),
  );
  if (choice === undefined) throw new CancelledError();
  const { author, coAuthors } = choice.authorship;
  if (coAuthors.length === 0) return choice.authorship;
  return { author, coAuthors: await askCoAuthors(coAuthors, signal) };
}

/** Each on a row of their own, so that no name and no address goes public unread. */
async function askCoAuthors(
  coAuthors: readonly Signature[],
  signal?: AbortSignal,
): Promise<readonly Signature[]> {
  const choice = await vscode.window.showQuickPick(
    coAuthors.map((signature) => ({
      label: choiceLabel(signature.name),
      detail: choiceLabel(
        [`<${signature.email}>`, addressRemark(signature.email)]
          .flatMap((part) => part ?? [])
          .join(" · "),
      ),
      picked: true,
      signature,
    })),
    {
      title: TITLE,
      placeHolder: "PUBLIC co-authors, with name and address, as in the private commits",
      canPickMany: true,
      ignoreFocusOut: true,
    },
    cancellationOf(signal),
  );
  if (choice === undefined) throw new CancelledError();
  return choice.map(({ signature }) => signature);
}

async function askNews(
  desk: Desk,
  project: Project,
  issue: number,
  own: readonly OwnNews[],
  signal?: AbortSignal,
): Promise<LandingNews> {
  const replaces = own.map(({ path }) => path);
  const [first] = own;
  if (first === undefined) return writeNews(desk, project, issue, "", replaces, signal);
  const moved =
    own.length === 1 && first.content !== undefined
      ? movedNews(project, issue, first.path, first.content, desk.clock.now())
      : undefined;
  const isNamedRight = moved?.valid === true && moved.value.path === first.path;
  const choices: { label: string; detail: string; answer: () => Promise<LandingNews> }[] = [];
  if (own.some(({ isInPlace }) => isInPlace)) {
    choices.push({
      label: "Keep the private pull request's entry",
      detail: choiceLabel(
        isNamedRight ? first.path : `${replaces.join(", ")} (not named for gh-${issue})`,
      ),
      answer: () => Promise.resolve({ kind: "keep" }),
    });
  }
  if (moved?.valid === true && !isNamedRight) {
    choices.push({
      label: `Move it to ${choiceLabel(moved.value.path.replace(/\/[^/]*$/, ""))}, for gh-${issue}`,
      detail: choiceLabel(`${first.path} becomes ${moved.value.path}; its words stay`),
      answer: () => Promise.resolve({ kind: "entry", ...moved.value, replaces }),
    });
  }
  choices.push({
    label: "Write another entry in its place…",
    detail: "You change its words in an editor",
    answer: () => writeNews(desk, project, issue, first.content ?? "", replaces, signal),
  });
  const choice = await vscode.window.showQuickPick(
    choices,
    {
      title: TITLE,
      placeHolder: "PUBLIC news entry: the private pull request brings one",
      ignoreFocusOut: true,
    },
    cancellationOf(signal),
  );
  if (choice === undefined) throw new CancelledError();
  return choice.answer();
}

/** Another text for an entry that was written before. @throws {CancelledError} */
export function askNewsAgain(
  desk: Desk,
  project: Project,
  issue: number,
  { content, replaces }: Extract<LandingNews, { kind: "entry" }>,
): Promise<LandingNews> {
  return writeNews(desk, project, issue, content, replaces);
}

/** The news entry as the person writes it in an editor. @throws {CancelledError} */
async function writeNews(
  desk: Desk,
  project: Project,
  issue: number,
  before: string,
  replaces: readonly string[],
  signal?: AbortSignal,
): Promise<LandingNews> {
  const now = desk.clock.now();
  const text = await desk.documents.ask(
    {
      name: project.news === "blurb" ? `Security entry gh-${issue}.rst` : `News entry ${issue}.rst`,
      text: before,
      editable: true,
      yes: "Use This Entry",
      no: "Cancel",
      hint: "PUBLIC: what users will notice, in neutral words, without ids",
      check: (text) => newsRemarks(project, issue, text, now),
    },
    signal,
  );
  const news = text === undefined ? undefined : makeNews(project, issue, text, now);
  if (news?.valid !== true) throw new CancelledError();
  return { kind: "entry", ...news.value, replaces };
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

/** The reviewed change against the public one, for a yes or a no. */
async function askToAccept(
  desk: Desk,
  { proof, text, reviewed, untouched }: LandingDifference,
  signal?: AbortSignal,
): Promise<boolean> {
  const files = [
    ...proof.different.map((path) => `changed otherwise   ${path}`),
    ...proof.onlyReviewed.map((path) => `only reviewed       ${path}`),
    ...proof.onlyPublic.map((path) => `only public         ${path}`),
    ...proof.same.map((path) => `same                ${path}`),
  ];
  const answer = await desk.documents.ask(
    {
      name: "Public change against the reviewed one.diff",
      text: [
        `The public change is not exactly the one of ${reviewed}.`,
        "Nothing leaves this machine before you accept the difference. The news entry is not compared.",
        "",
        ...untouched.flatMap((path) => [
          `NOT RESOLVED? In ${path} lines that both sides have changed are as they were before both.`,
          "",
        ]),
        ...files,
        "",
        "Below, a line that only the reviewed change has begins with “-”, one that only the public",
        "change has with “+” (the output of git range-diff).",
        "",
        text.replaceAll("\0", "\u2400"),
      ].join("\n"),
      editable: false,
      yes: "Accept This Difference",
      no: "Don't accept",
      hint: "Only you see this",
    },
    signal,
  );
  return answer !== undefined;
}

function reasonOf(parsed: {
  readonly valid: boolean;
  readonly reason?: string;
}): string | undefined {
  return parsed.valid ? undefined : parsed.reason;
}
