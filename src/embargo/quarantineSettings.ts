/** What a quarantine setting is for. */
export type Subject = "ai" | "history" | "edit-sync" | "fetch" | "publish" | "after-commit";

export interface QuarantineSetting {
  readonly id: string;
  readonly subject: Subject;
  /** The value to set, made from the one that counts now. */
  readonly want: (current: unknown) => unknown;
  readonly holds: (value: unknown) => boolean;
  /** Without it nothing tells that its subject holds; the others belong to what may not be there. */
  readonly needed?: true;
}

/** Settings of VS Code, its git extension and Copilot that a workspace may set, VS Code 1.139. */
export const QUARANTINE_SETTINGS: readonly QuarantineSetting[] = [
  { ...exactly("chat.disableAIFeatures", "ai", true), needed: true },
  exactly("editor.inlineSuggest.enabled", "ai", false),
  allOff("github.copilot.enable", "ai"),
  exactly("github.copilot.nextEditSuggestions.enabled", "ai", false),
  exactly("chat.sessionSync.enabled", "ai", false),
  { ...exactly("workbench.localHistory.enabled", "history", false), needed: true },
  exactly("workbench.cloudChanges.autoResume", "edit-sync", "off"),
  exactly("workbench.cloudChanges.continueOn", "edit-sync", "off"),
  exactly("workbench.experimental.cloudChanges.autoStore", "edit-sync", "off"),
  { ...exactly("git.autofetch", "fetch", false), needed: true },
  {
    id: "git.showActionButton",
    subject: "publish",
    want: () => ({ commit: true, publish: false, sync: false }),
    holds: (value) => isRecord(value) && value["publish"] === false && value["sync"] === false,
    needed: true,
  },
  exactly("git.enableStatusBarSync", "publish", false),
  exactly("githubPullRequests.createOnPublishBranch", "publish", "never"),
  { ...exactly("git.postCommitCommand", "after-commit", "none"), needed: true },
  exactly("git.rememberPostCommitCommand", "after-commit", false),
];

function exactly(id: string, subject: Subject, wanted: boolean | string): QuarantineSetting {
  return { id, subject, want: () => wanted, holds: (value) => value === wanted };
}

/** VS Code merges such objects over its scopes, so each key that is there must be named. */
function allOff(id: string, subject: Subject): QuarantineSetting {
  return {
    id,
    subject,
    want: (current) => ({
      "*": false,
      ...Object.fromEntries(
        Object.keys(isRecord(current) ? current : {}).map((key) => [key, false]),
      ),
    }),
    holds: (value) =>
      isRecord(value) && value["*"] === false && Object.values(value).every((on) => on === false),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
