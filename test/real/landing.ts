import { HumanError } from "../../src/base/errors.ts";
import { systemClock } from "../../src/base/clock.ts";
import { Advisories } from "../../src/github/advisories.ts";
import { Pulls } from "../../src/github/pulls.ts";
import { gitUrl } from "../../src/github/site.ts";
import {
  continueLanding,
  startLanding,
  type LandingOutcome,
  type LandingPlace,
  type LandingPorts,
  type LandingSlot,
} from "../../src/steps/landing.ts";
import { slotOf } from "../../src/steps/landingRecord.ts";
import { HeldBackError } from "../../src/steps/heldBack.ts";
import { heldFindings } from "../../src/steps/leakGate.ts";
import { makeBlurb } from "../../src/text/blurb.ts";
import { signatureText } from "../../src/text/coAuthors.ts";
import { isSameProof, type Landing as Landed, type LandingNews } from "../../src/ticket/landing.ts";
import { projectOf, type Project } from "../../src/ticket/project.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import type { RepositoryName } from "../../src/ticket/repositoryName.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { fullNameOf } from "../sandbox/model.ts";
import { people } from "../sandbox/scenarios/people.ts";
import { advisorySecrets, backportPorts, landBackport } from "./backport.ts";
import { MemoryRecords } from "./memoryRecords.ts";
import type { RealWorld } from "./realWorld.ts";
import type { SecurityPatch } from "./securityPatches.ts";
import { resolveAs, type Resolution } from "./resolution.ts";

/** How many merges a private branch may lie behind the project. */
const BEHIND = 2;

/** What a landing came to and what it took. */
export interface Result {
  readonly landing: Landed;
  readonly ticket: Ticket;
  /** Files that were resolved by hand. */
  readonly resolved: readonly string[];
  /** Findings of the gate that were justified: the change names what is public. */
  readonly lifted: number;
}

/** Each patch as a ticket of its own, through the whole session. */
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

  /** @param resolve what a file in conflict should be. */
  async land(patch: SecurityPatch, resolve: Resolution): Promise<Result> {
    const { client, publicClone } = this.#world;
    const ticket = await this.#openTicket(patch);
    const [fork, pullRequest] = await this.#privatePull(ticket);
    const project = cpython();
    const place: LandingPlace = {
      ...{ ticket, project, upstream: gitUrl(client.site, project.repository) },
      fork: { name: fork, address: gitUrl(client.site, fork) },
    };
    const ports = this.#ports(patch);
    return this.#toItsEnd(ports, place, "main", resolve, () =>
      startLanding(ports, place, {
        of: { kind: "main", pullRequest: pullRequest.number, head: pullRequest.head.sha },
        ...{ pullRequest, publicClone: publicClone.folder, issue: patch.issue },
        branch: `gh-${patch.issue}`,
        message: `gh-${patch.issue}: ${title(patch)}`,
      }),
    );
  }

  /** Brings a merged commit to a release branch by hand. */
  async backport(ticket: Ticket, commit: string, resolve: Resolution): Promise<Result> {
    const { client, publicClone, git, storage } = this.#world;
    const project = cpython();
    const place = { ticket, project, upstream: gitUrl(client.site, project.repository) };
    const ports = { ...backportPorts(git, storage), records: this.#records };
    const where = { ...place, publicClone: publicClone.folder };
    const of = { commit, branch: this.#world.release };
    const slot = slotOf({ kind: "backport", ...of });
    return this.#toItsEnd(ports, place, slot, resolve, () => landBackport(ports, where, of));
  }

  /** Resolves and continues, and justifies what the gate finds, until the branch is there. */
  async #toItsEnd(
    ports: LandingPorts,
    place: LandingPlace,
    slot: LandingSlot,
    resolve: Resolution,
    start: () => Promise<LandingOutcome>,
  ): Promise<Result> {
    const { ticket } = place;
    const resolved: string[] = [];
    let lifted = 0;
    let next = start;
    for (;;) {
      try {
        const outcome = await next();
        if (outcome.at === "publish") {
          if (!isProven(outcome.landing)) throw new Error("It is not proven.");
          await this.#finish(ticket, outcome.landing);
          return { landing: outcome.landing, ticket, resolved, lifted };
        }
        if (outcome.at === "prove") throw new Error("The difference was not accepted.");
        for (const { path, hasMarkers } of outcome.open) {
          await resolveAs(this.#world, ticket, slot, path, hasMarkers, resolve);
          resolved.push(path);
        }
      } catch (error) {
        if (!(error instanceof HeldBackError)) throw error;
        lifted += await this.#justify(ticket, error);
      }
      next = () => continueLanding(ports, place, slot);
    }
  }

  /** As the coordinator does who sees that what is found is public: Debian's patches are. */
  async #justify(ticket: Ticket, { check }: HeldBackError): Promise<number> {
    const held = heldFindings(check);
    const unknown = held.filter(({ kind }) => kind !== "cve-id");
    if (held.length === 0 || unknown.length > 0) {
      const kinds = unknown.map(({ kind, place, path = "" }) => `${kind} in ${place} ${path}`);
      throw new HumanError(`The gate holds back ${kinds.join(", ")}.`, "It has to be justified.");
    }
    const { lifts = [] } = await this.#records.read(ticket);
    const reason = "Debian's patch is public, and so is the CVE record.";
    const more = held.map(({ digest }) => ({ digest, reason, at: new Date() }));
    await this.#records.update(ticket, { lifts: [...lifts, ...more] });
    return new Set(held.map(({ digest }) => digest)).size;
  }

  /** It counts as pushed, so that the ticket's next landing can begin. */
  async #finish(ticket: Ticket, landing: Landed): Promise<void> {
    const pushed = { ...landing, pushedTo: `${people.member}/cpython` };
    await this.#records.update(
      ticket,
      landing.of.kind === "main" ? { landing: pushed } : { backportLandings: [pushed] },
    );
  }

  #ports(patch: SecurityPatch): LandingPorts {
    const { git, storage } = this.#world;
    return {
      ...{ git, storage, records: this.#records, secrets: advisorySecrets, pulls: this.#pulls },
      clock: systemClock,
      questions: {
        authorship: (kept, own) => {
          const named = patch.author ?? { name: "CPython", email: "cpython@example.org" };
          const author = kept?.author ?? own;
          if (signatureText(author) !== signatureText(named)) {
            throw new Error(`${signatureText(author)} is not ${signatureText(named)}`);
          }
          return Promise.resolve(kept ?? { author: own, coAuthors: [] });
        },
        news: (own) =>
          Promise.resolve(
            own.some(({ isInPlace }) => isInPlace)
              ? { kind: "keep" }
              : newsFor(
                  patch,
                  own.map(({ path }) => path),
                ),
          ),
        accept: () => Promise.resolve(true),
      },
    };
  }

  /** An advisory with its fork and a pull request in it. */
  async #openTicket(patch: SecurityPatch): Promise<Ticket> {
    const { state } = this.#world.sandbox;
    const [cveId] = /CVE-\d{4}-\d{4,}/.exec(patch.name) ?? [];
    const { ghsaId } = state.addAdvisory({
      repository: "python/cpython",
      summary: "Something can be made to misbehave",
      description: "As Debian's security team reported.",
      state: "draft",
      author: people.reporter,
      credits: [{ login: people.member, type: "coordinator" }],
      collaborators: [people.member],
      ...(cveId !== undefined && { cveId }),
    });
    const fork = fullNameOf(await state.createPrivateFork(ghsaId));
    await this.#pushPrivate(patch, fork, BEHIND);
    await state.openPull({ repository: fork, branch: "fix", title: "Fix", author: people.member });
    return this.#advisories.get({ repository: cpython().repository, ghsaId });
  }

  async #pushPrivate(patch: SecurityPatch, fork: string, behind: number): Promise<void> {
    const { main, sandbox, folder } = this.#world;
    const commit = await main.privateCommit(patch, { behind, index: `${folder}/private-index` });
    await sandbox.state.git.text(fork, ["update-ref", "refs/heads/fix", commit]);
    await sandbox.state.syncPulls(fork);
  }

  async #privatePull({ privateFork }: Ticket): Promise<[RepositoryName, PullRequest]> {
    if (privateFork === null) throw new Error("The advisory shows no private fork.");
    const [pullRequest] = await this.#pulls.list(privateFork);
    if (pullRequest === undefined) throw new Error("The private fork shows no pull request.");
    return [privateFork, pullRequest];
  }
}

/** "Fix path truncation in os.path.normpath", without numbers and ids. */
function title({ subject }: SecurityPatch): string {
  const words = subject
    .replace(/\[[^\]]*\]|\((?:GH-|#)\d+\)|\bgh-\d+:?|\bCVE[- ]\d{4}-\d+\S*/gi, " ")
    .replace(/^[\s,:]+|\s+/g, " ")
    .trim();
  return words === "" ? "Backport a fix" : words;
}

function newsFor(patch: SecurityPatch, replaces: readonly string[]): LandingNews {
  const made = makeBlurb({
    issue: patch.issue,
    section: "Security",
    body: `${title(patch)}.`,
    now: new Date(),
  });
  if (!made.valid) throw new Error(made.reason);
  return { kind: "entry", ...made.value, replaces };
}

function cpython(): Project {
  const project = projectOf({ owner: "python", repo: "cpython" });
  if (project === undefined) throw new Error("CPython is not among the projects.");
  return project;
}

/** Whether the public change is the reviewed one, or its difference was accepted. */
function isProven({ proof }: Landed): boolean {
  return proof !== undefined && (isSameProof(proof) || proof.acceptedAt !== undefined);
}
