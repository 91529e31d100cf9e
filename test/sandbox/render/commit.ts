import type { SandboxState } from "../state.ts";
import { nodeId, type Json, type JsonObject, type Links } from "./links.ts";
import { renderUser } from "./user.ts";

interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly date: string;
}

export interface CommitRecord {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface ChangedFile {
  readonly filename: string;
  readonly previous?: string;
  readonly sha: string;
  readonly status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed";
  readonly additions: number;
  readonly deletions: number;
  /** The hunks; absent for a binary file. */
  readonly patch?: string;
}

/** Schema `commit`; an e-mail address that belongs to nobody gives no user. */
export function renderCommit(
  state: SandboxState,
  links: Links,
  fullName: string,
  commit: CommitRecord,
): JsonObject {
  const url = `${links.api}/repos/${fullName}/commits/${commit.sha}`;
  const git = `${links.api}/repos/${fullName}/git`;
  const person = ({ email }: Signature): Json => {
    const user = state.users.find((each) => each.email === email);
    return user === undefined ? null : renderUser(links, user);
  };
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", commit.sha),
    url,
    html_url: `${links.web}/${fullName}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${git}/commits/${commit.sha}`,
      author: { ...commit.author },
      committer: { ...commit.committer },
      message: commit.message,
      tree: { sha: commit.tree, url: `${git}/trees/${commit.tree}` },
      comment_count: 0,
    },
    author: person(commit.author),
    committer: person(commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${links.api}/repos/${fullName}/commits/${sha}`,
      html_url: `${links.web}/${fullName}/commit/${sha}`,
    })),
  };
}

/** Schema `diff-entry`. */
export function renderFile(
  links: Links,
  fullName: string,
  head: string,
  file: ChangedFile,
): JsonObject {
  const path = file.filename.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.sha,
    filename: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${links.web}/${fullName}/blob/${head}/${path}`,
    raw_url: `${links.web}/${fullName}/raw/${head}/${path}`,
    contents_url: `${links.api}/repos/${fullName}/contents/${path}?ref=${head}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previous === undefined ? {} : { previous_filename: file.previous }),
  };
}
