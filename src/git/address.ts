/** Where a repository is, whatever the protocol. */
interface Place {
  /** Lower case, with the port if one is given. */
  readonly host: string;
  /** Lower case, "owner/repo" without ".git". */
  readonly path: string;
}

/**
 * Whether two addresses name the same repository: https, ssh, git@host:path, any letter case, with
 * or without ".git". Local paths are the same only when spelled alike.
 */
export function sameAddress(a: string, b: string): boolean {
  const [one, other] = [placeOf(a), placeOf(b)];
  if (one === null || other === null) return bare(a) === bare(b);
  return one.host === other.host && one.path === other.path;
}

/**
 * Every spelling of an address that pushes to the same repository, lower case, without ".git" and
 * user name; a local path alone stands for itself.
 */
export function spellingsOf(address: string): readonly string[] {
  const place = placeOf(address);
  if (place === null) return [bare(address)];
  const { host, path } = place;
  const web = [`https://${host}/${path}`];
  if (/^http:/i.test(address)) return [...web, `http://${host}/${path}`];
  return host.includes(":") ? web : [...web, `ssh://${host}/${path}`, `git@${host}:${path}`];
}

function placeOf(address: string): Place | null {
  // "https://user@github.com:443/Python/CPython.git/", "ssh://git@github.com/python/cpython"
  const url = /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/]+)\/+(.+)$/i.exec(address);
  // "git@github.com:python/cpython.git", "github.com:python/cpython"; not "C:\folder"
  const scp = /^(?:[^/@:]+@)?([^/@:\\]{2,}):(?!\/\/)\/*([^\\]+)$/.exec(address);
  const [, host, path] = url ?? scp ?? [];
  if (host === undefined || path === undefined) return null;
  return {
    host: host.toLowerCase().replace(/:(?:443|22)$/, ""),
    path: bare(path).toLowerCase(),
  };
}

function bare(path: string): string {
  return path.replace(/\/+$/, "").replace(/\.git$/i, "");
}
