/** One request that came in, as it was answered. */
export interface RequestRecord {
  readonly method: string;
  /** On the wire, without query: "/api/v3/user", "/python/cpython.git/info/refs". */
  readonly path: string;
  readonly query: string;
  /** What the client said; tokens are left out. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON bodies as parsed; undefined for git and for requests without one. */
  readonly body: unknown;
  /** Whose token it was. */
  login: string | null;
  /** 0 while it is not answered, or when the connection was cut. */
  status: number;
  /** True when no route knows it: a client's mistake, or a gap of the sandbox. */
  unknown: boolean;
  /** The refs that a git push asked to change. */
  pushed: readonly string[];
}

const KEPT = [
  ...["accept", "content-type", "if-none-match", "user-agent", "x-github-api-version"],
  "git-protocol",
];

export function keptHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value] as const] : [];
    }),
  );
}
