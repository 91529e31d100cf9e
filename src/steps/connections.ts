import { HumanError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { Credential } from "../git/credential.ts";
import { Git } from "../git/git.ts";
import { parseSite, type GitHubSite, type GitProtocol } from "../github/site.ts";
import { gitCredential, GitHub, loginOf } from "./gitHub.ts";

interface Person {
  readonly login: string;
  readonly apiUrl: string;
}

/** @throws {HumanError} when another person is signed in by now. */
type TokenFor = (person: Person) => Promise<string>;

/** Keeps one GitHub per person and server, so that what was read conditionally stays known. */
export class Connections {
  readonly #log: Log;
  readonly #protocol: () => GitProtocol;
  #last: GitHub | undefined;
  #git: { readonly key: string; readonly git: Git } | undefined;

  /** @param protocol how git reaches GitHub, asked for at each address. */
  constructor(log: Log, protocol: () => GitProtocol) {
    this.#log = log;
    this.#protocol = protocol;
  }

  /**
   * Undefined while nobody is signed in.
   *
   * @throws {HumanError} for an address that is not GitHub's.
   */
  of(person: Person | undefined, token: TokenFor): GitHub | undefined {
    if (person === undefined) return undefined;
    const site = requireSite(person.apiUrl);
    const { login, apiUrl } = person;
    if (this.#last?.login !== login || this.#last.site.apiUrl !== site.apiUrl) {
      this.#last = new GitHub({
        ...{ site, login, log: this.#log, protocol: this.#protocol },
        token: () => token({ login, apiUrl }),
      });
    }
    return this.#last;
  }

  /** @throws {HumanError} while nobody is signed in. */
  signedIn(person: Person | undefined, token: TokenFor): GitHub {
    const found = this.of(person, token);
    if (found !== undefined) return found;
    throw new HumanError("You are not signed in to GitHub.", "Sign in, then try again.", {
      remedy: "sign-in",
    });
  }

  /** Login of the person whom a token belongs to. @throws {HumanError} */
  async loginOf(apiUrl: string, token: string): Promise<string> {
    const site = requireSite(apiUrl);
    return loginOf({ site, token: () => Promise.resolve(token), log: this.#log });
  }

  /**
   * git, which shows the person's token to the site's own git server only. The same one as long as
   * nothing has changed, since it remembers what it learned of the program.
   */
  git(binary: string, person: Person | undefined, token: TokenFor): Git {
    const key = JSON.stringify([binary, person?.apiUrl, person?.login]);
    if (this.#git?.key === key) return this.#git.git;
    const credentials = async (): Promise<readonly Credential[]> =>
      person === undefined ? [] : [gitCredential(requireSite(person.apiUrl), await token(person))];
    const git = new Git({ binary, credentials });
    this.#git = { key, git };
    return git;
  }
}

function requireSite(apiUrl: string): GitHubSite {
  const site = parseSite(apiUrl);
  if (!site.valid) throw new HumanError(site.reason, "Correct the setting psrt.apiUrl.");
  return site.value;
}
