const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?(?:_[A-Za-z0-9]+)?$/;

/** GitHub's logins are the same in any letter case. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** A login as it is, or as people write it ("@name"); undefined for anything else. */
export function parseLogin(text: string): string | undefined {
  const login = text.trim().replace(/^@/, "");
  return LOGIN.test(login) ? login : undefined;
}
