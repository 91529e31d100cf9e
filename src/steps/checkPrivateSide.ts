import { tmpdir } from "node:os";
import { asList, asNumber, asRecord, asString } from "../base/shape.ts";
import type { Advisory } from "../github/advisory.ts";
import type { ProbeAnswer } from "../github/probe.ts";
import type { AccessLine } from "../ticket/access.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import {
  accepted,
  fails,
  otherwise,
  tryOut,
  untried,
  works,
  type CheckAccessPorts,
} from "./accessTry.ts";

/** A fork without a pull request says nothing; so many are looked at. */
const FORKS_TRIED = 10;

/** An advisory without a comment says nothing either. */
const TICKETS_TRIED = 10;

/** Clocks of one service agree that well. */
const MINUTE_MS = 60_000;

const NO_FORK = "None of the open advisories that you see has a private fork.";
const NO_PULL = "No private pull request is there to try it on.";

/** An open advisory's comments and private fork: what is read of the embargoed side. */
export async function checkPrivateSide(
  ports: CheckAccessPorts,
  open: readonly Advisory[],
): Promise<readonly AccessLine[]> {
  const { gitHub, log, signal } = ports;
  const ask = (path: string, what: string, headers = {}): Promise<ProbeAnswer> =>
    gitHub.probe.get(path, what, headers, signal);
  const comments = await tryOut(
    {
      what: "Comments",
      assumption: "Comments of an advisory can be read and written by the API, which is a preview.",
      otherwise:
        "Comments are not shown here. A reply is copied, and the ticket's page is opened to paste it.",
    },
    log,
    async () => {
      const [one] = open;
      if (one === undefined) return untried("No open advisory is there to try it on.");
      const path = `/repos/${fullName(one.repository)}/security-advisories/${one.ghsaId}/comments`;
      const answer = await ask(`${path}?per_page=1`, "list an advisory's comments");
      if (answer.status === 404) return fails("GitHub answers that there is no such thing.");
      return Array.isArray(accepted(answer).data)
        ? works("They can be read; writing was not tried.")
        : fails("The answer is not a list.");
    },
  );

  const timeLine = await tryOut(
    {
      what: "Time of a comment",
      assumption:
        "A comment changes its advisory's time of update: comments of an advisory that has not changed are not read again.",
      otherwise: "You are told late that a reporter has answered: Read Ticket shows it at once.",
    },
    log,
    async () => {
      let seen = 0;
      for (const { repository, ghsaId, updatedAt } of open.slice(0, TICKETS_TRIED)) {
        const path = `/repos/${fullName(repository)}/security-advisories/${ghsaId}/comments`;
        const all = await ask(`${path}?per_page=1`, "list an advisory's comments");
        if (all.status === 404 || asList(accepted(all).data).length === 0) continue;
        const since = new Date(updatedAt.getTime() + MINUTE_MS).toISOString();
        const later = await ask(`${path}?per_page=1&since=${since}`, "list later comments");
        if (asList(accepted(later).data).length > 0) {
          return fails("There is a comment later than its advisory's update.");
        }
        seen += 1;
      }
      return seen === 0
        ? untried("None of the advisories that were looked at has a comment.")
        : works("No comment is later than its advisory's update.");
    },
  );

  const forks = open.flatMap(({ privateFork }) => privateFork ?? []);
  let fork: RepositoryName | undefined = forks[0];
  let pull: number | undefined;
  const forkLine = await tryOut(
    {
      what: "Private fork",
      assumption:
        "A collaborator of an advisory can read its private fork; GitHub says that they may not push there, although they may.",
      otherwise: "Private patches can't be read or cloned here.",
    },
    log,
    async () => {
      if (fork === undefined) return untried(NO_FORK);
      const data = asRecord(
        accepted(await ask(`/repos/${fullName(fork)}`, "read a private fork")).data,
      );
      if (data?.["private"] !== true) return fails("The fork is not private!");
      const push = asRecord(data["permissions"])?.["push"];
      return works(
        push === false
          ? "It can be read, and GitHub says so of pushing."
          : "It can be read, and pushing is allowed.",
      );
    },
  );
  const pullLine = await tryOut(
    {
      what: "Private pull requests",
      assumption: "A private fork's pull requests are listed, with their reviews.",
      otherwise: "Patches can't be brought to a public branch, and reviews are not shown.",
    },
    log,
    async () => {
      if (fork === undefined) return untried(NO_FORK);
      for (const each of forks.slice(0, FORKS_TRIED)) {
        const path = `/repos/${fullName(each)}/pulls`;
        const answer = await ask(`${path}?state=open&per_page=10`, "list private pull requests");
        const number = pullToTry(accepted(answer).data);
        if (number === undefined) continue;
        [fork, pull] = [each, number];
        const reviews = `${path}/${number}/reviews?per_page=1`;
        accepted(await ask(reviews, "list a pull request's reviews"));
        return works("They are listed.");
      }
      return untried("None of the private forks that were looked at has one that is ready.");
    },
  );
  const patchLine = await tryOut(
    {
      what: "Patch of a private pull request",
      assumption: "GitHub sends a pull request's .patch by its API.",
      otherwise: "The patch is taken from the pull request's branch by git instead.",
    },
    log,
    async () => {
      if (fork === undefined || pull === undefined) return untried(NO_PULL);
      const answer = await ask(`/repos/${fullName(fork)}/pulls/${pull}`, "send a patch", {
        accept: "application/vnd.github.patch",
      });
      if (answer.status === 406) {
        return otherwise(
          "GitHub answers 406: this one is too large.",
          "It is taken from the pull request's branch by git.",
        );
      }
      const text = textOf(accepted(answer).data);
      if (text === "") {
        return otherwise(
          "It is empty.",
          "A pull request of empty commits or merges alone has no patch.",
        );
      }
      return text.startsWith("From ")
        ? works("It came.")
        : fails("What came is not a mail series.");
    },
  );
  const gitLine = await tryOut(
    {
      what: "git access to a private fork",
      assumption: "git reads a private fork with the same token, its refs/pull/N/head among it.",
      otherwise: "Private forks can't be cloned here.",
    },
    log,
    async () => {
      if (fork === undefined) return untried(NO_FORK);
      const head = pull === undefined ? "HEAD" : `refs/pull/${pull}/head`;
      const lines = await listRefs(ports, fork, head);
      return lines.includes(`\t${head}`)
        ? works("git could read it.")
        : fails(`There is no ${head.replace(/\d+/, "N")}.`);
    },
  );
  return [comments, timeLine, forkLine, pullLine, patchLine, gitLine];
}

/** git access to the project itself. */
export async function checkPublicGit(
  ports: CheckAccessPorts,
  repository: RepositoryName,
  mainBranch: string,
): Promise<AccessLine> {
  return tryOut(
    {
      what: "git access to the project",
      assumption: `git reads the project, and fixes are made on its branch “${mainBranch}” first.`,
      otherwise: "Patches can't be brought to a public branch.",
    },
    ports.log,
    async () => {
      const ref = `refs/heads/${mainBranch}`;
      const lines = await listRefs(ports, repository, ref);
      return lines.includes(`\t${ref}`)
        ? works("git could read it.")
        : fails(`There is no ${ref}.`);
    },
  );
}

function listRefs(
  { git, gitHub, signal }: CheckAccessPorts,
  repository: RepositoryName,
  ref: string,
): Promise<string> {
  const options = { cwd: tmpdir(), remote: true, signal };
  return git.text(["ls-remote", "--", gitHub.gitUrl(repository), ref], options);
}

/** The number of one that is no draft: those are opened empty, to reserve them. */
function pullToTry(list: unknown): number | undefined {
  const ready = asList(list).find((item) => asRecord(item)?.["draft"] !== true);
  return asNumber(asRecord(ready)?.["number"]);
}

/** Octokit hands other media types over as text or as bytes, by their character set. */
function textOf(data: unknown): string {
  return (
    asString(data) ?? (data instanceof ArrayBuffer ? Buffer.from(data).toString("latin1") : "")
  );
}
