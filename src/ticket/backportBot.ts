import { plainLine } from "../base/plainLine.ts";

/** A comment under a public pull request; the text may hold anything. */
export interface PublicComment {
  readonly author: string | null;
  readonly body: string;
  readonly at: Date;
}

/** The last that the backport bot has said of a branch. */
export type BotReport =
  | { readonly branch: string; readonly kind: "working"; readonly at: Date }
  | {
      readonly branch: string;
      readonly kind: "failed";
      readonly at: Date;
      /** In a conflict somebody has to decide; any other trouble may pass when it is asked again. */
      readonly because: "conflict" | "trouble";
      /** The bot's own sentence, on one line. */
      readonly words: string;
    };

/** What bots have said under the merged pull request. */
export interface BotNews {
  /** One for each branch that the backport bot has spoken of. */
  readonly reports: readonly BotReport[];
  /** Numbers of backports, as the labelling bot names them. */
  readonly made: readonly number[];
}

export const NO_BOT_NEWS: BotNews = { reports: [], made: [] };

/** Accounts that nobody else can speak for: miss-islington and its GitHub App. */
const BACKPORTER = /^miss-islington(?:-app)?(?:\[bot\])?$/i;
const LABELLER = /^bedevere(?:-bot|-app)?(?:\[bot\])?$/i;

/** "I'm working now to backport this PR to: 3.14, 3.13." */
const WORKING = /I'm working now to backport this PR to: ((?:\d+\.\d+(?:, )?)+)\./;

/** "cherry_picker 0123… 3.13", or "backporting to `3.13`" where no command is given. */
const FAILED = /cherry_picker [0-9a-f]{40} (\d+\.\d+)\b|trouble backporting to `(\d+\.\d+)`/;

/** "[GH-140403](https://…) is a backport of this pull request to the [3.14 branch](…)." */
const MADE = /^\[GH-([1-9]\d{0,8})\]\(\S+\) is a backport of this pull request to the \[/;

const MAX_WORDS = 300;

/** @param comments in the order in which they were written. */
export function botNews(comments: readonly PublicComment[]): BotNews {
  const reports = new Map<string, BotReport>();
  const made = new Set<number>();
  for (const { author, body, at } of comments) {
    if (author === null) continue;
    const number = MADE.exec(body)?.[1];
    if (LABELLER.test(author) && number !== undefined) made.add(Number(number));
    if (!BACKPORTER.test(author)) continue;
    for (const branch of WORKING.exec(body)?.[1]?.split(", ") ?? []) {
      reports.set(branch, { branch, kind: "working", at });
    }
    const [, picked, tried] = FAILED.exec(body) ?? [];
    const branch = picked ?? tried;
    if (branch === undefined) continue;
    const because = body.includes("due to a conflict") ? "conflict" : "trouble";
    reports.set(branch, { branch, kind: "failed", at, because, words: wordsOf(body) });
  }
  return { reports: [...reports.values()], made: [...made] };
}

/** The first sentence without the apology: "I could not cleanly backport this to `3.11` due to …". */
function wordsOf(body: string): string {
  const [first = ""] = body.trim().split(/\n/);
  const said = first.replace(/^(?:Sorry,? )?@\S+(?: and @\S+)?, ?/, "");
  return plainLine(said).slice(0, MAX_WORDS);
}
