import { DAY_MS } from "../../src/base/clock.ts";
import { sameLogin } from "./access.ts";
import type { SandboxClock } from "./clock.ts";
import { writeCommits, type CommitPlan } from "./commits.ts";
import type { GitStore } from "./git.ts";
import {
  fullNameOf,
  type Advisory,
  type Check,
  type Issue,
  type Label,
  type Pull,
  type Repository,
  type Team,
  type User,
} from "./model.ts";
import type { AdvisorySeed, IssueSeed, PullSeed, RepositorySeed, Scenario } from "./scenario.ts";
import { scoreVector, severityOf } from "./score.ts";

/** Letters of a GHSA id (docs.github.com, "About the GitHub Advisory database"). */
const GHSA_LETTERS = "23456789cfghjmpqrvwx";
const LABEL_COLOR = "ededed";

/** Everything the sandbox knows, to be read and changed by tests. */
export class SandboxState {
  readonly users: User[] = [];
  readonly teams: Team[] = [];
  readonly repositories: Repository[] = [];
  readonly advisories: Advisory[] = [];
  readonly clock: SandboxClock;
  readonly git: GitStore;
  advisoryComments: boolean;
  forkDelay: Scenario["forkDelay"];
  /** What has been found out of each pull request's head on its base. */
  readonly mergeable = new Map<string, boolean>();
  rateLimit: number;
  /** Of every token (docs.github.com, "Scopes for OAuth apps"). */
  scopes: readonly string[] = ["read:org", "repo", "user:email", "workflow"];
  #lastId = 1000;

  constructor(scenario: Scenario, clock: SandboxClock, git: GitStore) {
    this.clock = clock;
    this.git = git;
    this.advisoryComments = scenario.advisoryComments;
    this.forkDelay = scenario.forkDelay;
    this.rateLimit = scenario.rateLimit;
    for (const { login, name, email } of scenario.users) {
      this.users.push({
        ...{ id: this.newId(), login, name },
        email: email ?? `${login}@users.noreply.example`,
      });
    }
    for (const team of scenario.teams) {
      this.teams.push({ ...team, id: this.newId(), members: [...team.members] });
    }
  }

  /** Fills the empty state with the scenario's repositories and tickets. */
  async load(scenario: Scenario): Promise<void> {
    await Promise.all(
      Object.entries(scenario.repositories).map(([name, seed]) => this.addRepository(name, seed)),
    );
    for (const seed of scenario.advisories) this.addAdvisory(seed);
    await Promise.all(
      scenario.advisories.map(async ({ fork }, index) => {
        const advisory = this.advisories[index];
        if (fork === undefined || advisory === undefined) return;
        const { updatedAt } = advisory;
        const repository = await this.createPrivateFork(advisory.ghsaId, { at: fork.at });
        const name = fullNameOf(repository);
        if (fork.commits !== undefined) await this.commit(name, fork.commits);
        if (fork.pull !== undefined) await this.openPull({ ...fork.pull, repository: name });
        advisory.updatedAt = updatedAt;
      }),
    );
    for (const [name, commits] of Object.entries(scenario.pushes ?? {})) {
      await this.commit(name, commits);
    }
    for (const pull of scenario.pulls ?? []) await this.openPull(pull);
  }

  /** A number never used before, for any kind of thing. */
  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  user(login: string): User | undefined {
    return this.users.find((user) => sameLogin(user.login, login));
  }

  team(repository: string, slug: string): Team | undefined {
    const [owner = ""] = repository.split("/");
    return this.teams.find((team) => sameLogin(team.organization, owner) && team.slug === slug);
  }

  repository(fullName: string): Repository | undefined {
    const wanted = fullName.toLowerCase();
    return this.repositories.find((each) => fullNameOf(each).toLowerCase() === wanted);
  }

  advisory(ghsaId: string): Advisory | undefined {
    return this.advisories.find((each) => each.ghsaId.toLowerCase() === ghsaId.toLowerCase());
  }

  /** @throws {Error} when there is none: a test's mistake. */
  mustHave(fullName: string): Repository {
    const repository = this.repository(fullName);
    if (repository === undefined) throw new Error(`The sandbox has no repository ${fullName}.`);
    return repository;
  }

  async addRepository(fullName: string, seed: RepositorySeed): Promise<Repository> {
    const defaultBranch = seed.defaultBranch ?? "main";
    const repository = this.#newRepository(fullName, {
      description: seed.description ?? "",
      defaultBranch,
      roles: new Map(
        Object.entries(seed.roles ?? {}).map(([login, role]) => [login.toLowerCase(), role]),
      ),
      labels: (seed.labels ?? []).map((name) => this.newLabel(name)),
      nextNumber: seed.firstNumber ?? 1,
    });
    for (const issue of seed.issues ?? []) this.addIssue(fullName, issue);
    if (seed.from === undefined) {
      await this.git.create(fullName, defaultBranch);
      await writeCommits(this.git, fullName, defaultBranch, seed.commits ?? []);
    } else {
      await this.git.borrow(seed.from, fullName);
    }
    await Promise.all((seed.forks ?? []).map((login) => this.fork(fullName, login)));
    return repository;
  }

  newLabel(name: string): Label {
    return { id: this.newId(), name, color: LABEL_COLOR, description: "" };
  }

  /** A public fork under the person's name, with all branches. */
  async fork(fullName: string, login: string, pending = { rest: 0, git: 0 }): Promise<Repository> {
    const parent = this.mustHave(fullName);
    const name = `${login}/${parent.name}`;
    const fork = this.#newRepository(name, {
      ...{ description: parent.description, defaultBranch: parent.defaultBranch, pending },
      parent: fullNameOf(parent),
      roles: new Map([[login.toLowerCase(), "admin"]]),
    });
    await this.git.fork(fullName, name, parent.defaultBranch);
    return fork;
  }

  addIssue(fullName: string, seed: IssueSeed): Issue {
    const repository = this.mustHave(fullName);
    const created = this.#ago(seed.daysAgo);
    const issue: Issue = {
      ...{ kind: "issue", id: this.newId(), number: repository.nextNumber },
      ...{ title: seed.title, body: seed.body ?? null, author: seed.author },
      ...{ labels: [...(seed.labels ?? [])], comments: [], createdAt: created, updatedAt: created },
      state: seed.closed === true ? "closed" : "open",
      stateReason: seed.closed === true ? "completed" : null,
      closedAt: seed.closed === true ? created : null,
    };
    repository.nextNumber += 1;
    repository.threads.set(issue.number, issue);
    return issue;
  }

  /** A check of a commit of the repository; one of the same name and kind is replaced. */
  addCheck(fullName: string, given: Omit<Check, "id" | "startedAt">): Check {
    const repository = this.mustHave(fullName);
    const check: Check = { ...given, id: this.newId(), startedAt: this.clock.now() };
    const { kind, commit, name } = given;
    repository.checks = [
      ...repository.checks.filter(
        (each) => each.kind !== kind || each.commit !== commit || each.name !== name,
      ),
      check,
    ];
    return check;
  }

  addAdvisory(seed: AdvisorySeed): Advisory {
    const score = seed.vector === undefined ? undefined : scoreVector(seed.vector);
    const state = seed.state ?? "triage";
    const ended = this.#ago(seed.endedDaysAgo ?? 0);
    const createdAt = this.#ago(seed.daysAgo);
    const advisory: Advisory = {
      ghsaId: seed.ghsaId ?? this.#newGhsaId(),
      ...{ repository: seed.repository, state, cveId: seed.cveId ?? null, summary: seed.summary },
      description: seed.description ?? null,
      severity: score === undefined ? (seed.severity ?? null) : severityOf(score.score),
      cvssV3: score?.version === 3 ? { vector: score.vector, score: score.score } : null,
      cvssV4: score?.version === 4 ? { vector: score.vector, score: score.score } : null,
      cweIds: [...(seed.cweIds ?? [])],
      ...{ author: seed.author, publisher: null, createdAt },
      updatedAt: seed.updatedDaysAgo === undefined ? createdAt : this.#ago(seed.updatedDaysAgo),
      publishedAt: state === "published" ? ended : null,
      closedAt: state === "closed" ? ended : null,
      withdrawnAt: null,
      submission: { accepted: state !== "triage" },
      vulnerabilities: (seed.vulnerabilities ?? []).map((each) => ({ ...each })),
      credits: (seed.credits ?? []).map(({ login, type, state }) => ({
        ...{ login, type, state: state ?? "accepted" },
      })),
      collaborators: [...(seed.collaborators ?? [])],
      teams: [...(seed.teams ?? ["psrt"])],
      privateFork: null,
      comments: (seed.comments ?? []).map((comment) => ({
        ...{ ...comment, id: this.newId(), createdAt, updatedAt: createdAt },
      })),
    };
    this.advisories.push(advisory);
    return advisory;
  }

  /**
   * @param options.at revision of the parent at which the fork's default branch stands
   * @param options.made when it is made; now when left out
   */
  async createPrivateFork(
    ghsaId: string,
    options: { at?: string | undefined; pending?: Repository["pending"]; made?: Date } = {},
  ): Promise<Repository> {
    const advisory = this.advisory(ghsaId);
    if (advisory === undefined) throw new Error(`The sandbox has no advisory ${ghsaId}.`);
    const parent = this.mustHave(advisory.repository);
    const name = `${fullNameOf(parent)}-${ghsaId.toLowerCase()}`;
    const fork = this.#newRepository(name, {
      ...{ private: true, advisory: ghsaId, parent: fullNameOf(parent) },
      defaultBranch: parent.defaultBranch,
      pending: options.pending ?? { rest: 0, git: 0 },
    });
    advisory.privateFork = name;
    advisory.updatedAt = options.made ?? this.clock.now();
    const moved = new Map<string, string>();
    if (options.at !== undefined) {
      const sha = await this.git.commitOf(advisory.repository, options.at);
      if (sha === undefined) throw new Error(`${advisory.repository} has no ${options.at}.`);
      moved.set(`refs/heads/${parent.defaultBranch}`, sha);
    }
    await this.git.fork(advisory.repository, name, parent.defaultBranch, moved);
    return fork;
  }

  /** Commits to branches of a repository, as a push would bring them. */
  async commit(fullName: string, plans: readonly CommitPlan[]): Promise<string[]> {
    const { defaultBranch } = this.mustHave(fullName);
    const commits = await writeCommits(this.git, fullName, defaultBranch, plans);
    await this.syncPulls(fullName);
    return commits;
  }

  /** @throws {Error} when the branch or base does not exist. */
  async openPull(seed: PullSeed): Promise<Pull> {
    const repository = this.mustHave(seed.repository);
    const headRepository = fullNameOf(this.mustHave(seed.headRepository ?? seed.repository));
    const base = seed.base ?? repository.defaultBranch;
    const heads = await this.git.branches(headRepository);
    const bases =
      headRepository === fullNameOf(repository) ? heads : await this.git.branches(seed.repository);
    const [headSha, baseSha] = [heads.get(seed.branch), bases.get(base)];
    if (headSha === undefined) throw new Error(`${headRepository} has no branch ${seed.branch}.`);
    if (baseSha === undefined) throw new Error(`${seed.repository} has no branch ${base}.`);
    const created = this.#ago(seed.daysAgo);
    const pull: Pull = {
      ...{ kind: "pull", id: this.newId(), number: repository.nextNumber, title: seed.title },
      ...{ body: seed.body ?? null, author: seed.author, state: "open", closedAt: null },
      ...{ labels: [...(seed.labels ?? [])], comments: [], createdAt: created, updatedAt: created },
      draft: seed.draft ?? false,
      head: { repository: headRepository, branch: seed.branch, sha: headSha },
      base: { branch: base, sha: baseSha },
      reviews: (seed.approvedBy ?? []).map((author) => ({
        ...{ id: this.newId(), author, state: "APPROVED", body: "", commit: headSha },
        submittedAt: created,
      })),
      merge: null,
    };
    repository.nextNumber += 1;
    repository.threads.set(pull.number, pull);
    await this.#publishHead(repository, pull);
    if (seed.merged !== undefined) await this.#merge(repository, pull, seed.merged);
    return pull;
  }

  async #merge(
    repository: Repository,
    pull: Pull,
    { by, revision }: NonNullable<PullSeed["merged"]>,
  ): Promise<void> {
    const sha = await this.git.commitOf(fullNameOf(repository), revision);
    if (sha === undefined) throw new Error(`${fullNameOf(repository)} has no ${revision}.`);
    const now = this.clock.now();
    Object.assign(pull, { state: "closed", closedAt: now, merge: { by, at: now, sha } });
  }

  /**
   * Moves the head of every open pull request whose branch lives in the repository to where the
   * branch is now, with its `refs/pull/N/head`.
   */
  async syncPulls(fullName: string): Promise<void> {
    const concerned = this.repositories.flatMap((repository) =>
      [...repository.threads.values()].flatMap((thread) =>
        thread.kind === "pull" &&
        thread.state === "open" &&
        sameLogin(thread.head.repository, fullName)
          ? [{ repository, pull: thread }]
          : [],
      ),
    );
    if (concerned.length === 0) return;
    const branches = await this.git.branches(fullName);
    for (const { repository, pull } of concerned) {
      const sha = branches.get(pull.head.branch);
      if (sha === undefined || sha === pull.head.sha) continue;
      pull.head.sha = sha;
      pull.updatedAt = this.clock.now();
      await this.#publishHead(repository, pull);
    }
  }

  async #publishHead(repository: Repository, pull: Pull): Promise<void> {
    const name = fullNameOf(repository);
    const ref = `refs/pull/${pull.number}/head`;
    if (sameLogin(pull.head.repository, name)) {
      await this.git.text(name, ["update-ref", ref, pull.head.sha]);
    } else {
      const source = this.git.path(pull.head.repository);
      const spec = `+refs/heads/${pull.head.branch}:${ref}`;
      await this.git.text(name, ["fetch", "--quiet", "--no-write-fetch-head", source, spec]);
    }
  }

  #newRepository(fullName: string, given: Partial<Repository>): Repository {
    const [owner = "", name = ""] = fullName.split("/");
    const now = this.clock.now();
    const repository: Repository = {
      ...{ id: this.newId(), owner, name, description: "", private: false },
      ...{ parent: null, advisory: null, defaultBranch: "main", roles: new Map(), labels: [] },
      ...{ threads: new Map(), checks: [], nextNumber: 1, createdAt: now, pushedAt: now },
      pending: { rest: 0, git: 0 },
      ...given,
    };
    this.repositories.push(repository);
    return repository;
  }

  #newGhsaId(): string {
    let rest = this.newId() * 7919;
    let letters = "";
    for (let index = 0; index < 12; index += 1) {
      letters = (GHSA_LETTERS[rest % GHSA_LETTERS.length] ?? "2") + letters;
      rest = Math.floor(rest / GHSA_LETTERS.length);
    }
    return `GHSA-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
  }

  #ago(days = 0): Date {
    return new Date(this.clock.now().getTime() - days * DAY_MS);
  }
}
