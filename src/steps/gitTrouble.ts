import { HumanError, systemCode } from "../base/errors.ts";
import { GitError, type GitReason } from "../git/gitError.ts";
import { OLDEST_GIT } from "../git/version.ts";

type Words = readonly [message: string, next: string];

const common: Readonly<Partial<Record<GitReason, Words>>> = {
  "no-git": [
    "git was not found on this machine.",
    `Install git ${OLDEST_GIT} or newer, or set the path to it, then try again.`,
  ],
  "too-old": [
    `This git is older than ${OLDEST_GIT}.`,
    `Install git ${OLDEST_GIT} or newer, or set the path to it, then try again.`,
  ],
  "disk-full": ["The disk is full. Nothing was left behind.", "Free some space, then try again."],
  "auth-failed": [
    "The server did not accept the sign-in: the token is missing, expired or revoked.",
    "Sign in again, then try again.",
  ],
  "ssh-refused": [
    "The server did not accept your SSH key, or its own key is not known on this machine.",
    "Check “ssh -T git@github.com” in a terminal, or set psrt.gitProtocol to https.",
  ],
  forbidden: [
    "You may not do this in that repository.",
    "Check that your account has access and that the token has the scope “repo”.",
  ],
  "not-found": [
    "The repository or branch was not found, or your account can't see it.",
    "Check that it exists and that you are signed in with the right account.",
  ],
  network: ["The server could not be reached.", "Check the connection, then try again."],
  "lock-held": [
    "Another git process is working in that repository.",
    "Wait until it has ended, then try again.",
  ],
  "foreign-owner": [
    "git refuses that folder, because it belongs to another user.",
    "Choose a clone of your own.",
  ],
};

/**
 * The error that a person should see for trouble with git or the disk; anything else as it is.
 * @param own words for reasons that mean something special where it happened.
 */
export function gitTrouble(
  error: unknown,
  own: Readonly<Partial<Record<GitReason, Words>>> = {},
): unknown {
  const reason =
    error instanceof GitError
      ? error.reason
      : /^(?:ENOSPC|EDQUOT|EFBIG)$/.test(systemCode(error) ?? "")
        ? "disk-full"
        : undefined;
  const words =
    reason === undefined ? undefined : (own[reason] ?? lockWords(error) ?? common[reason]);
  return words === undefined ? error : new HumanError(...words, { cause: error });
}

/** A git that was killed leaves its lock for good, and no other git can tell. */
function lockWords(error: unknown): Words | undefined {
  if (!(error instanceof GitError) || error.reason !== "lock-held") return undefined;
  const [, lock] = /Unable to create '(.*\.lock)': File exists/.exec(error.stderr) ?? [];
  if (lock === undefined) return undefined;
  return [
    `Another git process is working in that repository, or one that was killed has left its lock: ${lock}`,
    "Wait until it has ended; if none is running, delete that file. Then try again.",
  ];
}
