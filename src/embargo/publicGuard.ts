import { CHAINED_HOOK, OUR_HOOK, shellQuote } from "./pushLock.ts";

export const GUARD_MARK = `${OUR_HOOK}guard of a public clone`;

/**
 * How a change is printed to be compared with others: nothing of the person's configuration may make
 * it look different.
 */
export const COMPARABLE = [
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--no-renames",
  "--full-index",
  "--unified=3",
  "--diff-algorithm=myers",
  "--no-indent-heuristic",
  "--src-prefix=a/",
  "--dst-prefix=b/",
] as const;

/** Where a private clone has private commits, besides its HEAD. */
export const PRIVATE_REFS = ["refs/heads/", "refs/remotes/origin/", "refs/psrt/pull/"] as const;

/** Where it has the project's branches. */
export const PROJECT_REFS = "refs/remotes/upstream/";

/** The fork's copies of these stand in for those that it lacks; an extended regular expression. */
export const PROJECT_BRANCH = "main|[0-9]+\\.[0-9]+";

/** The word before a clone's path in the list. */
export const CLONE = "clone";

/**
 * A pre-push hook that refuses a push which brings a change of an embargoed ticket, file by file and
 * by patch id, so that another message, author or place in the file makes no difference. What is on
 * a public remote already is not looked at. Plain POSIX sh. https://git-scm.com/docs/git-patch-id
 *
 * Private clones are asked at the push itself, so that nothing is missed while no editor runs: each
 * commit, and each branch as a whole, in case its commits were put together.
 * @param list absolute path of the file with lines "<patch id> <ticket>" and "clone <ticket> <path>"; a ticket is two words. Without it nothing is refused.
 */
export function guardHook(list: string): string {
  const compare = COMPARABLE.join(" ");
  const globs = PRIVATE_REFS.map((prefix) => `--glob=${prefix}`).join(" ");
  return `#!/bin/sh
${GUARD_MARK}
# Changes of embargoed tickets stay here until the ticket is released to go public.
list=${shellQuote(forwardSlashes(list))}
chained="$(dirname "$0")/${CHAINED_HOOK}"
input=$(cat)
known=
for remote in $(git remote); do
  # Only what is on a public remote is public.
  case $(git config --get "remote.$remote.url") in
  *-ghsa-*) ;;
  *) known="$known --remotes=$remote" ;;
  esac
done

# "<patch id> <commit>" for each file's change of the printed commits.
ids() {
  awk '/^commit / { id = $2; next } /^diff --git / { print "commit " id } { print }' |
    git patch-id --stable
}

pushed() {
  printf '%s\\n' "$input" | while read -r _ commit _ _; do
    case $commit in
    (*[!0]*) git log --format='commit %H' --patch ${compare} "$commit" --not $known ;;
    esac
  done
}

# What a private clone holds by now.
private() (
  unset $(git rev-parse --local-env-vars)
  cd "$1" || exit 1
  export GIT_DIR=.git
  public=$(git for-each-ref --format='%(refname)' ${PROJECT_REFS})
  for name in $(git for-each-ref --format='%(refname:lstrip=3)' refs/remotes/origin/ |
    grep -Ex '${PROJECT_BRANCH}'); do
    git show-ref --quiet --verify "${PROJECT_REFS}$name" || public="$public refs/remotes/origin/$name"
  done
  [ -n "$public" ] || exit 1
  every="${globs} HEAD --not $public"
  git log --format='commit %H' --patch ${compare} $every || exit 1
  {
    { git for-each-ref --format='%(objectname)' ${PRIVATE_REFS.join(" ")}; git rev-parse HEAD; } | sort -u
    git rev-list $every
  } | sort | uniq -d | while read -r tip; do
    base=$(git merge-base "$tip" $public) || continue
    echo "commit $tip"
    git diff ${compare} "$base" "$tip" || exit 1
  done
)

held() {
  cat "$list"
  while read -r word _ _ clone; do
    if [ "$word" != ${CLONE} ] || [ ! -e "$clone/.git" ]; then continue; fi
    {
      private "$clone" || {
        echo "git can't read $clone, so what is embargoed there is not known." >&2
        echo unread >&3
      }
    } | ids
  done <"$list" 3>&1
}

if [ -s "$list" ]; then
  found=$(
    { held; echo; pushed | ids; } | awk '
      NF == 0 { isPushed = 1; next }
      !isPushed { secret[$1] = 1; next }
      $1 in secret { found[substr($2, 1, 12)] = 1 }
      END { if ("unread" in secret) print "unread"; for (commit in found) print commit }'
  )
  case $found in
  '') ;;
  *unread*)
    echo "Refused: repair that private clone. Without it, what was known of it stays held back." >&2
    exit 1
    ;;
  *)
    echo "Refused: these commits bring a change of an embargoed ticket:" $found >&2
    echo "PSRT Coordinator lets it pass when the ticket is released to go public." >&2
    exit 1
    ;;
  esac
fi
if [ -x "$chained" ]; then
  printf '%s\\n' "$input" | "$chained" "$@"
  exit $?
fi
exit 0
`;
}

/** A path of Windows as its sh takes it. */
export function forwardSlashes(path: string): string {
  return /^(?:[a-z]:)?\\/i.test(path) ? path.replaceAll("\\", "/") : path;
}
