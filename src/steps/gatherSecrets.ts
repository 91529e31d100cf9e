import { HumanError, isCancellation, messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { hiddenReporter, secretsOf, type Person, type Secrets } from "../embargo/secrets.ts";
import { GitHubError } from "../github/gitHubError.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { GitHub } from "./gitHub.ts";
import type { Records } from "./ports.ts";

export interface GatherSecretsPorts {
  readonly gitHub: Pick<GitHub, "advisories" | "branches" | "comments" | "profiles" | "pulls">;
  readonly records: Pick<Records, "read">;
  readonly log: Log;
  /** Absolute paths of this machine that say whose it is: home, where private clones go. */
  readonly paths: readonly string[];
}

/** What the gate has to know. */
export type SecretPart =
  "ticket" | "reporter" | "comments" | "private-branches" | "private-pulls" | "private-commits";

/** A part that could not be read, so that nothing was searched for it. */
export interface UnreadPart {
  readonly part: SecretPart;
  /** A sentence. */
  readonly why: string;
  /** What kind of failure it was, whatever the sentence says of this one. */
  readonly cause: string;
}

export interface GatheredSecrets {
  readonly secrets: Secrets;
  readonly unread: readonly UnreadPart[];
}

/** Collects a ticket's secrets; the one way to them. @throws {HumanError} @throws {CancelledError} */
export type SecretsOf = (ticket: Ticket, signal?: AbortSignal) => Promise<GatheredSecrets>;

/**
 * All that is known of a ticket and must not leave: what GitHub holds of it, and this machine's
 * paths. What can't be read is named; reads are conditional.
 *
 * @param known The ticket as it was read some time ago: since then it may have got a CVE id, a
 * private fork, another text.
 * @throws {CancelledError}
 */
export async function gatherSecrets(
  ports: GatherSecretsPorts,
  known: Ticket,
  signal?: AbortSignal,
): Promise<GatheredSecrets> {
  const { advisories, branches, comments, pulls } = ports.gitHub;
  const unread: UnreadPart[] = [];
  const part = <T>(name: SecretPart, work: () => Promise<T>, nothing: T): Promise<T> =>
    work().catch((error: unknown) => {
      if (isCancellation(error)) throw error;
      if (!(error instanceof HumanError)) ports.log.error("Gathering secrets failed", error);
      unread.push({ part: name, why: messageOf(error), cause: causeOf(error) });
      return nothing;
    });
  const ticket = await part<Ticket>("ticket", () => advisories.get(known, signal), known);
  const { repository, privateFork } = ticket;
  const ofFork = <T>(read: (fork: RepositoryName) => Promise<readonly T[]>) =>
    privateFork === null ? Promise.resolve([]) : read(privateFork);
  const privatePulls = part("private-pulls", () => ofFork((fork) => pulls.texts(fork, signal)), []);
  const messagesOf = async (fork: RepositoryName): Promise<readonly string[]> => {
    const numbers = (await privatePulls).map(({ number }) => number);
    return (await Promise.all(numbers.map((each) => pulls.messages(fork, each, signal)))).flat();
  };
  const [{ privateClone }, people, said, privateBranches, publicBranches, texts, messages] =
    await Promise.all([
      ports.records.read(ticket),
      part("reporter", () => peopleOf(ports, ticket, signal), fallbackPeople(ticket)),
      part("comments", () => commentsOf(comments, ticket, signal), []),
      part("private-branches", () => ofFork((fork) => branches.names(fork, signal)), []),
      // Without the project's list every branch of the fork counts as private.
      ofFork(() => branches.names(repository, signal)).catch((error: unknown) => {
        if (isCancellation(error)) throw error;
        return [];
      }),
      privatePulls,
      part("private-commits", () => ofFork(messagesOf), []),
    ]);
  const projects = new Set(publicBranches);
  const secrets = secretsOf(ticket, {
    // The record of a published advisory's id is published, too.
    ...(ticket.state === "published" && { cveId: null }),
    people,
    texts: [
      known.description,
      ...said,
      ...texts.map(({ body }) => body),
      ...messages.map(withoutTrailers),
    ],
    titles: [known.title, ...texts.map(({ title }) => title)],
    branches: privateBranches.filter((name) => !projects.has(name)),
    paths: [...ports.paths, ...(privateClone === undefined ? [] : [privateClone])],
  });
  unread.sort((a, b) => (a.part < b.part ? -1 : 1));
  return { secrets, unread };
}

function causeOf(error: unknown): string {
  if (error instanceof GitHubError) return error.reason;
  return error instanceof HumanError ? "not-told" : "failure";
}

/** Who made a commit with whom is named in the public one on a yes. */
function withoutTrailers(message: string): string {
  return message.replace(/^[A-Za-z-]+-by: .*$/gm, "");
}

/** The reporter as they may be named, unless they may. */
async function peopleOf(
  { gitHub: { profiles } }: GatherSecretsPorts,
  ticket: Ticket,
  signal: AbortSignal | undefined,
): Promise<readonly Person[]> {
  if (ticket.author === null) {
    throw new HumanError(
      "GitHub does not tell who reported it.",
      "Search for their name yourself.",
    );
  }
  const login = hiddenReporter(ticket);
  if (login === undefined) return [];
  const profile = await profiles.read(login, signal);
  const { name, email } = profile ?? { name: null, email: null };
  return [{ login, ...(name !== null && { name }), ...(email !== null && { email }) }];
}

function fallbackPeople(ticket: Ticket): readonly Person[] {
  const login = hiddenReporter(ticket);
  return login === undefined ? [] : [{ login }];
}

async function commentsOf(
  comments: GatherSecretsPorts["gitHub"]["comments"],
  ticket: Ticket,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const all = await comments.list(ticket, undefined, signal);
  if (all === undefined) {
    throw new HumanError(
      "GitHub does not show the ticket's comments.",
      "Read them in the browser.",
    );
  }
  return all.map(({ body }) => body);
}
