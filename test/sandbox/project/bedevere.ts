import type { Issue, Pull, Repository } from "../model.ts";
import { fullNameOf } from "../model.ts";
import { filesOf } from "../pullContent.ts";
import type { SandboxState } from "../state.ts";
import { comment, pullsOf } from "./pulls.ts";

export const BEDEVERE = "bedevere-app[bot]";

/** bedevere/backport.py: TITLE_RE, MAINTENANCE_BRANCH_TITLE_RE */
const BACKPORT_TITLE = /^\s*\[(?<branch>\d+\.\d+)\].+\((?:GH-|#)(?<pr>\d+)\)/i;
const MAINTENANCE_TITLE = /^\s*\[\d+\.\d+\].+/;
const MAINTENANCE_BRANCH = /^\d+\.\d+$/;

/** bedevere/backport.py: _copy_over_labels; "release-blocker" is none of them. */
const COPIED = /^(?:skip|type|sprint|topic)/;

/** bedevere/gh_issue.py: ISSUE_RE */
const ISSUE = /(?:bpo|gh)-(?<issue>\d+)/i;

/** bedevere/news.py: FILENAME_RE */
const NEWS_NAME =
  /^\d{4}-\d{2}-\d{2}(?:-\d{2}-\d{2}-\d{2})?\.(?:bpo|gh-issue)-\d+(?:,\d+)*\.[A-Za-z0-9_=-]+\.rst/;

interface Seen {
  readonly title: string;
  readonly sha: string;
  readonly state: string;
  readonly skips: string;
}

/** github.com/python/bedevere, as of its modules backport, gh_issue and news. */
export class Bedevere {
  readonly #state: SandboxState;
  readonly #seen = new Map<number, Seen>();

  constructor(state: SandboxState) {
    this.#state = state;
  }

  /** What is there before has had its events. */
  begin(repository: Repository): void {
    for (const pull of pullsOf(repository)) this.#seen.set(pull.id, look(pull));
  }

  async catchUp(repository: Repository): Promise<void> {
    for (const pull of pullsOf(repository)) {
      const before = this.#seen.get(pull.id);
      const now = look(pull);
      this.#seen.set(pull.id, now);
      const changed =
        before?.title !== now.title ||
        before.sha !== now.sha ||
        before.skips !== now.skips ||
        (before.state === "closed" && now.state === "open");
      if (!changed) continue;
      if (before?.title !== now.title) this.#manageLabels(repository, pull);
      this.#issueNumber(repository, pull);
      this.#maintenanceTitle(repository, pull);
      await this.#news(repository, pull);
      // Its own writes are no events for itself.
      this.#seen.set(pull.id, look(pull));
    }
  }

  /** backport.py: manage_labels */
  #manageLabels(repository: Repository, pull: Pull): void {
    const { branch = "", pr = "" } = BACKPORT_TITLE.exec(pull.title)?.groups ?? {};
    const original = repository.threads.get(Number(pr));
    if (branch === "" || original?.kind !== "pull") return;
    const web = `https://github.com/${fullNameOf(repository)}`;
    comment(
      this.#state,
      original,
      BEDEVERE,
      `[GH-${pull.number}](${web}/pull/${pull.number}) is a backport of this pull request to the [${branch} branch](${web}/tree/${branch}).`,
    );
    original.labels = original.labels.filter((label) => label !== `needs backport to ${branch}`);
    const copied = original.labels.filter((label) => COPIED.test(label));
    pull.labels = [...new Set([...pull.labels, ...copied])];
  }

  /** gh_issue.py: set_status */
  #issueNumber(repository: Repository, pull: Pull): void {
    const say = (outcome: "success" | "failure", description: string): void =>
      this.#status(repository, pull, "bedevere/issue-number", outcome, description);
    if (pull.labels.includes("skip issue")) {
      say("success", "Issue report skipped");
      return;
    }
    const number = ISSUE.exec(pull.title)?.groups?.["issue"];
    if (number === undefined) {
      say("failure", 'No issue # in title or "skip issue" label found');
      return;
    }
    const issue = repository.threads.get(Number(number));
    if (issue?.kind !== "issue") {
      say("failure", `GH Issue #${number} is not valid.`);
      return;
    }
    patchBody(pull, issue.number, (body) => {
      const mark = `gh-issue-number`;
      return `${body}\n\n<!-- ${mark}: gh-${number} -->\n* Issue: gh-${number}\n<!-- /${mark} -->\n`;
    });
    patchBody(issue, pull.number, (body) => withLinkedPull(body, pull.number));
    say("success", `Issue number ${number} found`);
  }

  /** backport.py: validate_maintenance_branch_pr */
  #maintenanceTitle(repository: Repository, pull: Pull): void {
    if (!MAINTENANCE_BRANCH.test(pull.base.branch)) return;
    const valid = MAINTENANCE_TITLE.test(pull.title);
    this.#status(
      repository,
      pull,
      "bedevere/maintenance-branch-pr",
      valid ? "success" : "failure",
      valid ? "Valid maintenance branch PR title." : "Not a valid maintenance branch PR title.",
    );
  }

  /** news.py: check_news */
  async #news(repository: Repository, pull: Pull): Promise<void> {
    const files = await filesOf(this.#state.git, repository, pull);
    const inNext = files.filter(({ filename }) => filename.startsWith("Misc/NEWS.d/next/"));
    const placed = inNext.filter(({ filename }) => filename.split("/").length === 5);
    const named = placed.some(({ filename }) => NEWS_NAME.test(filename.split("/")[4] ?? ""));
    const [outcome, description] = named
      ? (["success", "News entry found in Misc/NEWS.d"] as const)
      : pull.labels.includes("skip news")
        ? (["success", '"skip news" label found'] as const)
        : ([
            "failure",
            inNext.length === 0
              ? 'No news entry in Misc/NEWS.d/next/ or "skip news" label found'
              : placed.length === 0
                ? "News entry not in an appropriate directory"
                : "News entry file name incorrectly formatted",
          ] as const);
    this.#status(repository, pull, "bedevere/news", outcome, description);
  }

  #status(
    repository: Repository,
    { head }: Pull,
    name: string,
    outcome: "success" | "failure",
    description: string,
  ): void {
    const given = { kind: "status" as const, commit: head.sha, name, outcome, description };
    this.#state.addCheck(fullNameOf(repository), given);
  }
}

function look({ title, head, state, labels }: Pull): Seen {
  const skips = labels.filter((label) => label.startsWith("skip ")).join();
  return { title, sha: head.sha, state, skips };
}

/** util.py: patch_body writes only where the number isn't named yet. */
function patchBody(thread: Issue | Pull, number: number, change: (body: string) => string): void {
  const body = thread.body ?? "";
  if (new RegExp(`(^|\\b)(GH-|gh-|#)${number}\\b`).test(body)) return;
  thread.body = change(body);
}

/** util.py: build_issue_body */
function withLinkedPull(body: string, number: number): string {
  const list = /(<!-- gh-linked-prs -->.*?)(<!-- \/gh-linked-prs -->)/s;
  if (list.test(body)) return body.replace(list, `$1* gh-${number}\n$2`);
  return `${body}\n\n\n<!-- gh-linked-prs -->\n### Linked PRs\n* gh-${number}\n<!-- /gh-linked-prs -->\n`;
}
