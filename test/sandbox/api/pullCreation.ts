import { asBoolean, asString, type UnknownRecord } from "../../../src/base/shape.ts";
import { roleIn } from "../access.ts";
import { fullNameOf, type Pull, type Repository } from "../model.ts";
import type { SandboxState } from "../state.ts";
import { invalid, notFound } from "./exchange.ts";

const RESOURCE = "PullRequest";

/**
 * `POST /repos/{owner}/{repo}/pulls`; `head` is a branch of this repository or `login:branch` of a
 * fork (docs.github.com/rest/pulls/pulls#create-a-pull-request).
 *
 * @throws {ApiError} 404 or 422
 */
export async function openPull(
  state: SandboxState,
  repository: Repository,
  body: UnknownRecord,
  login: string,
): Promise<Pull> {
  const title = asString(body["title"]) ?? "";
  const base = asString(body["base"]) ?? "";
  if (title.trim() === "") throw invalid(RESOURCE, "title", undefined, "missing_field");
  const { headRepository, branch } = headOf(state, repository, asString(body["head"]) ?? "");
  if (roleIn(state, headRepository, login) === undefined) throw notFound();
  const [name, headName] = [fullNameOf(repository), fullNameOf(headRepository)];
  const [headSha, baseSha] = await Promise.all([
    state.git.commitOf(headName, `refs/heads/${branch}`),
    state.git.commitOf(name, `refs/heads/${base}`),
  ]);
  if (headSha === undefined) throw invalid(RESOURCE, "head");
  if (baseSha === undefined) throw invalid(RESOURCE, "base");
  const known = [...repository.threads.values()].some(
    (thread) =>
      thread.kind === "pull" &&
      thread.state === "open" &&
      thread.head.repository === headName &&
      thread.head.branch === branch &&
      thread.base.branch === base,
  );
  const label = `${headRepository.owner}:${branch}`;
  if (known) throw invalid(RESOURCE, "head", `A pull request already exists for ${label}.`);
  if (await contains(state, headRepository, { name, baseSha, headSha })) {
    throw invalid(RESOURCE, "base", `No commits between ${base} and ${label}`);
  }
  const text = asString(body["body"]);
  return state.openPull({
    ...{ repository: name, headRepository: headName, branch, base, title, author: login },
    ...(text === undefined ? {} : { body: text }),
    draft: asBoolean(body["draft"]) ?? false,
  });
}

function headOf(
  state: SandboxState,
  repository: Repository,
  head: string,
): { headRepository: Repository; branch: string } {
  const [, owner, branch] = /^(?:([^:]+):)?(.+)$/.exec(head) ?? [];
  if (branch === undefined) throw invalid(RESOURCE, "head", undefined, "missing_field");
  if (owner === undefined || owner.toLowerCase() === repository.owner.toLowerCase()) {
    return { headRepository: repository, branch };
  }
  const headRepository = state.repositories.find(
    (each) =>
      each.owner.toLowerCase() === owner.toLowerCase() && each.parent === fullNameOf(repository),
  );
  if (headRepository === undefined) throw invalid(RESOURCE, "head");
  return { headRepository, branch };
}

/** Whether the base has the head's last commit already. */
async function contains(
  state: SandboxState,
  headRepository: Repository,
  { name, baseSha, headSha }: { name: string; baseSha: string; headSha: string },
): Promise<boolean> {
  if ((await state.git.commitOf(name, headSha)) === undefined) {
    const source = state.git.path(fullNameOf(headRepository));
    await state.git.text(name, ["fetch", "--quiet", "--no-write-fetch-head", source, headSha]);
  }
  return (await state.git.text(name, ["rev-list", "--count", `${baseSha}..${headSha}`])) === "0";
}
