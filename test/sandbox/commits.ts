import type { GitStore } from "./git.ts";

export interface CommitPlan {
  /** A name by which later plans of the same list can say `from` or `merge`. */
  readonly label?: string;
  readonly branch: string;
  /**
   * A label, or any revision of the repository. When left out the branch's last commit, for a new
   * branch the default branch's; in an empty repository a branch starts anew.
   */
  readonly from?: string;
  /** The other parent of a merge commit: a label or a revision. */
  readonly merge?: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly date: Date;
  readonly message: string;
  /** Whole contents by path; null deletes. */
  readonly files?: Readonly<Record<string, string | Buffer | null>>;
  readonly renames?: readonly { readonly from: string; readonly to: string }[];
}

/** Text given to git's fast-import; bytes are added as they are. */
class Stream {
  readonly #chunks: Buffer[] = [];

  line(text: string): void {
    this.#chunks.push(Buffer.from(`${text}\n`));
  }

  data(content: string | Buffer): void {
    const bytes = Buffer.from(content);
    this.line(`data ${bytes.length}`);
    this.#chunks.push(bytes, Buffer.from("\n"));
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/** Quoted as fast-import reads paths. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

/**
 * Writes commits into a bare repository by one `git fast-import`, without a work tree.
 *
 * @returns the commit of each plan, in their order
 */
export async function writeCommits(
  git: GitStore,
  fullName: string,
  defaultBranch: string,
  plans: readonly CommitPlan[],
): Promise<string[]> {
  if (plans.length === 0) return [];
  const existing = await git.branches(fullName);
  const start = existing.get(defaultBranch);
  const labels = new Map<string, string>();
  const stream = new Stream();
  stream.line("feature done");
  stream.line("feature get-mark");
  const resolve = async (revision: string): Promise<string> => {
    const mark = labels.get(revision);
    if (mark !== undefined) return mark;
    if (/^:\d+$|^[0-9a-f]{40}$/.test(revision)) return revision;
    const sha = existing.get(revision) ?? (await git.commitOf(fullName, revision));
    if (sha === undefined) throw new Error(`${fullName} has no revision ${revision}`);
    return sha;
  };
  for (const [index, plan] of plans.entries()) {
    const mark = `:${index + 1}`;
    const from = plan.from ?? existing.get(plan.branch) ?? start;
    const seconds = Math.floor(plan.date.getTime() / 1000);
    const who = `${plan.author.name} <${plan.author.email}> ${seconds} +0000`;
    stream.line(`commit refs/heads/${plan.branch}`);
    stream.line(`mark ${mark}`);
    stream.line(`author ${who}`);
    stream.line(`committer ${who}`);
    stream.data(plan.message);
    if (from !== undefined) stream.line(`from ${await resolve(from)}`);
    if (plan.merge !== undefined) stream.line(`merge ${await resolve(plan.merge)}`);
    for (const rename of plan.renames ?? []) {
      stream.line(`R ${quoted(rename.from)} ${quoted(rename.to)}`);
    }
    for (const [path, content] of Object.entries(plan.files ?? {})) {
      if (content === null) {
        stream.line(`D ${quoted(path)}`);
      } else {
        stream.line(`M 100644 inline ${quoted(path)}`);
        stream.data(content);
      }
    }
    stream.line("");
    existing.set(plan.branch, mark);
    if (plan.label !== undefined) labels.set(plan.label, mark);
  }
  for (const index of plans.keys()) stream.line(`get-mark :${index + 1}`);
  stream.line("done");
  const answer = await git.run(
    git.path(fullName),
    ["fast-import", "--quiet", "--force", "--done", "--date-format=raw-permissive"],
    stream.bytes(),
  );
  return answer.toString().trim().split("\n");
}
