/** "advisory-fix-1": the branch of a fix in the private fork, as the handbook names it. */
const FIX_BRANCH = /^advisory-fix-(\d{1,6})$/;

/** One more than the highest that was ever used, so that a name never means two things. */
export function nextFixBranch(names: readonly string[]): string {
  const numbers = names.map((name) => Number(FIX_BRANCH.exec(name)?.[1] ?? 0));
  return `advisory-fix-${Math.max(0, ...numbers) + 1}`;
}

export function isFixBranch(name: string): boolean {
  return FIX_BRANCH.test(name);
}
