import {
  asBoolean,
  asList,
  asNumber,
  asRecord,
  asString,
  type UnknownRecord,
} from "../base/shape.ts";
import { toAdvisory, type Advisory } from "../github/advisory.ts";
import type { ProbeAnswer } from "../github/probe.ts";
import type { AccessLine } from "../ticket/access.ts";
import { coordinatorsOf, isCoordinatedBy } from "../ticket/coordinator.ts";
import { endedAt } from "../ticket/ended.ts";
import { projectOf } from "../ticket/project.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import {
  accepted,
  fails,
  headerOf,
  otherwise,
  tryOut,
  untried,
  works,
  type CheckAccessPorts,
  type TryResult,
} from "./accessTry.ts";

/** What one reading of a repository's advisories gave, for what is tried after it. */
export interface SeenAdvisories {
  readonly lines: readonly AccessLine[];
  /** Open ones, the last changed first. */
  readonly open: readonly Advisory[];
}

const LABELS = ["type-security", "release-blocker"];

/** The keys of an advisory that ours is read from. */
const ADVISORY_KEYS = [
  ...["ghsa_id", "summary", "description", "state", "severity", "cve_id", "author"],
  ...["created_at", "updated_at", "closed_at", "published_at", "html_url"],
  ...["credits_detailed", "cvss_severities", "private_fork"],
];

/** A repository's public side and rights, and its advisories as they are listed and read. */
export async function checkRepository(
  ports: CheckAccessPorts,
  repository: RepositoryName,
): Promise<SeenAdvisories> {
  const { gitHub, log, signal } = ports;
  const path = `/repos/${fullName(repository)}`;
  const ask = (rest: string, what: string, headers = {}): Promise<ProbeAnswer> =>
    gitHub.probe.get(`${path}${rest}`, what, headers, signal);
  const listPath = "/security-advisories?per_page=100&sort=updated&direction=desc";

  let data: UnknownRecord | undefined;
  const there = await tryOut(
    {
      what: "Repository",
      assumption: "The repository is public and can be read.",
      otherwise: "Correct the setting psrt.repositories.",
    },
    log,
    async () => {
      data = asRecord(accepted(await ask("", "read the repository")).data);
      return data?.["private"] === false
        ? works("It is public.")
        : fails("It is private, or GitHub does not say what it is.");
    },
  );
  const rights = await tryOut(
    {
      what: "Your rights",
      assumption:
        "GitHub's “permissions.admin” tells who changes an advisory's state directly; the others write a tag into its title, on which the PSRT bot acts.",
    },
    log,
    () => rightsOf(data),
  );

  let list: ProbeAnswer | undefined;
  let advisories: readonly Advisory[] = [];
  const listed = await tryOut(
    {
      what: "Advisories",
      assumption:
        "The list has every advisory that you may see, with its credits: whose type is “coordinator” coordinates it.",
      otherwise: "My Tickets and the Queue stay empty for this repository.",
    },
    log,
    async () => {
      list = await ask(listPath, "list the advisories");
      advisories = asList(accepted(list).data).flatMap(
        (item) => toAdvisory(item, repository) ?? [],
      );
      return listWords(list, advisories, gitHub.login);
    },
  );
  const open = advisories.filter((advisory) => endedAt(advisory) === undefined);
  const shape = await tryOut(
    {
      what: "Form of an advisory",
      assumption: "An advisory has the keys that tickets are read from.",
      otherwise: "Some facts of a ticket are missing or wrong. Please report which key it is.",
    },
    log,
    async () => {
      const [one] = open;
      if (one === undefined) return untried("No open advisory is there to look at.");
      const answer = accepted(await ask(`/security-advisories/${one.ghsaId}`, "read an advisory"));
      const keys = Object.keys(asRecord(answer.data) ?? {});
      const missing = ADVISORY_KEYS.filter((key) => !keys.includes(key));
      return missing.length === 0
        ? works("It has them all.")
        : fails(`It lacks: ${missing.join(", ")}.`);
    },
  );
  const same = await tryOut(
    {
      what: "Unchanged lists",
      assumption: "A list that has not changed answers 304 to its ETag, which costs nothing.",
      otherwise: "Each reading counts against your rate limit: set psrt.refreshMinutes higher.",
    },
    log,
    async () => {
      const etag = list && headerOf(list, "etag");
      if (etag === undefined) return untried("The list came without an ETag.");
      const again = await ask(listPath, "list the advisories again", { "if-none-match": etag });
      if (again.status === 304) return works("GitHub answered 304.");
      if (again.refusal !== undefined) throw again.refusal;
      return asString(headerOf(again, "etag")) === etag
        ? fails(`It answered ${again.status} with the same ETag.`)
        : otherwise("It has changed meanwhile.", "Nothing: try again later to know.");
    },
  );
  const paging = await tryOut(
    {
      what: "Pages",
      assumption:
        "The address of a list's next page is on the API's own server, where the token may go.",
      otherwise: "Only the first hundred advisories are read.",
    },
    log,
    async () => {
      const answer = accepted(await ask("/security-advisories?per_page=1", "list one advisory"));
      const next = gitHub.probe.nextPage(headerOf(answer, "link"));
      return next === undefined
        ? untried("There is one page only.")
        : works("It is on the same server, and is followed as it stands.");
    },
  );
  return {
    lines: [
      there,
      rights,
      listed,
      shape,
      same,
      paging,
      ...(await publicSide(ports, repository, ask)),
    ],
    open,
  };
}

function rightsOf(data: UnknownRecord | undefined): TryResult {
  const permissions = asRecord(data?.["permissions"]);
  if (data === undefined) return untried("The repository could not be read.");
  if (permissions === undefined) {
    return otherwise(
      "GitHub tells no rights.",
      "You count as not being an admin: states change by the bot.",
    );
  }
  const has = ["admin", "maintain", "push", "triage", "pull"].filter(
    (name) => asBoolean(permissions[name]) === true,
  );
  const words = `You have: ${has.join(", ") || "nothing"}.`;
  return has.includes("admin")
    ? works(`${words} You accept and close tickets directly.`)
    : otherwise(
        words,
        "A member accepts and closes tickets by the bot, which runs at the full hour. A security manager can do it directly, which shows by trying only.",
      );
}

function listWords(list: ProbeAnswer, advisories: readonly Advisory[], login: string): TryResult {
  const sent = asList(list.data).length;
  if (!Array.isArray(list.data)) return fails("The answer is not a list.");
  if (advisories.length < sent) {
    return fails(`${sent - advisories.length} of ${sent} have no id or date that we understand.`);
  }
  const states = new Map<string, number>();
  for (const { state } of advisories) states.set(state, (states.get(state) ?? 0) + 1);
  const open = advisories.filter((advisory) => endedAt(advisory) === undefined);
  const mine = open.filter((advisory) => isCoordinatedBy(advisory, login)).length;
  const free = open.filter((advisory) => coordinatorsOf(advisory).length === 0).length;
  const counts = [...states].map(([state, count]) => `${count} ${state}`).join(", ");
  const more = sent === 100 ? " on the first page" : "";
  if (open.length === 0) {
    return otherwise(
      `No open advisory is visible to you${counts === "" ? "" : ` (${counts})`}.`,
      "Either there is none, or you are not a collaborator: members see a ticket once the team “psrt” is added to it.",
    );
  }
  return works(
    `${counts}${more}; of the open ones you coordinate ${mine}, and ${free} have no coordinator.`,
  );
}

type AskRepository = (rest: string, what: string) => Promise<ProbeAnswer>;

async function publicSide(
  { gitHub, log, signal }: CheckAccessPorts,
  repository: RepositoryName,
  ask: AskRepository,
): Promise<readonly AccessLine[]> {
  const project = projectOf(repository);
  const fork = `${gitHub.login}/${repository.repo}`;
  const lines = [
    await tryOut(
      {
        what: "Your public fork",
        assumption: "You push public branches to a fork of your own, of the same name.",
        otherwise: "Nothing can be pushed to it.",
      },
      log,
      async () => {
        const answer = await gitHub.probe.get(`/repos/${fork}`, "read your fork", {}, signal);
        if (answer.status === 404) {
          return otherwise("There is none.", "It is made on your yes, at the first push.");
        }
        const data = asRecord(accepted(answer).data);
        const parent = asString(asRecord(data?.["parent"])?.["full_name"]) ?? "nothing";
        const isFork = parent.toLowerCase() === fullName(repository).toLowerCase();
        if (!isFork) return fails(`${fork} is there, as a fork of ${parent}.`);
        return data?.["private"] === false ? works(`It is ${fork}.`) : fails(`${fork} is private.`);
      },
    ),
  ];
  if (project?.backports !== true) return lines;
  return [
    ...lines,
    await tryOut(
      {
        what: "Labels",
        assumption: `Issues and pull requests are labelled ${LABELS.map((name) => `“${name}”`).join(" and ")}.`,
        otherwise: "The label has to be set by hand, under the name that it has now.",
      },
      log,
      async () => {
        const answers = await Promise.all(
          LABELS.map((name) => ask(`/labels/${name}`, `read the label “${name}”`)),
        );
        const missing = LABELS.filter((_, index) => answers[index]?.status === 404);
        for (const answer of answers) if (answer.status !== 404) accepted(answer);
        return missing.length === 0
          ? works("Both are there.")
          : fails(`There is no label ${missing.join(" and no label ")}.`);
      },
    ),
    await tryOut(
      {
        what: "Public issues",
        assumption: "The project's issues can be read, with their labels.",
        otherwise: "A ticket's public issue and the state of its backports are not shown.",
      },
      log,
      async () => {
        const answer = accepted(await ask("/issues?state=all&per_page=1", "list the issues"));
        const [one] = asList(answer.data);
        return asNumber(asRecord(one)?.["number"]) === undefined
          ? untried("There is none.")
          : works("They can be read.");
      },
    ),
  ];
}
