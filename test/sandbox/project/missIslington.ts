import {
  backportBranch,
  backportMessage,
  backportPullRequest,
} from "../../../src/text/backport.ts";
import { fullNameOf, type Pull, type Repository } from "../model.ts";
import { readCommits } from "../pullContent.ts";
import type { SandboxState } from "../state.ts";
import { pick } from "./pick.ts";
import { comment, pullsOf } from "./pulls.ts";

/** Who comments (a GitHub App), and who pushes and opens pull requests (an account with a fork). */
export const COMMENTER = "miss-islington-app[bot]";
export const PUSHER = "miss-islington";

const LABEL = "needs backport to ";

interface Task {
  readonly pull: Pull;
  readonly branch: string;
  /** In milliseconds. */
  readonly at: number;
}

/** github.com/python/miss-islington, as of its modules backport_pr and tasks. */
export class MissIslington {
  delay = 60_000;
  readonly #state: SandboxState;
  /** Labels that were on a merged pull request when it was last looked at, by its id. */
  readonly #seen = new Map<number, readonly string[]>();
  #tasks: readonly Task[] = [];

  constructor(state: SandboxState) {
    this.#state = state;
  }

  /** What was merged and labelled before has had its events. */
  begin(repository: Repository): void {
    for (const pull of pullsOf(repository)) {
      if (pull.merge !== null) this.#seen.set(pull.id, [...pull.labels]);
    }
  }

  async catchUp(repository: Repository): Promise<void> {
    for (const pull of pullsOf(repository)) {
      if (pull.merge === null) continue;
      const before = this.#seen.get(pull.id) ?? [];
      this.#seen.set(pull.id, [...pull.labels]);
      const branches = pull.labels
        .filter((label) => label.startsWith(LABEL) && !before.includes(label))
        .map((label) => label.slice(LABEL.length));
      if (branches.length > 0) this.#begin(pull, branches);
    }
    const now = this.#state.clock.now().getTime();
    const due = this.#tasks.filter(({ at }) => at <= now);
    this.#tasks = this.#tasks.filter(({ at }) => at > now);
    for (const task of due) await this.#backport(repository, task);
  }

  /** backport_pr.py: backport_pr */
  #begin(pull: Pull, branches: readonly string[]): void {
    const { author, merge } = pull;
    const by = merge?.by ?? author;
    const thanks =
      author === by
        ? `Thanks @${author} for the PR 🌮🎉.`
        : `Thanks @${author} for the PR, and @${by} for merging it 🌮🎉.`;
    const text = `${thanks}. I'm working now to backport this PR to: ${branches.join(", ")}.\n🐍🍒⛏🤖 `;
    comment(this.#state, pull, COMMENTER, text);
    const at = this.#state.clock.now().getTime() + this.delay;
    const newestFirst = [...branches].sort((a, b) => Number(b.slice(2)) - Number(a.slice(2)));
    this.#tasks = [...this.#tasks, ...newestFirst.map((branch) => ({ pull, branch, at }))];
  }

  /** tasks.py: backport_task_asyncio, with cherry_picker 2.x */
  async #backport(repository: Repository, { pull, branch }: Task): Promise<void> {
    const name = fullNameOf(repository);
    const { git, clock } = this.#state;
    const commit = pull.merge?.sha;
    if (commit === undefined) return;
    const onto = await git.commitOf(name, `refs/heads/${branch}`);
    if (onto === undefined) {
      this.#fail(
        pull,
        commit,
        branch,
        `Sorry ${participants(pull)}, I had trouble checking out the \`${branch}\` backport branch.\nPlease retry by removing and re-adding the "needs backport to ${branch}" label.\nAlternatively, you can backport using [cherry_picker](https://pypi.org/project/cherry-picker/) on the command line.`,
      );
      return;
    }
    const tree = await pick(git, name, { base: `${commit}^`, onto, change: commit });
    if (tree === undefined) {
      this.#fail(
        pull,
        commit,
        branch,
        `Sorry, ${participants(pull)}, I could not cleanly backport this to \`${branch}\` due to a conflict.\n\nPlease backport manually with [cherry_picker](https://pypi.org/project/cherry-picker/), see the [devguide](https://devguide.python.org/getting-started/git-boot-camp/#backporting-merged-changes) for more information.`,
      );
      return;
    }
    const [picked] = await readCommits(git, name, ["--max-count=1", commit]);
    const { name: authorName = "", email = "" } = picked?.author ?? {};
    const text = backportMessage(picked?.message ?? "", branch);
    const [title = "", ...rest] = text.split("\n");
    const body = rest.join("\n").trim();
    const message = [
      ...[title, "", ...(body === "" ? [] : [body])],
      `(cherry picked from commit ${commit})`,
      ...["", `Co-authored-by: ${authorName} <${email}>`, ""],
    ].join("\n");
    const fork = this.#state.repository(`${PUSHER}/${repository.name}`);
    if (fork === undefined) await this.#state.fork(name, PUSHER);
    const forkName = `${PUSHER}/${repository.name}`;
    const author = { name: authorName, email, date: clock.now() };
    const sha = await git.commitTree(name, tree, onto, message, author);
    const head = backportBranch({ commit, branch });
    const source = git.path(name);
    const spec = `+${sha}:refs/heads/${head}`;
    await git.text(forkName, ["fetch", "--quiet", "--no-write-fetch-head", source, spec]);
    await this.#state.openPull({
      ...{ repository: name, headRepository: forkName, branch: head, base: branch },
      ...{ ...backportPullRequest(message), author: PUSHER },
    });
  }

  #fail(pull: Pull, commit: string, branch: string, words: string): void {
    const command = `\`\`\`\ncherry_picker ${commit} ${branch}\n\`\`\`\n`;
    comment(this.#state, pull, COMMENTER, `${words}\n${command}`);
    pull.assignees = [pull.merge?.by ?? pull.author];
  }
}

/** util.py: get_participants */
function participants({ author, merge }: Pull): string {
  const by = merge?.by ?? author;
  return author === by || by === PUSHER ? `@${author}` : `@${author} and @${by}`;
}
