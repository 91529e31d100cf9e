import { applyPatch, type AppliedPatch, type ApplyPatchInput } from "../../src/steps/applyPatch.ts";
import type { ApplyPatchPorts } from "../../src/steps/applyPatch.ts";
import { secretsOf } from "../../src/embargo/secrets.ts";
import type { SecretsOf } from "../../src/steps/gatherSecrets.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import type { World } from "./world.ts";

export const news = {
  path: "Misc/NEWS.d/next/Security/2026-11-23-10-00-00.gh-issue-140001.abcDEF.rst",
  content: "Fix :mod:`spam`.\n",
};

/** What the advisory alone tells; nothing of it is unread. */
export const advisorySecrets: SecretsOf = (ticket) =>
  Promise.resolve({ secrets: secretsOf(ticket), unread: [] });

/** Lands a pull request of the world with good defaults. */
export function land(
  world: World,
  pullRequest: PullRequest,
  input: Partial<ApplyPatchInput> = {},
  ports: Partial<ApplyPatchPorts> = {},
): Promise<AppliedPatch> {
  return applyPatch(
    {
      git: world.door(),
      source: { patch: () => Promise.resolve(world.patchOf(pullRequest)) },
      records: world.records,
      secrets: advisorySecrets,
      storage: world.storage,
      ...ports,
    },
    {
      ticket: world.ticket,
      project: world.project,
      pullRequest,
      fork: {
        name: { owner: "python", repo: "cpython-ghsa-2222-3333-4444" },
        address: world.fork,
      },
      upstream: world.upstream,
      publicClone: world.publicClone,
      branch: "gh-140001",
      message: "gh-140001: Fix spam",
      news,
      ...input,
    },
  );
}
