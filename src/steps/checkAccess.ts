import { requireGit, OLDEST_GIT } from "../git/version.ts";
import { GitHubError } from "../github/gitHubError.ts";
import { readPublicText } from "../github/publicText.ts";
import { accessReport } from "../text/accessReport.ts";
import type { AccessGroup, AccessLine } from "../ticket/access.ts";
import { sameLogin } from "../ticket/login.ts";
import { PSRT_TEAM, projectOf } from "../ticket/project.ts";
import { parseReleaseCycle } from "../ticket/releaseBranches.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import { fails, otherwise, tryOut, works, type CheckAccessPorts } from "./accessTry.ts";
import { checkPrivateSide, checkPublicGit } from "./checkPrivateSide.ts";
import { checkRepository } from "./checkRepository.ts";
import { checkSignIn } from "./checkSignIn.ts";

const NO_TEAM = "The roster can't be compared with the team, which only PSRT admins do.";

/** What comes first would be said of each line. */
const NOTHING_TRIED: AccessLine = {
  what: "All of it",
  assumption: "GitHub answers to your token.",
  verdict: "untried",
  found: "Nothing was tried, since GitHub does not answer to your token.",
};

/**
 * Tries everything that the product relies on against the GitHub that it points at, by reading
 * only, and answers with a page for the member.
 *
 * @throws {CancelledError}
 */
export async function checkAccess(
  ports: CheckAccessPorts,
  repositories: readonly RepositoryName[],
): Promise<string> {
  const { gitHub, clock, progress } = ports;
  let done = 0;
  const counted = async (
    title: string,
    work: Promise<readonly AccessLine[]>,
  ): Promise<AccessGroup> => {
    const lines = await work;
    done += 1;
    progress.report(`${title} was tried`, done / (repositories.length + 3));
    return { title, lines };
  };
  progress.report("Trying what PSRT Coordinator relies on");
  const { lines: ofSignIn, isAccepted } = await checkSignIn(ports);
  const groups = await Promise.all([
    counted("Sign-in", Promise.resolve(ofSignIn)),
    ...repositories.map((repository) =>
      counted(
        fullName(repository),
        isAccepted ? checkOneRepository(ports, repository) : Promise.resolve([NOTHING_TRIED]),
      ),
    ),
    counted("This machine and public lists", checkSurroundings(ports)),
    ...(isAccepted ? [counted("Teams", checkTeams(ports, repositories))] : []),
  ]);
  const { site, login } = gitHub;
  return accessReport({ apiUrl: site.apiUrl, login, at: clock.now(), groups });
}

async function checkOneRepository(
  ports: CheckAccessPorts,
  repository: RepositoryName,
): Promise<readonly AccessLine[]> {
  const { lines, open } = await checkRepository(ports, repository);
  const mainBranch = projectOf(repository)?.mainBranch ?? "main";
  return [
    ...lines,
    await checkPublicGit(ports, repository, mainBranch),
    ...(await checkPrivateSide(ports, open)),
  ];
}

async function checkSurroundings(ports: CheckAccessPorts): Promise<readonly AccessLine[]> {
  const { gitHub, git, roster, releaseCycleUrl, fetch, log, signal } = ports;
  return [
    await tryOut(
      {
        what: "git",
        assumption: `git ${OLDEST_GIT} or newer is on this machine.`,
        otherwise: "Nothing can be cloned, landed or pushed.",
      },
      log,
      async () => works(`git ${await requireGit(git)} is.`),
    ),
    await tryOut(
      {
        what: "List of members",
        assumption: "The PSRT's list of members can be read, and you are on it.",
        otherwise: "Delegation offers the members of an older list.",
      },
      log,
      async () => {
        const { members, origin, trouble = "" } = await roster.read(signal);
        if (origin !== "live") return fails(trouble);
        const me = members.find(({ login }) => sameLogin(login, gitHub.login));
        const words = `It has ${members.length} members`;
        if (me === undefined) {
          return otherwise(
            `${words}, and you are not one of them.`,
            "Nobody can delegate to you. Unless you see others' tickets, you are offered nothing that is for members to decide.",
          );
        }
        return works(`${words}; you are ${me.notes === "" ? "a member" : me.notes}.`);
      },
    ),
    await tryOut(
      {
        what: "Release branches",
        assumption: "The list of release branches can be read, and tells which still get fixes.",
        otherwise:
          "The branches that were known when this version was made are used for backports.",
      },
      log,
      async () => {
        const what = "The list of release branches";
        const text = await readPublicText(releaseCycleUrl, what, { fetch, signal });
        const list = parseReleaseCycle(parsed(text));
        if (list === undefined) return fails("What came is not a list of releases.");
        return works(`These get fixes: ${list.branches.map(({ name }) => name).join(", ")}.`);
      },
    ),
  ];
}

function checkTeams(
  { gitHub, log, signal }: CheckAccessPorts,
  repositories: readonly RepositoryName[],
): Promise<readonly AccessLine[]> {
  const owners = [...new Set(repositories.map(({ owner }) => owner))];
  return Promise.all(
    owners.map((owner) =>
      tryOut(
        {
          what: `@${owner}/${PSRT_TEAM}`,
          assumption:
            "GitHub shows the team's members to members of the organisation whose token has the scope “read:org”.",
          otherwise: NO_TEAM,
        },
        log,
        async () => {
          try {
            const members = await gitHub.teams.members(owner, PSRT_TEAM, signal);
            return works(`It has ${members.length} members.`);
          } catch (error) {
            const hidden =
              error instanceof GitHubError && /^(not-found|forbidden)$/.test(error.reason);
            if (!hidden) throw error;
            return otherwise("GitHub does not show it to you, or not to this token.", NO_TEAM);
          }
        },
      ),
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
