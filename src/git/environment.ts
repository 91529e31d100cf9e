/** Variables of git that say where the person's configuration is and how servers are reached; the rest is dropped. */
const KEPT =
  /^(?:GIT_SSH|GIT_SSH_COMMAND|GIT_SSH_VARIANT|GIT_SSL_CAINFO|GIT_SSL_CAPATH|GIT_CONFIG_GLOBAL|GIT_CONFIG_SYSTEM|GIT_CONFIG_NOSYSTEM|SSH_ASKPASS)$/i;

const GUARDED = /^(?:GIT_.*|SSH_ASKPASS|EDITOR|VISUAL|PAGER|PREFIX)$/i;

/**
 * The environment of every git process: the ambient one without what would redirect git (GIT_DIR,
 * GIT_INDEX_FILE, …) or open an editor, in the C locale, never asking on a terminal, and never
 * taking a lock to refresh the person's index.
 */
export function gitEnvironment(ambient: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(ambient).flatMap(([name, value]) =>
    value === undefined || (GUARDED.test(name) && !KEPT.test(name)) ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    LANGUAGE: "",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    GIT_OPTIONAL_LOCKS: "0",
  };
}
