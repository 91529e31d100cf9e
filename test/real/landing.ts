import { HumanError } from "../../src/base/errors.ts";
import { Advisories } from "../../src/github/advisories.ts";
import { Pulls } from "../../src/github/pulls.ts";
import { gitUrl } from "../../src/github/site.ts";
import { applyPatch, type AppliedPatch } from "../../src/steps/applyPatch.ts";
import type { NewsEntry } from "../../src/steps/newsEntry.ts";
import { secretsOf } from "../../src/embargo/secrets.ts";
import type { SecretsOf } from "../../src/steps/gatherSecrets.ts";
import type { Records } from "../../src/steps/ports.ts";
import { makeBlurb } from "../../src/text/blurb.ts";
import { projectOf, type Project } from "../../src/ticket/project.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import type { RepositoryName } from "../../src/ticket/repositoryName.ts";
import type { TicketRecord } from "../../src/ticket/record.ts";
import { ticketKey, type Ticket } from "../../src/ticket/ticket.ts";
import { fullNameOf } from "../sandbox/model.ts";
import { people } from "../sandbox/scenarios/people.ts";
import type { RealWorld } from "./realWorld.ts";
import type { SecurityPatch } from "./securityPatches.ts";

/** How many merges a private branch may lie behind the project. */
const BEHIND = 2;

export interface Landed {
  readonly applied: AppliedPatch;
  readonly news: NewsEntry | "keep";
  /** The private branch had to be brought up to date first. */
  readonly conflict: boolean;
}

/** Each patch as a ticket of its own, from its private pull request to a public branch. */
export class Landing {
  readonly #world: RealWorld;
  readonly #advisories: Advisories;
  readonly #pulls: Pulls;
  readonly #records = new MemoryRecords();

  constructor(world: RealWorld) {
    this.#world = world;
    this.#advisories = new Advisories(world.client);
    this.#pulls = new Pulls(world.client);
  }

  /** @throws {HumanError} when the extension's step refuses the patch on today's main too. */
  async land(patch: SecurityPatch): Promise<Landed> {
    const fork = await this.#openTicket(patch);
    try {
      return { ...(await this.#apply(patch, fork)), conflict: false };
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      // What the step advises: bring the private branch up to date, then try again.
      await this.#pushPrivate(patch, fork.name, 0);
      return { ...(await this.#apply(patch, fork)), conflict: true };
    }
  }

  /** An advisory with its fork and a pull request in it. */
  async #openTicket(patch: SecurityPatch): Promise<{ name: string; ghsaId: string }> {
    const { state } = this.#world.sandbox;
    const { ghsaId } = state.addAdvisory({
      repository: "python/cpython",
      summary: "Something can be made to misbehave",
      description: "As Debian's security team reported.",
      state: "draft",
      author: people.reporter,
      credits: [{ login: people.member, type: "coordinator" }],
      collaborators: [people.member],
    });
    const name = fullNameOf(await state.createPrivateFork(ghsaId));
    await this.#pushPrivate(patch, name, BEHIND);
    await state.openPull({ repository: name, branch: "fix", title: "Fix", author: people.member });
    return { name, ghsaId };
  }

  async #pushPrivate(patch: SecurityPatch, fork: string, behind: number): Promise<void> {
    const { main, sandbox, folder } = this.#world;
    const commit = await main.privateCommit(patch, { behind, index: `${folder}/private-index` });
    await sandbox.state.git.text(fork, ["update-ref", "refs/heads/fix", commit]);
    await sandbox.state.syncPulls(fork);
  }

  async #apply(
    patch: SecurityPatch,
    { ghsaId }: { readonly ghsaId: string },
  ): Promise<Omit<Landed, "conflict">> {
    const { client, git, storage, publicClone } = this.#world;
    const project = cpython();
    const ticket = await this.#advisories.get({ repository: project.repository, ghsaId });
    const [name, pullRequest] = await this.#privatePull(ticket);
    const news = newsFor(patch);
    const applied = await applyPatch(
      { git, source: this.#pulls, records: this.#records, secrets: advisorySecrets, storage },
      {
        ticket,
        project,
        pullRequest,
        fork: { name, address: gitUrl(client.site, name) },
        upstream: gitUrl(client.site, project.repository),
        publicClone: publicClone.folder,
        branch: `gh-${patch.issue}`,
        message: `gh-${patch.issue}: ${title(patch)}`,
        news,
        ...(patch.author === undefined ? {} : { author: patch.author }),
      },
    );
    return { applied, news };
  }

  async #privatePull({ privateFork }: Ticket): Promise<[RepositoryName, PullRequest]> {
    if (privateFork === null) throw new Error("The advisory shows no private fork.");
    const [pullRequest] = await this.#pulls.list(privateFork);
    if (pullRequest === undefined) throw new Error("The private fork shows no pull request.");
    return [privateFork, pullRequest];
  }
}

/** Debian's patches are public: only the advisory is to be kept. */
const advisorySecrets: SecretsOf = (ticket) =>
  Promise.resolve({ secrets: secretsOf(ticket), unread: [] });

/** "Fix path truncation in os.path.normpath", without numbers and ids. */
function title({ subject }: SecurityPatch): string {
  const words = subject
    .replace(/\[[^\]]*\]|\((?:GH-|#)\d+\)|\bgh-\d+:?|\bCVE[- ]\d{4}-\d+\S*/gi, " ")
    .replace(/^[\s,:]+|\s+/g, " ")
    .trim();
  return words === "" ? "Backport a fix" : words;
}

function newsFor(patch: SecurityPatch): NewsEntry | "keep" {
  if (patch.bringsNews) return "keep";
  const made = makeBlurb({
    issue: patch.issue,
    section: "Security",
    body: `${title(patch)}.`,
    now: new Date(),
  });
  if (!made.valid) throw new Error(made.reason);
  return made.value;
}

function cpython(): Project {
  const project = projectOf({ owner: "python", repo: "cpython" });
  if (project === undefined) throw new Error("CPython is not among the projects.");
  return project;
}

class MemoryRecords implements Records {
  readonly #records = new Map<string, TicketRecord>();

  read(ref: Parameters<Records["read"]>[0]): Promise<TicketRecord> {
    return Promise.resolve(this.#records.get(ticketKey(ref)) ?? {});
  }

  async update(
    ref: Parameters<Records["update"]>[0],
    change: Partial<TicketRecord>,
  ): Promise<void> {
    this.#records.set(ticketKey(ref), { ...(await this.read(ref)), ...change });
  }
}
