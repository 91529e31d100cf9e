/** A token that git may show to one origin. */
export interface Credential {
  /** "https://github.com": scheme, host and port of the addresses it is for. */
  readonly origin: string;
  readonly token: string;
}

/** A git configuration entry: key and value. */
export type ConfigEntry = readonly [key: string, value: string];

/**
 * The entries that send the token to its origin, and to no other: git would take the header along to
 * wherever the origin redirects it.
 */
export function credentialEntries({ origin, token }: Credential): readonly ConfigEntry[] {
  return [
    [`http.${origin}/.extraheader`, `Authorization: Basic ${basic(token)}`],
    [`http.${origin}/.followredirects`, "false"],
  ];
}

/**
 * Configuration for a child process by environment: it is in no file and no argument list.
 * https://git-scm.com/docs/git-config#ENVIRONMENT
 */
export function configEnvironment(entries: readonly ConfigEntry[]): Record<string, string> {
  const environment: Record<string, string> = { GIT_CONFIG_COUNT: String(entries.length) };
  entries.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return environment;
}

/** The text without the tokens, in the clear or as git sends them. */
export function redact(text: string, credentials: readonly Credential[]): string {
  return credentials.reduce(
    (rest, { token }) =>
      token === "" ? rest : rest.replaceAll(token, "***").replaceAll(basic(token), "***"),
    // "fatal: unable to access 'https://user:secret@host/'"
    text.replace(/(\w:\/\/)[^/\s@']+@/g, "$1***@"),
  );
}

function basic(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString("base64");
}
