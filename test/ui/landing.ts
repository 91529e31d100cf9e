import type { UiSession } from "./session.ts";

/** What the person answers when the command asks, in the order of the questions. */
export interface Answers {
  readonly pull: RegExp;
  readonly issue: string;
  readonly title: string;
  readonly news: string;
}

/** "Apply Patch to Public Branch…" from a ticket's context menu, up to where the work begins. */
export async function applyPatch(
  session: UiSession,
  ticket: RegExp,
  answers: Answers,
): Promise<void> {
  await answerQuestions(session, ticket, answers);
  await session.workbench.page.keyboard.press("Control+Enter");
}

/** The same up to where the news entry is written and waits for its yes. */
export async function answerQuestions(
  { workbench }: UiSession,
  ticket: RegExp,
  { pull, issue, title, news }: Answers,
): Promise<void> {
  const { quickInput } = workbench;
  await workbench.tree("My Tickets").chooseFromMenu(ticket, "Apply Patch to Public Branch…");
  await quickInput.picks("Private pull request");
  await quickInput.choose(pull);
  await quickInput.type("public issue", issue);
  await quickInput.type("PUBLIC title", title);
  await workbench.type(`Security entry ${issue}.rst`, news);
}
