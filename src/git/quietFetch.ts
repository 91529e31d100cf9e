/** Leaves tags, FETCH_HEAD, submodules and housekeeping alone. */
export const QUIET_FETCH = [
  "--no-tags",
  "--no-prune",
  "--no-prune-tags",
  "--no-write-fetch-head",
  "--no-auto-maintenance",
  "--recurse-submodules=no",
] as const;
