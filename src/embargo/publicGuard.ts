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

/**
 * A pre-push hook that refuses a push which brings a change of an embargoed ticket, file by file and
 * by patch id, so that another message, author or place in the file makes no difference. What is on
 * a public remote already is not looked at. Plain POSIX sh. https://git-scm.com/docs/git-patch-id
 * @param list absolute path of the file with the patch ids, one at the start of each line; without it nothing is refused.
 */
export function guardHook(list: string): string {
  return `#!/bin/sh
${GUARD_MARK}
# Changes of embargoed tickets stay here until the ticket is released to go public.
list=${shellQuote(list.replaceAll("\\\\", "/"))}
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
if [ -s "$list" ]; then
  found=$(
    printf '%s\\n' "$input" | while read -r _ commit _ _; do
      case $commit in
      (*[!0]*) ;;
      (*) continue ;;
      esac
      git log --format='commit %H' --patch ${COMPARABLE.join(" ")} "$commit" --not $known
    done |
      awk '/^commit / { id = $2; next } /^diff --git / { print "commit " id } { print }' |
      git patch-id --stable |
      awk 'NR == FNR { secret[$1] = 1; next } $1 in secret { print substr($2, 1, 12) }' "$list" - |
      sort -u
  )
  if [ -n "$found" ]; then
    echo "Refused: these commits bring a change of an embargoed ticket:" $found >&2
    echo "PSRT Coordinator lets it pass when the ticket is released to go public." >&2
    exit 1
  fi
fi
if [ -x "$chained" ]; then
  printf '%s\\n' "$input" | "$chained" "$@"
  exit $?
fi
exit 0
`;
}
