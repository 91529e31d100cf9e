// The product's steps at work; the other side of `product.ts`.
import { setImmediate as nextTurn } from "node:timers/promises";
import { silentLog } from "../../src/base/log.ts";
import { systemClock } from "../../src/base/clock.ts";
import { HumanError, messageOf } from "../../src/base/errors.ts";
import { Git } from "../../src/git/git.ts";
import { parseSite } from "../../src/github/site.ts";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import { GitHub } from "../../src/steps/gitHub.ts";
import { startLanding, type LandingPorts } from "../../src/steps/landing.ts";
import { LeakGate } from "../../src/steps/leakGate.ts";
import { TicketBoard } from "../../src/steps/ticketBoard.ts";
import { projectOf, type Project } from "../../src/ticket/project.ts";
import { builtInBranches } from "../../src/ticket/releaseBranches.ts";
import { parseRepositoryName, type RepositoryName } from "../../src/ticket/repositoryName.ts";
import type { Ticket, TicketRef } from "../../src/ticket/ticket.ts";
import { makeNews } from "../../src/steps/publicTexts.ts";
import { isListed, MemoryBoards, MemoryRecords, secretsBy } from "../sandbox/client/ports.ts";
import { EventLoop } from "./eventLoop.ts";
import type { Done, Job, Reply, Workplace } from "./jobs.ts";

process.once("message", (workplace: Workplace) => {
  const worker = new Worker(workplace);
  process.on("message", (job: Job) => {
    void worker.answer(job).then((reply) => process.send?.(reply));
  });
  process.send?.("ready");
});

class Worker {
  readonly #gitHub: GitHub;
  readonly #git: Git;
  readonly #records = new MemoryRecords();
  #board: TicketBoard | undefined;

  constructor({ apiUrl, url, login, token }: Workplace) {
    const site = parseSite(apiUrl);
    if (!site.valid) throw new Error(site.reason);
    this.#gitHub = new GitHub({
      ...{ site: site.value, login, log: silentLog },
      token: () => Promise.resolve(token),
    });
    this.#git = new Git({ credentials: () => Promise.resolve([{ origin: url, token }]) });
  }

  async answer(job: Job): Promise<Reply> {
    try {
      return { done: await this.#do(job) };
    } catch (error) {
      return {
        failed: error instanceof HumanError ? `${error.message} ${error.next}` : messageOf(error),
      };
    }
  }

  async #do(job: Job): Promise<Done> {
    switch (job.kind) {
      case "clone":
        return this.#clone(job);
      case "land":
        return this.#land(job);
      case "refresh":
        return this.#refresh(job);
      case "gate":
        return this.#searchLargeChange(job);
    }
  }

  async #clone({ ticket, target, publicClone }: Job & { kind: "clone" }): Promise<Done> {
    const { privateFork } = await this.#gitHub.advisories.get(ticket);
    if (privateFork === null) throw new Error("There is no private fork.");
    return measured(async () => {
      const { how } = await clonePrivateFork(
        { git: this.#git, records: this.#records },
        {
          ...{ ticket, target, publicClone, branch: "main" },
          fork: this.#gitHub.gitUrl(privateFork),
          upstream: this.#gitHub.gitUrl(ticket.repository),
        },
      );
      if (how !== "hard-linked") throw new Error(`The clone was made ${how}.`);
    });
  }

  async #land({ ticket: ref, issue, ...job }: Job & { kind: "land" }): Promise<Done> {
    const { ticket, fork } = await this.#ticket(ref);
    const pullRequest = await this.#gitHub.pulls.get(fork, 1);
    if (pullRequest === undefined) throw new Error("There is no private pull request.");
    const project = projectFor(ticket);
    const news = makeNews(project, issue, "Bound how far the parts are read.", new Date());
    if (!news.valid) throw new Error(news.reason);
    const entry = { kind: "entry", ...news.value, replaces: [] } as const;
    // Each landing is the ticket's first one.
    await this.#records.update(ref, { landing: undefined, publicBranch: undefined });
    const start = performance.now();
    let fetched = start;
    const ports: LandingPorts = {
      ...{ git: this.#git, records: this.#records, storage: job.storage, clock: systemClock },
      secrets: secretsBy(this.#gitHub, this.#records),
      pulls: this.#gitHub.pulls,
      questions: {
        authorship: (_kept, own) => Promise.resolve({ author: own, coAuthors: [] }),
        news: () => Promise.resolve(entry),
        accept: () => Promise.resolve(false),
      },
      progress: {
        report: (words) => {
          if (words === "Building the public commit") fetched = performance.now();
        },
      },
    };
    const done = await measured(async () => {
      const { at } = await startLanding(
        ports,
        {
          ...{ ticket, project, upstream: this.#gitHub.gitUrl(project.repository) },
          fork: { name: fork, address: this.#gitHub.gitUrl(fork) },
        },
        {
          of: { kind: "main", pullRequest: 1, head: pullRequest.head.sha },
          ...{ pullRequest, publicClone: job.publicClone, issue, branch: `gh-${issue}` },
          message: `gh-${issue}: Bound the parts`,
        },
      );
      if (at !== "publish") throw new Error(`The landing stopped at ${at}.`);
    });
    return { ...done, fetching: fetched - start };
  }

  async #refresh({ repositories }: Job & { kind: "refresh" }): Promise<Done> {
    this.#board ??= new TicketBoard({
      gitHub: () => this.#gitHub,
      repositories: () => repositories.map(named),
      releases: () => Promise.resolve(builtInBranches),
      ...{ records: this.#records, kept: new MemoryBoards(), clock: systemClock, log: silentLog },
      isListed,
    });
    const board = this.#board;
    return measured(() => board.refresh());
  }

  /** The gate over a change with as many added lines as nobody reads. */
  async #searchLargeChange({ ticket: ref, megabytes }: Job & { kind: "gate" }): Promise<Done> {
    const { ticket } = await this.#ticket(ref);
    const added = Array.from(
      { length: (megabytes * 1_000_000) / 50 },
      (_, index) => `+    part_${index % 977} = read_the_part(of, ${index}, "bounded")\n`,
    ).join("");
    const length = added.split("\n").length - 1;
    const path = "Lib/large.py";
    const patch = Buffer.from(
      `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${length} @@\n${added}`,
    );
    const file = { path, status: "added", oldMode: "000000", newMode: "100644" } as const;
    const files = [{ ...file, oldBlob: "0".repeat(40), newBlob: "1".repeat(40) }];
    const secrets = secretsBy(this.#gitHub, this.#records);
    const gate = await LeakGate.open({ secrets, records: this.#records }, ticket);
    return measured(async () => {
      const findings = await gate.checkChange({ files, patch });
      if (findings.length > 0) throw new Error("The gate found something.");
    });
  }

  async #ticket(ref: TicketRef): Promise<{ ticket: Ticket; fork: RepositoryName }> {
    const ticket = await this.#gitHub.advisories.get(ref);
    if (ticket.privateFork === null) throw new Error("There is no private fork.");
    return { ticket, fork: ticket.privateFork };
  }
}

async function measured(work: () => Promise<unknown>): Promise<Done> {
  await nextTurn();
  const loop = new EventLoop();
  const start = performance.now();
  try {
    await work();
    return { total: performance.now() - start, ...loop.end() };
  } finally {
    loop.end();
  }
}

function projectFor({ repository }: Ticket): Project {
  const project = projectOf(repository);
  if (project === undefined) throw new Error("That is no project of ours.");
  return project;
}

function named(fullName: string): RepositoryName {
  const name = parseRepositoryName(fullName);
  if (!name.valid) throw new Error(name.reason);
  return name.value;
}
