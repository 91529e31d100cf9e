type Environment = Readonly<Record<string, string | undefined>>;

/**
 * npm's settings about where and how it reaches its registry. The others that an outer `npm run`
 * hands down (prefix, omit, dry-run, ...) describe that run and would bend ours.
 */
const npmNetwork =
  /^npm_config_(registry|cache|userconfig|globalconfig|proxy|https?_proxy|noproxy|ca|cafile|strict_ssl)$/i;

/** Belongs to the program that started us: a debugger, an editor's terminal, an outer npm. */
const foreign = /^(npm_|NODE_OPTIONS$|NODE_ENV$|VSCODE_|ELECTRON_|INIT_CWD$)/i;

/** The environment of a child that must not notice what started us. */
export function cleanEnvironment(
  extra: Environment = {},
  environment: Environment = process.env,
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    ([name]) => npmNetwork.test(name) || !foreign.test(name),
  );
  const entries = [...kept, ...Object.entries(extra)];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
