import * as vscode from "vscode";
import { CancelledError, HumanError, messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { asRecord, asString } from "../base/shape.ts";
import { setContext } from "./contextKeys.ts";
import { settingDefaults } from "./contributions.ts";
import type { Settings } from "./settings.ts";

/** Who is signed in, and by what. */
export interface SignedIn {
  readonly login: string;
  /** VS Code's own GitHub account, or a token kept in the secret storage. */
  readonly by: "account" | "token";
  /** The API that the token is for; it goes nowhere else. */
  readonly apiUrl: string;
}

/**
 * The scopes that other extensions have most likely asked for already, so that no new question
 * comes up; then what we need ourselves. https://docs.github.com/apps/oauth-apps (scopes)
 */
const KNOWN_SCOPES = [
  ["read:user", "user:email", "repo", "workflow"],
  ["read:user", "user:email", "repo"],
  ["repo"],
] as const;

/** Set by signing out: VS Code's account is not taken up by itself any more. */
const ACCOUNT_UNWANTED = "psrt.accountUnwanted";

const TOKEN = /^[\x21-\x7e]{8,512}$/;

interface StoredToken {
  readonly token: string;
  readonly login: string;
}

/** The one owner of tokens. Nothing here asks the person unless a command of theirs began it. */
export class Session implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #memento: vscode.Memento;
  readonly #settings: Settings;
  readonly #loginOf: (apiUrl: string, token: string) => Promise<string>;
  readonly #log: Log;
  readonly #change = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable[];
  #current: SignedIn | undefined;
  #restoring: Promise<void> = Promise.resolve();

  readonly onDidChange = this.#change.event;

  constructor(
    { secrets, globalState }: Pick<vscode.ExtensionContext, "secrets" | "globalState">,
    settings: Settings,
    loginOf: (apiUrl: string, token: string) => Promise<string>,
    log: Log,
  ) {
    this.#secrets = secrets;
    this.#memento = globalState;
    this.#settings = settings;
    this.#loginOf = loginOf;
    this.#log = log;
    this.#listeners = [
      secrets.onDidChange(({ key }) => {
        if (key === secretName(settings.apiUrl)) void this.restore();
      }),
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (provider.id === "github" && this.#takesAccount()) void this.restore();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("psrt.apiUrl")) void this.restore();
      }),
    ];
  }

  get current(): SignedIn | undefined {
    return this.#current;
  }

  /** Takes up what is known from before, silently and without the network. */
  restore(): Promise<void> {
    this.#restoring = this.#restoring.then(() => this.#restore());
    return this.#restoring;
  }

  /** Asks VS Code for the person's GitHub account. */
  async signIn(): Promise<void> {
    if (!this.#takesAccount()) {
      throw new HumanError(
        "VS Code's GitHub account is for github.com, and psrt.apiUrl names another server.",
        "Use “PSRT: Sign In with a Token”.",
      );
    }
    const account = (await silentAccount()) ?? (await askAccount());
    await this.#forgetToken();
    await this.#memento.update(ACCOUNT_UNWANTED, undefined);
    const { apiUrl } = this.#settings;
    this.#become({ login: account.account.label, by: "account", apiUrl }, "renewed");
  }

  /**
   * Checks a token with GitHub, then keeps it in the secret storage.
   *
   * @throws {HumanError} when GitHub does not accept it; whoever was signed in stays so.
   */
  async signInWithToken(token: string): Promise<void> {
    const { apiUrl } = this.#settings;
    if (!TOKEN.test(token)) {
      throw new HumanError("That is not a token.", "Paste the whole token, without blanks.");
    }
    const login = await this.#loginOf(apiUrl, token);
    const stored: StoredToken = { token, login };
    await this.#secrets.store(secretName(apiUrl), JSON.stringify(stored));
    this.#become({ login, by: "token", apiUrl }, "renewed");
  }

  /** Forgets our token. VS Code's own account stays signed in, but is not used until asked again. */
  async signOut(): Promise<void> {
    await this.#memento.update(ACCOUNT_UNWANTED, true);
    await this.#forgetToken();
    this.#become(undefined);
  }

  /**
   * What was begun as one person never goes on as another, whoever signs in meanwhile and where.
   *
   * @throws {HumanError} when that person is not signed in there any more.
   */
  async token({ login, apiUrl }: Pick<SignedIn, "login" | "apiUrl">): Promise<string> {
    const current = this.#current;
    const found = current?.apiUrl === apiUrl ? await this.#tokenOf(current.by, apiUrl) : undefined;
    if (found === undefined) {
      throw new HumanError("You are not signed in to GitHub.", "Sign in, then try again.", {
        remedy: "sign-in",
      });
    }
    if (found.login !== login) {
      throw new HumanError(
        `This was begun as ${login}, and ${found.login} is signed in now.`,
        "Begin it again, or sign in as before.",
      );
    }
    return found.token;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#change.dispose();
  }

  async #restore(): Promise<void> {
    const { apiUrl } = this.#settings;
    try {
      const stored = await this.#storedToken(apiUrl);
      if (stored !== undefined) {
        this.#become({ login: stored.login, by: "token", apiUrl });
        return;
      }
      const wanted = this.#takesAccount() && this.#memento.get(ACCOUNT_UNWANTED) !== true;
      const account = wanted ? await silentAccount() : undefined;
      this.#become(account && { login: account.account.label, by: "account", apiUrl });
    } catch (error) {
      this.#log.error("The session could not be restored", error);
      this.#become(undefined);
    }
  }

  /** @param how "renewed" when the person signed in: the same login may see more now. */
  #become(next: SignedIn | undefined, how?: "renewed"): void {
    const before = this.#current;
    this.#current = next;
    setContext("psrt.session", next === undefined ? "signedOut" : "signedIn");
    if (
      how === "renewed" ||
      before?.login !== next?.login ||
      before?.apiUrl !== next?.apiUrl ||
      before?.by !== next?.by
    ) {
      this.#change.fire();
    }
  }

  #takesAccount(): boolean {
    return this.#settings.apiUrl === settingDefaults["psrt.apiUrl"];
  }

  async #tokenOf(by: SignedIn["by"], apiUrl: string): Promise<StoredToken | undefined> {
    if (by === "token") return this.#storedToken(apiUrl);
    const account = await silentAccount();
    return account && { token: account.accessToken, login: account.account.label };
  }

  async #storedToken(apiUrl: string): Promise<StoredToken | undefined> {
    const text = await this.#secrets.get(secretName(apiUrl));
    if (text === undefined) return undefined;
    try {
      const data = asRecord(JSON.parse(text));
      const token = asString(data?.["token"]);
      const login = asString(data?.["login"]);
      return token === undefined || login === undefined ? undefined : { token, login };
    } catch {
      return undefined;
    }
  }

  async #forgetToken(): Promise<void> {
    await this.#secrets.delete(secretName(this.#settings.apiUrl));
  }
}

function secretName(apiUrl: string): string {
  return `psrt.token ${apiUrl}`;
}

async function silentAccount(): Promise<vscode.AuthenticationSession | undefined> {
  for (const scopes of KNOWN_SCOPES) {
    const session = await vscode.authentication.getSession("github", scopes, { silent: true });
    if (session !== undefined) return session;
  }
  return undefined;
}

/** @throws {CancelledError} @throws {HumanError} */
async function askAccount(): Promise<vscode.AuthenticationSession> {
  try {
    return await vscode.authentication.getSession("github", ["repo"], { createIfNone: true });
  } catch (error) {
    // VS Code has no error class for a no: "User did not consent to login.", "Cancelled".
    if (/consent|cancel/i.test(messageOf(error))) throw new CancelledError();
    throw new HumanError(
      "VS Code could not sign in to GitHub.",
      "Try again, or use “PSRT: Sign In with a Token”.",
      { cause: error },
    );
  }
}

/** Asks for a token in a masked box. @throws {CancelledError} */
export async function askToken(apiUrl: string): Promise<string> {
  const token = await vscode.window.showInputBox({
    title: "PSRT: Sign In with a Token",
    prompt: `A personal access token (classic) with the scope “repo”, for ${apiUrl}. It is kept in VS Code's secret storage.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === "" || TOKEN.test(text.trim()) ? undefined : "A token has no blanks.",
  });
  if (token === undefined || token === "") throw new CancelledError();
  return token.trim();
}
