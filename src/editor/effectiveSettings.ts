import * as vscode from "vscode";

/** What a setting comes to in a folder, and under the languages that have a value of their own. */
export interface EffectiveSetting {
  readonly value: unknown;
  readonly languages: ReadonlyMap<string, unknown>;
}

/** By id; settings that this VS Code does not know, or whose extension is not there, are missing. */
export function effectiveSettings(
  folder: vscode.Uri,
  ids: readonly string[],
): ReadonlyMap<string, EffectiveSetting> {
  const configuration = vscode.workspace.getConfiguration(undefined, folder);
  return new Map(
    ids.flatMap((id) => {
      const inspected = configuration.inspect(id);
      if (inspected?.defaultValue === undefined) return [];
      const languages = (inspected.languageIds ?? []).map((languageId) => {
        const scope = { uri: folder, languageId };
        return [
          languageId,
          plain(vscode.workspace.getConfiguration(undefined, scope), id),
        ] as const;
      });
      return [[id, { value: plain(configuration, id), languages: new Map(languages) }] as const];
    }),
  );
}

/** VS Code hands objects out in a shell that refuses to be changed. */
function plain(configuration: vscode.WorkspaceConfiguration, id: string): unknown {
  const value = configuration.get<unknown>(id);
  return typeof value === "object" && value !== null
    ? (JSON.parse(JSON.stringify(value)) as unknown)
    : value;
}
