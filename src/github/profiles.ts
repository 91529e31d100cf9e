import { asRecord, asString } from "../base/shape.ts";
import type { GitHubClient } from "./client.ts";
import { ConditionalReads } from "./conditionalReads.ts";
import { GitHubError } from "./gitHubError.ts";

export interface Profile {
  readonly name: string | null;
  /** Null unless the person shows it to everybody. */
  readonly email: string | null;
}

/** What people tell of themselves on GitHub. */
export class Profiles {
  readonly #profiles: ConditionalReads<Profile>;

  constructor(client: GitHubClient) {
    this.#profiles = new ConditionalReads(client, toProfile);
  }

  /**
   * Null where there is no such person any more.
   *
   * @throws {GitHubError}
   */
  async read(login: string, signal?: AbortSignal): Promise<Profile | null> {
    try {
      const url = `/users/${encodeURIComponent(login)}`;
      return await this.#profiles.read(url, `read the profile of ${login}`, signal);
    } catch (error) {
      if (error instanceof GitHubError && error.reason === "not-found") return null;
      throw error;
    }
  }

  /**
   * The name on a person's profile; null where there is none, or no such person any more.
   *
   * @throws {GitHubError}
   */
  async name(login: string, signal?: AbortSignal): Promise<string | null> {
    return (await this.read(login, signal))?.name ?? null;
  }
}

function toProfile(value: unknown): Profile | undefined {
  const data = asRecord(value);
  if (asString(data?.["login"]) === undefined) return undefined;
  return { name: said(data?.["name"]), email: said(data?.["email"]) };
}

function said(value: unknown): string | null {
  const text = asString(value)?.trim() ?? "";
  return text === "" ? null : text;
}
