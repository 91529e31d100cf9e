import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { findPublicClone } from "../steps/findPublicClone.ts";
import { projects, type Project } from "../ticket/project.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Desk } from "./desk.ts";

/**
 * The member's public clone: the one that was chosen, else a folder of a trusted workspace.
 * Undefined when there is none.
 */
export async function publicCloneOf(
  desk: Desk,
  project: Project,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const chosen = desk.settings.publicClone(project.repository);
  const open = vscode.workspace.isTrusted
    ? (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)
    : [];
  const folders = chosen === undefined ? open : [chosen, ...open];
  const upstream = desk.gitHub().gitUrl(project.repository);
  return findPublicClone(desk.git(), project, upstream, folders, signal);
}

/** @throws {HumanError} when there is none. */
export async function requirePublicClone(desk: Desk, project: Project): Promise<string> {
  const clone = await publicCloneOf(desk, project);
  if (clone === undefined) {
    throw new HumanError(
      `There is no public clone of ${project.name} on this machine that PSRT Coordinator knows of.`,
      "Choose the folder of your clone, or clone the project first.",
      { remedy: "choose-public-clone" },
    );
  }
  return clone;
}

/** Lets the person say where a project's public clone is. */
export async function choosePublicClone(desk: Desk): Promise<void> {
  const choice = await vscode.window.showQuickPick(
    projects.map((project) => ({
      label: project.name,
      description: desk.settings.publicClone(project.repository) ?? "not chosen",
      project,
    })),
    { title: "Choose a Public Clone", placeHolder: "Project" },
  );
  if (choice === undefined) throw new CancelledError();
  const { project } = choice;
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: `Your public clone of ${project.name}`,
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: "Use This Clone",
    })) ?? [];
  if (folder === undefined) throw new CancelledError();
  const upstream = desk.gitHub().gitUrl(project.repository);
  const found = await findPublicClone(desk.git(), project, upstream, [folder.fsPath]);
  if (found === undefined) {
    throw new HumanError(
      `${folder.fsPath} is not a clone of ${fullName(project.repository)} or of a fork of it.`,
      "Choose the folder that holds the clone's .git.",
    );
  }
  await desk.settings.choosePublicClone(project.repository, found);
}
