import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Viewer } from "./access.ts";

export type Identity =
  { readonly kind: "known"; readonly viewer: Viewer } | { readonly kind: "bad credentials" };

/** Who a token belongs to. */
export class Tokens {
  readonly #logins = new Map<string, string>();

  /** A new token each time; all of a person's tokens work until they are revoked. */
  issue(login: string): string {
    const token = `gho_${randomBytes(27).toString("base64url").replace(/[-_]/g, "x")}`;
    this.#logins.set(token, login);
    return token;
  }

  revoke(login: string): void {
    for (const [token, owner] of this.#logins) {
      if (owner.toLowerCase() === login.toLowerCase()) this.#logins.delete(token);
    }
  }

  /**
   * Reads "Bearer", "token" and "Basic" credentials; in the last the token is the password, or the
   * user name when there is no password (docs.github.com, "Authenticating to the REST API").
   */
  identify({ authorization }: IncomingHttpHeaders): Identity {
    if (authorization === undefined) return { kind: "known", viewer: null };
    const [scheme = "", value = ""] = authorization.split(" ");
    const basic = scheme.toLowerCase() === "basic";
    const [user = "", password = ""] = Buffer.from(value, "base64").toString().split(":");
    const token = basic ? password || user : value;
    const login = this.#logins.get(token);
    return login === undefined ? { kind: "bad credentials" } : { kind: "known", viewer: login };
  }
}
