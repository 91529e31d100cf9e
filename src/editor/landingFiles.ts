import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { systemCode } from "../base/errors.ts";
import { asRecord } from "../base/shape.ts";
import { LANDING_SCHEME } from "./contributions.ts";
import { FlatFiles } from "./flatFiles.ts";

/** The bytes of an object of a landing's own repository. */
export type ReadVersion = (repository: string, blob: string) => Promise<Uint8Array>;

/** A file in conflict, with its versions as object ids; absent where there is none. */
export interface ConflictVersions {
  readonly path: string;
  readonly base?: string;
  readonly project?: string;
  readonly reviewed?: string;
}

/** How the merge editor names the two sides. */
export interface SideNames {
  readonly project: string;
  readonly reviewed: string;
}

/**
 * Files that conflict, as documents of their own scheme: what is embargoed in them is in no local
 * history, no search and no list of recent files, and no git extension takes them for its own.
 */
export class LandingFiles extends FlatFiles {
  readonly #root: string;
  readonly #read: ReadVersion;
  readonly #registration: vscode.Disposable;
  /** Names of landings whose editors are being closed. */
  readonly #ended = new Set<string>();

  /** @param root absolute path of the folder with all landings' folders. */
  constructor(root: string, read: ReadVersion) {
    super();
    this.#root = root;
    this.#read = read;
    this.#registration = vscode.workspace.registerFileSystemProvider(LANDING_SCHEME, this, {
      isCaseSensitive: true,
    });
  }

  /** Opens VS Code's merge editor on a file of a landing's work tree. */
  async merge(name: string, versions: ConflictVersions, sides: SideNames): Promise<void> {
    const { path, base, project, reviewed } = versions;
    // The command that VS Code's own git extension uses for this; there is no other way in.
    await vscode.commands.executeCommand("_open.mergeEditor", {
      base: uriOf(name, path, base ?? NONE),
      input1: { uri: uriOf(name, path, project ?? NONE), title: sides.project },
      input2: { uri: uriOf(name, path, reviewed ?? NONE), title: sides.reviewed },
      output: uriOf(name, path),
    });
  }

  /** Opens the file itself in an encoding that loses no byte of it. */
  async open(name: string, path: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(name, path), {
      encoding: "iso88591",
    });
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Saves what is open of a landing. @returns false when something could not be saved. */
  async save(name: string): Promise<boolean> {
    const unsaved = vscode.workspace.textDocuments.filter(
      ({ uri, isDirty }) => isDirty && isOf(uri, name),
    );
    const saved = await Promise.all(unsaved.map((document) => document.save()));
    return saved.every(Boolean);
  }

  /** Closes what is open of a landing that has ended, whatever is unsaved or unresolved in it. */
  async close(name: string): Promise<void> {
    const own = openFiles().filter((uri) => isOf(uri, name) && blobOf(uri) === undefined);
    if (own.length === 0) return;
    // Of a merge editor VS Code asks what to keep of it, except where its file was deleted.
    const edit = new vscode.WorkspaceEdit();
    for (const uri of own) edit.deleteFile(uri, { ignoreIfNotExists: true });
    this.#ended.add(name);
    try {
      await vscode.workspace.applyEdit(edit);
    } finally {
      this.#ended.delete(name);
    }
  }

  override async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const blob = blobOf(uri);
    if (blob !== undefined) {
      const { length } = await this.readFile(uri);
      const permissions = vscode.FilePermission.Readonly;
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length, permissions };
    }
    if (this.#ended.has(uri.authority)) {
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 };
    }
    const { ctimeMs, mtimeMs, size } = await found(uri, stat(this.#path(uri)));
    return { type: vscode.FileType.File, ctime: ctimeMs, mtime: mtimeMs, size };
  }

  override async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const blob = blobOf(uri);
    if (blob === undefined) return found(uri, readFile(this.#path(uri)));
    if (blob === NONE) return new Uint8Array();
    return this.#read(join(this.#folder(uri), "repository"), blob);
  }

  override async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    if (blobOf(uri) !== undefined) throw vscode.FileSystemError.NoPermissions(uri);
    // A file that is not there was taken away by the merge, or by the end of the landing.
    await found(uri, overwrite(this.#path(uri), content));
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  /** Only for {@link close}: the folder itself is removed by who ends the landing. */
  override delete(uri: vscode.Uri): void {
    if (!this.#ended.has(uri.authority)) super.delete(uri);
  }

  override dispose(): void {
    this.#registration.dispose();
    super.dispose();
  }

  #folder(uri: vscode.Uri): string {
    if (!/^[0-9a-f]{16}$/.test(uri.authority)) throw vscode.FileSystemError.FileNotFound(uri);
    return join(this.#root, uri.authority);
  }

  #path(uri: vscode.Uri): string {
    const parts = uri.path.slice(1).split("/");
    const isInside = parts.every((part) => !/^(?:|\.{1,2}|\.git)$/i.test(part));
    if (!isInside || uri.path.includes("\\")) throw vscode.FileSystemError.FileNotFound(uri);
    return join(this.#folder(uri), "tree", ...parts);
  }
}

const NONE = "none";

function uriOf(name: string, path: string, version = ""): vscode.Uri {
  return vscode.Uri.from({
    ...{ scheme: LANDING_SCHEME, authority: name, path: `/${path}`, query: version },
  });
}

function isOf({ scheme, authority }: vscode.Uri, name: string): boolean {
  return scheme === LANDING_SCHEME && authority === name;
}

/** The files that tabs show, in a merge editor or alone. */
function openFiles(): readonly vscode.Uri[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const files = tabs.flatMap(({ input }) => {
    const { uri, result } = asRecord(input) ?? {};
    return [uri, result].filter((each) => each instanceof vscode.Uri);
  });
  return [...new Map(files.map((uri) => [uri.toString(), uri])).values()];
}

/** Undefined for the file in the work tree. */
function blobOf(uri: vscode.Uri): string | undefined {
  if (uri.query === "") return undefined;
  if (uri.query !== NONE && !/^[0-9a-f]{40,64}$/.test(uri.query)) {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
  return uri.query;
}

/** Writes a file that is there; what it had beyond the new content goes. */
async function overwrite(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.writeFile(content);
    await file.truncate(content.length);
  } finally {
    await file.close();
  }
}

async function found<T>(uri: vscode.Uri, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (systemCode(error) === "ENOENT") throw vscode.FileSystemError.FileNotFound(uri);
    throw error;
  }
}
