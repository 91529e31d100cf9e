/** Where things are on this sandbox. */
export interface Links {
  /** The web and git origin, without a final slash. */
  readonly web: string;
  /** The root of the REST API. */
  readonly api: string;
}

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** Opaque to clients; GitHub's is base64 too. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString("base64");
}
