import { mayAtLeast } from "../access.ts";
import { fullNameOf, type Pull, type Repository } from "../model.ts";
import { commitsOf } from "../pullContent.ts";
import type { SandboxState } from "../state.ts";
import { pick } from "./pick.ts";

/** Only release managers merge there (devguide.python.org/developer-workflow/development-cycle). */
const SECURITY_BRANCHES = ["3.11", "3.12", "3.13"];

/**
 * Squashes and merges a pull request: title with its number, the commits' author, their text
 * (docs.github.com, "Squash merge commits").
 *
 * @throws {Error} for who may not, and for what can't be merged.
 */
export async function mergePull(
  state: SandboxState,
  repository: Repository,
  number: number,
  by: string,
): Promise<Pull> {
  const pull = repository.threads.get(number);
  if (pull?.kind !== "pull" || pull.state !== "open") throw new Error(`#${number} is not open.`);
  const { branch } = pull.base;
  const role = SECURITY_BRANCHES.includes(branch) ? "maintain" : "write";
  if (!mayAtLeast(state, repository, by, role)) throw new Error(`${by} may not merge #${number}.`);
  const name = fullNameOf(repository);
  const { git } = state;
  const tip = await git.text(name, ["rev-parse", `refs/heads/${branch}`]);
  const base = await git.text(name, ["merge-base", tip, pull.head.sha]);
  const tree = await pick(git, name, { base, onto: tip, change: pull.head.sha });
  if (tree === undefined) throw new Error(`#${number} conflicts with ${branch}.`);
  const [first] = await commitsOf(git, repository, pull);
  const text = (first?.message ?? "").split("\n").slice(1).join("\n").trim();
  const message = `${pull.title} (#${number})\n${text === "" ? "" : `\n${text}\n`}`;
  const sha = await git.commitTree(name, tree, tip, message, {
    name: first?.author.name ?? by,
    email: first?.author.email ?? `${by}@example.org`,
    date: state.clock.now(),
  });
  await git.text(name, ["update-ref", `refs/heads/${branch}`, sha, tip]);
  const now = state.clock.now();
  Object.assign(pull, { state: "closed", closedAt: now, updatedAt: now });
  pull.merge = { by, at: now, sha };
  return pull;
}
