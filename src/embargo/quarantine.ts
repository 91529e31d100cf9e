import { carrierName } from "./codeCarriers.ts";
import { QUARANTINE_SETTINGS, type QuarantineSetting, type Subject } from "./quarantineSettings.ts";

/** A setting's effective value in the window, and under the languages that have one of their own. */
export interface SettingFact {
  readonly value: unknown;
  readonly languages: ReadonlyMap<string, unknown>;
}

/** What was looked at in a private clone's window; "unchecked" where that was not possible. */
export interface QuarantineFacts {
  /** By id; the settings that this VS Code does not know are missing. */
  readonly settings: ReadonlyMap<string, SettingFact>;
  /** Ids of the extensions that run where this one does, in any letter case. */
  readonly extensions: readonly string[];
  /** The editor's name: "Visual Studio Code". */
  readonly editor: string;
  /** What of the push lock does not hold. */
  readonly lock: readonly string[] | "unchecked";
  /** Whether git ignores the file that holds the settings. */
  readonly ignored: boolean | "unchecked";
}

/** What can be done about a finding. */
export type Fix =
  | { readonly kind: "settings"; readonly edits: readonly SettingEdit[] }
  | { readonly kind: "lock" }
  | { readonly kind: "ignore" }
  /** Only the person can switch an extension off. */
  | { readonly kind: "extension"; readonly id: string }
  | { readonly kind: "trust" };

/** A value to set in the workspace's settings; under a language: `["[python]", id]`. */
export interface SettingEdit {
  readonly path: readonly string[];
  readonly value: unknown;
}

export interface Finding {
  readonly subject: Subject | "pushes" | "ignored" | "extensions" | "editor";
  readonly state: "holds" | "open" | "unchecked";
  /** What holds, or what does not, in a few words. */
  readonly title: string;
  readonly detail: string;
  readonly fix?: Fix;
}

/** The settings of a new private clone. */
export function quarantineEdits(): readonly SettingEdit[] {
  return QUARANTINE_SETTINGS.map(({ id, want }) => ({ path: [id], value: want(undefined) }));
}

/** What holds in a private clone's window and what doesn't, from what was looked at and no more. */
export function quarantineFindings(facts: QuarantineFacts): readonly Finding[] {
  return [
    pushes(facts),
    ...SUBJECTS.map(([subject, words]) => settings(subject, words, facts)),
    ignored(facts),
    ...extensions(facts),
    ...editor(facts),
  ];
}

type Words = readonly [holds: string, open: string, detail: string];

const SUBJECTS: readonly (readonly [Subject, Words])[] = [
  ["ai", ["AI features are off", "AI features are on", "They send code and chats to a service."]],
  [
    "history",
    [
      "No local history is kept",
      "VS Code keeps a local history",
      "Copies of the files stay outside the clone when it is removed.",
    ],
  ],
  [
    "edit-sync",
    [
      "Edits go to no cloud",
      "Edits may go to the cloud",
      "Working changes would leave this machine.",
    ],
  ],
  [
    "fetch",
    [
      "VS Code fetches nothing by itself",
      "git fetches by itself",
      "It should happen when you ask for it.",
    ],
  ],
  [
    "publish",
    [
      "No button publishes or syncs",
      "A button publishes or syncs",
      "A push should be a step of its own.",
    ],
  ],
  [
    "after-commit",
    [
      "A commit stays a commit",
      "A commit is followed by a push",
      "Commits should stay here first.",
    ],
  ],
];

function pushes({ lock }: QuarantineFacts): Finding {
  const subject = "pushes";
  if (lock === "unchecked") {
    return {
      subject,
      state: "unchecked",
      title: "Where pushes go was not checked",
      detail: "git is not run in a folder that you do not trust.",
      fix: { kind: "trust" },
    };
  }
  return lock.length === 0
    ? {
        subject,
        state: "holds",
        title: "Pushes go to the private fork only",
        detail: "Hook, rewriting and push addresses are in place.",
      }
    : {
        subject,
        state: "open",
        title: "Pushes may go elsewhere",
        detail: `Not in place: ${lock.map((gap) => GAPS[gap] ?? gap).join(", ")}.`,
        fix: { kind: "lock" },
      };
}

const GAPS: Readonly<Record<string, string>> = {
  configuration: "push addresses and defaults",
  rewriting: "the rewriting of other addresses",
  "hooks-folder": "the hooks folder",
  hook: "the pre-push hook",
};

function settings(
  subject: Subject,
  [holds, open, detail]: Words,
  { settings }: QuarantineFacts,
): Finding {
  const ours = QUARANTINE_SETTINGS.filter((setting) => setting.subject === subject);
  const edits = ours.flatMap((setting) => editsFor(setting, settings.get(setting.id)));
  const missing = ours.filter(({ id, needed }) => needed === true && !settings.has(id));
  const known = ours.filter(({ id }) => settings.has(id)).map(({ id }) => id);
  if (edits.length > 0) {
    const names = edits.map(({ path }) => path.join(" "));
    return {
      subject,
      state: "open",
      title: open,
      detail: `${detail} ${names.join(", ")}`,
      fix: { kind: "settings", edits },
    };
  }
  if (missing.length > 0 || known.length === 0) {
    const names = (missing.length > 0 ? missing : ours).map(({ id }) => id);
    return {
      subject,
      state: "unchecked",
      title: `${holds}: not checked`,
      detail: `This VS Code does not know ${names.join(", ")}.`,
    };
  }
  return { subject, state: "holds", title: holds, detail: known.join(", ") };
}

function editsFor(
  { id, want, holds }: QuarantineSetting,
  fact: SettingFact | undefined,
): readonly SettingEdit[] {
  if (fact === undefined) return [];
  const languages = [...fact.languages].filter(([, value]) => !holds(value));
  return [
    ...(holds(fact.value) ? [] : [{ path: [id], value: want(fact.value) }]),
    ...languages.map(([language, value]) => ({ path: [`[${language}]`, id], value: want(value) })),
  ];
}

function ignored({ ignored }: QuarantineFacts): Finding {
  const subject = "ignored";
  if (ignored === "unchecked") {
    return {
      subject,
      state: "unchecked",
      title: "Whether git ignores these settings was not checked",
      detail: "git is not run in a folder that you do not trust.",
      fix: { kind: "trust" },
    };
  }
  return ignored
    ? {
        subject,
        state: "holds",
        title: "git ignores these settings",
        detail: ".vscode/settings.json",
      }
    : {
        subject,
        state: "open",
        title: "git sees these settings",
        detail: "A commit could take .vscode/settings.json along.",
        fix: { kind: "ignore" },
      };
}

function extensions({ extensions }: QuarantineFacts): readonly Finding[] {
  const subject = "extensions";
  const carriers = extensions.flatMap((id) => {
    const name = carrierName(id);
    return name === undefined ? [] : [{ id, name }];
  });
  if (carriers.length === 0) {
    return [
      {
        subject,
        state: "holds",
        title: "No extension runs here that is known to send code",
        detail: "Looked at those that run beside this one; others can't be seen.",
      },
    ];
  }
  return carriers.map(({ id, name }) => ({
    subject,
    state: "open",
    title: `${name} is known to send code or what you do with it`,
    detail: `Switch ${id} off for this workspace; if it is off already, reload the window.`,
    fix: { kind: "extension", id },
  }));
}

/** Editors built from VS Code with an AI of their own, which no setting of VS Code switches off. */
const OWN_AI =
  /\b(?:cursor|windsurf|trae|kiro|antigravity|void|pearai|melty|aide|qoder|codebuddy)\b/i;

function editor({ editor }: QuarantineFacts): readonly Finding[] {
  if (!OWN_AI.test(editor)) return [];
  return [
    {
      subject: "editor",
      state: "open",
      title: `${editor} has an AI of its own`,
      detail: "These settings do not reach it. Open the clone in VS Code.",
    },
  ];
}
