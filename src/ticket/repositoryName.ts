import { invalid, valid, type Parsed } from "../base/parsed.ts";

/** A repository on GitHub, spelled as GitHub spells it; compare with `sameRepository`. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/;
const REPO = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** Reads "owner/repo". Only names that are safe in a URL path and a folder name pass. */
export function parseRepositoryName(text: string): Parsed<RepositoryName> {
  const [owner = "", repo = "", ...rest] = text.split("/");
  if (rest.length > 0 || !OWNER.test(owner) || !REPO.test(repo) || repo.endsWith(".git")) {
    return invalid(`“${text.slice(0, 80)}” is not a repository name of the form owner/repository.`);
  }
  return valid({ owner, repo });
}

/** "owner/repo". */
export function fullName({ owner, repo }: RepositoryName): string {
  return `${owner}/${repo}`;
}

/** GitHub's names are the same in any letter case. */
export function sameRepository(a: RepositoryName, b: RepositoryName): boolean {
  return fullName(a).toLowerCase() === fullName(b).toLowerCase();
}
