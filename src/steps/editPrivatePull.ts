import { HumanError, throwIfCancelled } from "../base/errors.ts";
import { GitHubError } from "../github/gitHubError.ts";
import type { PullText } from "../ticket/pullRequest.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Ask } from "./ports.ts";

export interface EditPrivatePullPorts {
  readonly pulls: {
    text(repository: RepositoryName, number: number, signal?: AbortSignal): Promise<PullText>;
    edit(repository: RepositoryName, number: number, change: Partial<PullText>): Promise<PullText>;
  };
  readonly ask: Ask;
}

/** One private pull request, and the text that the person began to change. */
export interface PullEdit {
  readonly fork: RepositoryName;
  readonly number: number;
  readonly before: PullText;
  readonly after: PullText;
}

/**
 * Changes title and body of a private pull request on a yes, unless somebody has changed them
 * meanwhile. Only what differs is written, and it is read back.
 *
 * @returns "same" when there was nothing to change; undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function editPrivatePull(
  { pulls, ask }: EditPrivatePullPorts,
  { fork, number, before, after }: PullEdit,
  signal?: AbortSignal,
): Promise<"changed" | "same" | undefined> {
  const change = changeOf(before, after);
  if (change === undefined) return "same";
  const yes = await ask.confirm(
    {
      title: `Change the text of private pull request #${number}?`,
      writes: [
        {
          target: `Pull request #${number} of ${fullName(fork)}`,
          audience: "TEAM",
          text: `${after.title}\n\n${after.body}`,
        },
      ],
      yes: "Change",
    },
    signal,
  );
  if (!yes) return undefined;
  throwIfCancelled(signal);
  const now = await pulls.text(fork, number, signal);
  if (changeOf(now, after) === undefined) return "changed";
  if (changeOf(before, now) !== undefined) {
    throw new HumanError(
      `Somebody else has changed the text of private pull request #${number} meanwhile. Yours was not written.`,
      "Begin again: it starts with the text as it is now.",
    );
  }
  let written: PullText;
  try {
    written = await pulls.edit(fork, number, change);
  } catch (error) {
    // An answer that was lost does not say what stands there; to write it again changes nothing.
    if (!(error instanceof GitHubError)) throw error;
    written = await pulls.text(fork, number, signal).catch(() => before);
    if (changeOf(written, after) !== undefined) throw error;
  }
  if (changeOf(written, after) !== undefined) {
    throw new HumanError(
      `GitHub shows another text of private pull request #${number} than was written.`,
      "Look at it in the browser.",
    );
  }
  return "changed";
}

/** What of the text differs; ends of lines and of the text don't count. */
function changeOf(before: PullText, after: PullText): Partial<PullText> | undefined {
  const title = before.title.trim() !== after.title.trim();
  const body = plain(before.body) !== plain(after.body);
  if (!title && !body) return undefined;
  return { ...(title && { title: after.title }), ...(body && { body: after.body }) };
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n").trim();
}
