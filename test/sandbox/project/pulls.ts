import type { Issue, Pull, Repository } from "../model.ts";
import type { SandboxState } from "../state.ts";

/** Pull requests of a repository, oldest first. */
export function pullsOf({ threads }: Repository): readonly Pull[] {
  return [...threads.values()].filter((thread): thread is Pull => thread.kind === "pull");
}

/** Writes a comment under an issue or pull request. */
export function comment(
  state: SandboxState,
  thread: Issue | Pull,
  author: string,
  body: string,
): void {
  const now = state.clock.now();
  thread.comments.push({ id: state.newId(), author, body, createdAt: now, updatedAt: now });
  thread.updatedAt = now;
}
