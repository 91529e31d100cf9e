import { HumanError } from "../base/errors.ts";
import type { Git } from "../git/git.ts";
import type { PublicClone } from "../git/publicClone.ts";
import type { CommitText } from "../git/scratchRepository.ts";
import {
  backportBranch,
  backportMessage,
  cherryPickNote,
  placeNote,
  RELEASE_BRANCH,
  type BackportOf,
} from "../text/backport.ts";
import type { Landing } from "../ticket/landing.ts";
import { requireIdentity } from "./identity.ts";
import type { Bench, Built, LandingKind, Reviewed } from "./landingKind.ts";

/** What is picked, for which branch. */
interface PickOf extends BackportOf {
  /** The newer release branch that the commit is on, where the backport is chained to that one. */
  readonly source?: string;
}

/**
 * A commit of the project on its way to a release branch, as cherry_picker would bring it there:
 * same branch name, message and change. It may be on main, or on a newer release branch that this
 * backport is chained to.
 */
export class BackportLanding implements LandingKind {
  readonly target: string;
  readonly #of: PickOf;

  constructor(of: PickOf) {
    requireBackport(of);
    this.target = of.branch;
    this.#of = of;
  }

  async fetch({ clone, place, ports: { progress }, signal }: Bench): Promise<void> {
    const watch = { signal, progress };
    await clone.fetchBase(place.upstream, place.project.mainBranch, watch);
    const { source } = this.#of;
    if (source !== undefined) await clone.fetchBase(place.upstream, source, watch);
  }

  async reviewed(bench: Bench): Promise<Reviewed> {
    const { commit } = this.#of;
    await requireProjectCommit(bench, commit);
    return {
      start: `${commit}^`,
      end: commit,
      name: `the project's commit ${commit.slice(0, 10)}`,
    };
  }

  async ask({ git, clone }: Bench): Promise<Partial<Landing>> {
    const { author, message } = await backportText(git, clone, this.#of);
    const { name, email } = author;
    const authorship = { author: { name, email }, coAuthors: [] };
    return { news: { kind: "none" }, message, authorship };
  }

  async build({ scratch }: Bench, base: string, { start, end }: Reviewed): Promise<Built> {
    return { ...(await scratch.merge(start, end, base)), route: { from: "pick" } };
  }

  async text({ git, clone }: Bench): Promise<CommitText> {
    return backportText(git, clone, this.#of);
  }
}

/** What to start for a backport, where nothing but the commit and the branch is known. */
export function backportWish(of: PickOf): Pick<Landing, "of" | "branch" | "message"> {
  requireBackport(of);
  const message = `[${of.branch}] (cherry picked from commit ${of.commit})`;
  return { of: { kind: "backport", ...of }, branch: backportBranch(of), message };
}

/** @throws {HumanError} */
function requireBackport({ commit, branch, source = branch }: PickOf): void {
  const isNamed = [branch, source].every((name) => RELEASE_BRANCH.test(name));
  if (/^[0-9a-f]{40}$/.test(commit) && isNamed) return;
  throw new HumanError(
    "A backport needs a commit of the project and a release branch.",
    "Refresh the ticket, then try again.",
  );
}

/** @throws {HumanError} for a commit that the project does not have: it may be private. */
async function requireProjectCommit(
  { git, clone, place: { upstream, project } }: Bench,
  commit: string,
): Promise<void> {
  const remote = clone.remoteOf(upstream)?.name;
  const place = remote === undefined ? "refs/psrt/upstream/" : `refs/remotes/${remote}/`;
  const args = ["for-each-ref", "--contains", commit, "--count=1", "--format=%(refname)", place];
  const { exitCode, stdout } = await git.attempt(args, { cwd: clone.path });
  if (exitCode === 0 && stdout.toString("utf8").trim() !== "") return;
  throw new HumanError(
    `That commit is not on a branch of ${project.name}.`,
    "Only what is merged can be backported. Refresh the ticket, then try again.",
  );
}

/** The commit's author with their date, and the message that cherry_picker gives it. */
async function backportText(
  git: Git,
  clone: PublicClone,
  { commit, branch }: BackportOf,
): Promise<CommitText> {
  const cwd = clone.path;
  const format = "--format=%an%x00%ae%x00%ad%x00%aN <%ae>%x00%B";
  const show = ["show", "--no-patch", "--no-show-signature", "--date=raw", format, commit, "--"];
  const fields = (await git.run(show, { cwd })).toString("utf8").split("\0");
  const [name = "", email = "", date = "", credit = "", body = ""] = fields;
  const note = cherryPickNote(commit);
  const trailers = await git.run(
    [
      ...["interpret-trailers", "--where", "start"],
      ...["--trailer", `Co-authored-by: ${credit}`, "--trailer", `${note}\n:`],
    ],
    { cwd, input: backportMessage(body, branch) },
  );
  const placed = placeNote(trailers.toString("utf8"), note);
  const message = await git.run(["stripspace"], { cwd, input: placed });
  return {
    message: message.toString("utf8"),
    author: { name, email, date },
    committer: requireIdentity(clone.config, "committer"),
  };
}
