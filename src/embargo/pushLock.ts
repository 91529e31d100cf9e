/** Tells our hooks from those that were there before. */
export const OUR_HOOK = "# PSRT Coordinator: ";

export const HOOK_MARK = `${OUR_HOOK}push lock of a private clone`;

/** Name of the hook that was there before, beside ours; it still decides after ours. */
export const CHAINED_HOOK = "pre-push.chained";

/** The push address of the public remote: no transport has that name. */
export const NO_PUSH = "no_push";

const NO_TRANSPORT = "embargoed-push-to-the-private-fork-only";

/** What every other address becomes for a push that asks no hook. */
export const NOWHERE = `${NO_TRANSPORT}::`;

/**
 * git refuses that transport by itself: "transport 'embargoed-push-to-the-private-fork-only' not
 * allowed". Else it would look for a program of that name, whose early end can kill git by SIGPIPE,
 * which VS Code's own git extension takes for a push that went well.
 */
const FORBIDDEN = [`protocol.${NO_TRANSPORT}.allow`, ["never"]] as const;

/** git's longest prefix wins, so these also stand before shorter rules of the person's own. */
const ANYWHERE = ["", "/", "https://", "http://", "ssh://", "git://", "git@", "file://"];

/** A key of git's configuration with all its values, such as a `url.<base>.pushInsteadOf`'s prefixes. */
export type RewriteRule = readonly [key: string, values: readonly string[]];

/** The file beside a clone's configuration that holds the rules. */
export const RULES_FILE = "psrt-push-lock";

/**
 * The second lock, for pushes that ask no hook (`--no-verify`, a hooks folder that is gone): every
 * push address but the fork's is rewritten to nowhere. It can't reach a remote that was given a push
 * address of its own. https://git-scm.com/docs/git-config (pushInsteadOf)
 * @param allowed prefixes of the fork's addresses, as they are spelled.
 * @param project prefixes of the project's, which the person's own rules may know.
 */
export function rewriteRules(
  allowed: readonly string[],
  project: readonly string[],
): readonly RewriteRule[] {
  return [
    ...allowed.map((prefix): RewriteRule => [`url.${prefix}.pushinsteadof`, [prefix]]),
    [`url.${NOWHERE}.pushinsteadof`, [...new Set([...ANYWHERE, ...project])]],
    FORBIDDEN,
  ];
}

/** The rules in the form of git's configuration files. */
export function rewriteFile(rules: readonly RewriteRule[]): string {
  const quote = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
  return rules
    .map(([key, values]) => {
      const [begin, end] = [key.indexOf("."), key.lastIndexOf(".")];
      const lines = values.map((value) => `\t${key.slice(end + 1)} = ${quote(value)}\n`);
      return `[${key.slice(0, begin)} ${quote(key.slice(begin + 1, end))}]\n${lines.join("")}`;
    })
    .join("");
}

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
  return `#!/bin/sh\n${OUR_HOOK}runs a hook of your own\nexec ${shellQuote(path)} "$@"\n`;
}

export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
