/** Tells our hook from one that was there before. */
export const HOOK_MARK = "# PSRT Coordinator: push lock of a private clone";

/** Name of the hook that was there before, beside ours; it still decides after ours. */
export const CHAINED_HOOK = "pre-push.chained";

/** The push address of the public remote: no transport has that name. */
export const NO_PUSH = "no_push";

/** The configuration that makes the fork the only place a plain `git push` goes to. */
export function pushPolicy(fork: string, upstream: string): readonly (readonly [string, string])[] {
  return [
    ["remote.origin.url", fork],
    ["remote.origin.pushurl", fork],
    ["remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"],
    ["remote.upstream.url", upstream],
    ["remote.upstream.pushurl", NO_PUSH],
    ["remote.upstream.fetch", "+refs/heads/*:refs/remotes/upstream/*"],
    ["remote.pushdefault", "origin"],
    ["push.default", "current"],
  ];
}

/**
 * A pre-push hook that refuses every address but the fork's, whatever the remote is called: git
 * passes the address it really pushes to, after all rewriting. Plain POSIX sh, as Git for Windows
 * brings it. https://git-scm.com/docs/githooks#_pre_push
 * @param allowed the fork's addresses, lower case, without ".git" and user name; a local path as it
 * is.
 */
export function pushLockHook(allowed: readonly string[]): string {
  return `#!/bin/sh
${HOOK_MARK}
# Only the private fork may be pushed to from here.
plain=\${2%/}
plain=\${plain%.git}
case $plain in
*://*)
  scheme=\${plain%%://*}
  rest=\${plain#*://}
  host=\${rest%%/*}
  plain="$scheme://\${host##*@}\${rest#"$host"}"
  ;;
esac
lower=$(printf '%s' "$plain" | tr '[:upper:]' '[:lower:]')
for allowed in ${allowed.map(shellQuote).join(" ")}; do
  # A local path is the same only when spelled alike.
  case $allowed in
  *:*) seen=$lower ;;
  *) seen=$plain ;;
  esac
  if [ "$seen" = "$allowed" ]; then
    chained="$(dirname "$0")/${CHAINED_HOOK}"
    if [ -x "$chained" ]; then exec "$chained" "$@"; fi
    exit 0
  fi
done
echo "Refused: this clone holds an embargoed fix. It may be pushed to its private fork only." >&2
exit 1
`;
}

/** A hook that runs the person's own one from their hooks folder, which the lock stands before. */
export function forwardingHook(path: string): string {
  return `#!/bin/sh\n${HOOK_MARK}\nexec ${shellQuote(path)} "$@"\n`;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
