/** Why a git command failed; callers branch on this and never on git's words. */
export type GitReason =
  | "no-git"
  | "too-old"
  | "no-folder"
  | "not-a-repository"
  | "foreign-owner"
  | "not-found"
  | "auth-failed"
  | "ssh-refused"
  | "forbidden"
  | "rejected"
  | "lock-held"
  | "disk-full"
  | "unsafe-path"
  | "network"
  | "unknown";

/** A git command that failed. Its message names the command and the reason only. */
export class GitError extends Error {
  override readonly name = "GitError";
  readonly reason: GitReason;
  /** What git printed, without the credentials it was given; may name private things. */
  readonly stderr: string;

  constructor(command: string, reason: GitReason, stderr: string, options?: ErrorOptions) {
    super(`git ${command} failed: ${reason}`, options);
    this.reason = reason;
    this.stderr = stderr;
  }
}

/** First match wins: a refused login also says "unable to access", which alone means network. */
const signs: readonly (readonly [GitReason, RegExp])[] = [
  ["no-git", /^Error: spawn .* (?:ENOENT|EACCES)/m],
  [
    "disk-full",
    /No space left on device|Disk quota exceeded|File too large|failed to write new configuration file/,
  ],
  ["foreign-owner", /detected dubious ownership/],
  ["unsafe-path", /error: (?:invalid path|affected file '.*' is beyond a symbolic link)/],
  ["ssh-refused", /Permission denied \(publickey|Host key verification failed/],
  [
    "auth-failed",
    /Authentication failed|could not read (?:Username|Password)|returned error: 401|Invalid username or/,
  ],
  [
    "forbidden",
    /returned error: 403|Permission to .* denied|Write access to repository not granted/,
  ],
  [
    "not-found",
    /Repository not found|repository '.*' not found|returned error: (?:404|30\d)|does not appear to be a git repository|couldn't find remote ref|repository '.*' does not exist/,
  ],
  ["rejected", /\[(?:remote )?rejected\]|failed to push some refs/],
  ["lock-held", /Unable to create '.*\.lock': File exists|cannot lock ref/],
  ["not-a-repository", /not a git repository/],
  [
    "network",
    /unable to access|Could not resolve host|Failed to connect|Connection (?:refused|reset|timed out|closed)|Network is unreachable|early EOF|RPC failed|remote end hung up|unexpected disconnect/,
  ],
];

/** Reads git's words in the C locale. */
export function reasonOf(stderr: string): GitReason {
  return signs.find(([, sign]) => sign.test(stderr))?.[0] ?? "unknown";
}
