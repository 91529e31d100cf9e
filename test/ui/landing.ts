import type { UiSession } from "./session.ts";

/** What the person answers when the command asks, in the order of the questions. */
export interface Answers {
  readonly pull: RegExp;
  /** Nobody has approved it, and it is landed all the same. */
  readonly unapproved?: boolean;
  /** "gh-150001"; it is made in the sandbox where it is missing. */
  readonly issue: string;
  /** It is the ticket's already, so that nobody asks for it. */
  readonly linked?: boolean;
  readonly title: string;
  /** Whom to name, where the private commits are by somebody else. */
  readonly author?: RegExp;
  /** Which co-authors are not named, where the private commits have some. */
  readonly unnamed?: readonly RegExp[];
  readonly news: string;
}

/** "Start Landing…" from a ticket's context menu, up to where the work goes on by itself. */
export async function startLanding(
  session: UiSession,
  ticket: RegExp,
  answers: Answers,
): Promise<void> {
  await answerQuestions(session, ticket, answers);
  await session.workbench.page.keyboard.press("Control+Enter");
}

/** The same up to where the news entry is written and waits for its yes. */
export async function answerQuestions(
  session: UiSession,
  ticket: RegExp,
  answers: Answers,
): Promise<void> {
  const { workbench } = session;
  await chooseChange(session, ticket, answers);
  if (answers.author !== undefined) {
    await workbench.quickInput.picks("PUBLIC author");
    await workbench.quickInput.choose(answers.author);
  }
  if (answers.unnamed !== undefined) {
    await workbench.quickInput.picks("PUBLIC co-authors");
    await workbench.quickInput.chooseMany(answers.unnamed);
  }
  await workbench.type(`Security entry ${answers.issue}.rst`, answers.news);
}

/** The same up to where the change is fetched. */
export async function chooseChange(
  session: UiSession,
  ticket: RegExp,
  { pull, unapproved, issue, linked, title }: Answers,
): Promise<void> {
  const { workbench } = session;
  const { quickInput } = workbench;
  if (linked !== true) makeIssue(session, issue);
  await workbench.tree("My Tickets").chooseFromMenu(ticket, "Start Landing…");
  await quickInput.picks("Private pull request");
  await quickInput.choose(pull);
  if (unapproved === true) await workbench.answerDialog("Land It Anyway");
  if (linked !== true) await linkIssue(session, issue);
  await quickInput.type("PUBLIC title", title);
}

async function linkIssue({ workbench }: UiSession, issue: string): Promise<void> {
  const { quickInput } = workbench;
  await quickInput.picks("One issue for each CVE");
  await quickInput.choose("Use an issue that is there");
  await quickInput.type("Number or address", issue);
  await workbench.answerDialog("Use This Issue");
}

function makeIssue({ surroundings }: UiSession, issue: string): void {
  const { state } = surroundings.sandbox;
  const cpython = state.mustHave("python/cpython");
  const number = Number(issue.replace("gh-", ""));
  if (cpython.threads.has(number)) return;
  cpython.nextNumber = number;
  const labels = ["type-security"];
  state.addIssue("python/cpython", { title: `Issue ${number}`, author: "mel-member", labels });
}
