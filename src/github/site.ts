import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";

/** The addresses of one GitHub: github.com, or a server that answers under `/api/v3`. */
export interface GitHubSite {
  /** Without a trailing slash. */
  readonly apiUrl: string;
  /** Web pages and git; without a trailing slash. */
  readonly webUrl: string;
  readonly isGitHubCom: boolean;
}

export const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Reads the API address. Only HTTPS passes, since a token travels there; HTTP on this machine only. */
export function parseSite(apiUrl: string): Parsed<GitHubSite> {
  if (!URL.canParse(apiUrl)) return invalid(`“${apiUrl}” is not an address.`);
  const url = new URL(apiUrl);
  if (!isSecure(url)) return invalid("The API address must begin with https://.");
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return invalid("The API address must hold no user name, query or fragment.");
  }
  const path = url.pathname.replace(/\/+$/, "");
  if (url.origin === "https://api.github.com" && path === "") {
    return valid({ apiUrl: url.origin, webUrl: "https://github.com", isGitHubCom: true });
  }
  if (!path.endsWith("/api/v3")) {
    return invalid("The API address of a GitHub server ends in /api/v3.");
  }
  return valid({
    apiUrl: url.origin + path,
    webUrl: url.origin + path.slice(0, -"/api/v3".length),
    isGitHubCom: false,
  });
}

/** Whether what travels there can't be read or changed on its way: HTTPS, or HTTP on this machine. */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}

/** How git reaches GitHub: HTTPS with the person's token, or SSH with their own key. */
export type GitProtocol = "https" | "ssh";

/** The address that git clones a repository from; without credentials. */
export function gitUrl(
  site: GitHubSite,
  repository: RepositoryName,
  protocol: GitProtocol = "https",
): string {
  const path = `${fullName(repository)}.git`;
  return protocol === "ssh"
    ? `git@${new URL(site.webUrl).hostname}:${path}`
    : `${site.webUrl}/${path}`;
}
