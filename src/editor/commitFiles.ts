import * as vscode from "vscode";
import { COMMIT_SCHEME } from "./contributions.ts";
import { FlatFiles } from "./flatFiles.ts";

/** The bytes of a file as a commit of a local clone has it. */
export type ReadFileAt = (clone: string, commit: string, path: string) => Promise<Uint8Array>;

/** A file of a change: where it is, and where it came from. */
export interface ChangedPath {
  readonly path: string;
  readonly oldPath?: string | undefined;
  readonly isNew: boolean;
  readonly isGone: boolean;
}

/**
 * Files of commits as read-only documents, so that VS Code's own editors show them in their
 * encoding. Only commits that were shown here can be read.
 */
export class CommitFiles extends FlatFiles {
  readonly #read: ReadFileAt;
  readonly #clones = new Map<string, string>();
  readonly #registration: vscode.Disposable;

  constructor(read: ReadFileAt) {
    super();
    this.#read = read;
    this.#registration = vscode.workspace.registerFileSystemProvider(COMMIT_SCHEME, this, {
      isCaseSensitive: true,
      isReadonly: true,
    });
  }

  /** Opens VS Code's multi-file diff editor on what lies between two commits of a clone. */
  async show(
    title: string,
    clone: string,
    base: string,
    commit: string,
    files: readonly ChangedPath[],
  ): Promise<void> {
    this.#clones.set(base, clone);
    this.#clones.set(commit, clone);
    const resources = files.map(({ path, oldPath, isNew, isGone }) => [
      vscode.Uri.file(`${clone}/${path}`),
      isNew ? undefined : uriOf(base, oldPath ?? path),
      isGone ? undefined : uriOf(commit, path),
    ]);
    await vscode.commands.executeCommand("vscode.changes", title, resources);
  }

  override async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length };
  }

  override async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const clone = this.#clones.get(uri.authority);
    if (clone === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return this.#read(clone, uri.authority, uri.path.slice(1));
  }

  override writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  override dispose(): void {
    this.#registration.dispose();
    super.dispose();
  }
}

function uriOf(commit: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: COMMIT_SCHEME, authority: commit, path: `/${path}` });
}
