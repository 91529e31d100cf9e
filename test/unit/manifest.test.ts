import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { commandIds } from "../../src/editor/commandTable.ts";
import {
  capabilities,
  COMMIT_SCHEME,
  contextKeys,
  DECISION_SCHEME,
  EMBARGOED_ENDING,
  EMBARGOED_LANGUAGE,
  PLAN_LANGUAGE,
  PUBLIC_LANGUAGE,
  LANDING_SCHEME,
  settingDefaults,
  TICKET_SCHEME,
  viewIds,
} from "../../src/editor/contributions.ts";
import { MARK_FILE } from "../../src/steps/cloneMark.ts";
import { asList, asRecord, asString, type UnknownRecord } from "../../src/base/shape.ts";

const root = resolve(import.meta.dirname, "../..");
const manifest = json("package.json");
const contributes = record(manifest["contributes"]);
const commands = records(contributes["commands"]);
const menus = record(contributes["menus"]);

function json(name: string): UnknownRecord {
  return record(JSON.parse(readFileSync(join(root, name), "utf8")));
}

function record(value: unknown): UnknownRecord {
  const found = asRecord(value);
  assert.ok(found);
  return found;
}

function records(value: unknown): readonly UnknownRecord[] {
  return asList(value).map(record);
}

function text(value: unknown): string {
  const found = asString(value);
  assert.ok(found !== undefined);
  return found;
}

/** Every value under every key of that name, however deep. */
function valuesOf(node: unknown, key: string): readonly unknown[] {
  if (Array.isArray(node)) return node.flatMap((item) => valuesOf(item, key));
  return Object.entries(asRecord(node) ?? {}).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...valuesOf(value, key),
  ]);
}

function textsOf(node: unknown): readonly string[] {
  if (typeof node === "string") return [node];
  if (Array.isArray(node)) return node.flatMap(textsOf);
  return Object.values(asRecord(node) ?? {}).flatMap(textsOf);
}

function sorted(names: readonly string[]): readonly string[] {
  return [...names].sort();
}

const codeIds = sorted(Object.keys(commandIds));
const whens = valuesOf(contributes, "when").map(text);
/** "psrt.session == signedIn && viewItem =~ /\bcanClone\b/" as its clauses. */
const clauses = whens.flatMap((when) => when.split("&&").map((clause) => clause.trim()));

describe("package.json and the code's tables", () => {
  it("name the same commands, each once and with a title", () => {
    assert.deepEqual(sorted(commands.map(({ command }) => text(command))), codeIds);
    for (const { title, category } of commands) {
      assert.match(text(title), /^%command\.\w+%$/);
      assert.equal(category, "PSRT");
    }
  });

  it("put only known commands into menus, key bindings and welcome texts", () => {
    const welcome = textsOf(json("package.nls.json"))
      .flatMap((each) => [...each.matchAll(/\(command:([\w.]+)\)/g)])
      .map(([, id]) => text(id));
    const used = [
      ...valuesOf([menus, contributes["keybindings"]], "command").map(text),
      ...welcome,
    ];
    assert.deepEqual(
      used.filter((id) => !codeIds.includes(id)),
      [],
    );
  });

  it("use in conditions only words that the code knows", () => {
    const keys = Object.entries(contextKeys).flatMap(([key, values]) =>
      values.flatMap((value) => {
        if (value === true) return [key];
        return value === false ? [`!${key}`] : [`${key} == ${value}`, `${key} != ${value}`];
      }),
    );
    const known = new Set([
      ...keys,
      ...Object.values(viewIds).map((id) => `view == ${id}`),
      "view =~ /^psrt\\./",
      ...capabilities.map((flag) => `viewItem =~ /\\b${flag}\\b/`),
      ...[DECISION_SCHEME, COMMIT_SCHEME, TICKET_SCHEME, LANDING_SCHEME].map(
        (scheme) => `resourceScheme == ${scheme}`,
      ),
      ...["editorTextFocus", "false", "!isMergeEditor"],
      `mergeEditorResultUri =~ /^${LANDING_SCHEME}:/`,
    ]);
    assert.deepEqual(
      clauses.filter((clause) => !known.has(clause)),
      [],
    );
  });

  it("use every context key and every capability of a row", () => {
    const words = new Set(clauses.flatMap((clause) => clause.match(/[\w.]+/g) ?? []));
    const all = [...Object.keys(contextKeys), ...capabilities.map((flag) => `b${flag}`)];
    assert.deepEqual(
      all.filter((word) => !words.has(word)),
      [],
    );
  });

  it("offer a row's commands in its context menu, and each of them in the palette", () => {
    const palette = records(menus["commandPalette"]);
    const inMenu = records(menus["view/item/context"]).map(({ command }) => text(command));
    for (const id of new Set(inMenu)) {
      const entry = palette.find(({ command }) => command === id);
      // What lies on this machine can be removed without GitHub.
      const when = id === "psrt.purgeTicket" ? undefined : "psrt.session == signedIn";
      assert.equal(entry?.["when"], when, id);
    }
  });

  it("let nothing in embargoed text be followed, and nothing before its time be suggested or backed up", () => {
    const [language, ...others] = records(contributes["languages"]);
    assert.deepEqual(
      others.map(({ id }) => id),
      [PLAN_LANGUAGE, PUBLIC_LANGUAGE],
    );
    assert.equal(language?.["id"], EMBARGOED_LANGUAGE);
    assert.deepEqual(language["extensions"], [EMBARGOED_ENDING]);
    const defaultsOf = (id: string): Readonly<Record<string, unknown>> =>
      record(record(contributes["configurationDefaults"])[`[${id}]`]);
    assert.equal(defaultsOf(EMBARGOED_LANGUAGE)["editor.links"], false);
    for (const defaults of [EMBARGOED_LANGUAGE, PUBLIC_LANGUAGE].map(defaultsOf)) {
      assert.equal(defaults["editor.inlineSuggest.enabled"], false);
      assert.equal(defaults["files.autoSave"], "afterDelay");
      // VS Code backs up what stays unsaved for a second.
      assert.ok(Number(defaults["files.autoSaveDelay"]) < 1000);
    }
  });

  it("declare the same settings with the same defaults, out of reach of workspaces", () => {
    const properties = record(record(contributes["configuration"])["properties"]);
    const declared = Object.entries(properties).map(([id, value]) => [id, record(value)] as const);
    assert.deepEqual(
      Object.fromEntries(declared.map(([id, setting]) => [id, setting["default"]])),
      settingDefaults,
    );
    for (const [id, { scope, markdownDescription }] of declared) {
      assert.equal(scope, "machine", id);
      assert.equal(markdownDescription, `%${id.replace("psrt.", "setting.")}%`);
    }
    const orders = declared.map(([, { order }]) => order);
    assert.equal(new Set(orders).size, orders.length);
  });

  it("contribute the same views", () => {
    const containers = records(record(contributes["viewsContainers"])["activitybar"]);
    const views = record(contributes["views"]);
    assert.deepEqual(
      Object.keys(views),
      containers.map(({ id }) => id),
    );
    assert.deepEqual(sorted(valuesOf(views, "id").map(text)), sorted(Object.values(viewIds)));
    for (const { view } of records(contributes["viewsWelcome"])) {
      assert.ok(Object.values(viewIds).some((id) => id === view));
    }
  });

  it("show one welcome text at a time in each view", () => {
    const welcomes = records(contributes["viewsWelcome"]);
    for (const id of Object.values(viewIds)) {
      const nothing = "psrt.session == signedIn && psrt.configured && psrt.nothing";
      assert.deepEqual(
        welcomes.filter(({ view }) => view === id).map(({ when }) => when),
        [
          ...["psrt.session == signedOut", "psrt.session == signedIn && !psrt.configured"],
          ...(id === viewIds.myTickets ? [nothing] : []),
        ],
        id,
      );
    }
  });

  it("wake the extension by its views and commands, and to bring forms back", () => {
    assert.deepEqual(manifest["activationEvents"], [
      "onStartupFinished",
      `onFileSystem:${LANDING_SCHEME}`,
      "onWebviewPanel:psrt.advisoryForm",
      "onWebviewPanel:psrt.goingPublicReview",
      `workspaceContains:.git/${MARK_FILE}`,
    ]);
    const panel = readFileSync(join(root, "src/form/panel.ts"), "utf8");
    assert.match(panel, /ADVISORY_FORM_VIEW = "psrt\.advisoryForm"/);
  });

  it("let the extension run where the clones are, and say what a restricted workspace loses", () => {
    assert.deepEqual(manifest["extensionKind"], ["workspace"]);
    const { untrustedWorkspaces, virtualWorkspaces } = record(manifest["capabilities"]);
    for (const capability of [untrustedWorkspaces, virtualWorkspaces]) {
      assert.equal(record(capability)["supported"], "limited");
      assert.match(text(record(capability)["description"]), /^%\w+%$/);
    }
  });
});

describe("package.json", () => {
  it("has a text for every placeholder, and no text that is not used", () => {
    const texts = json("package.nls.json");
    const used = textsOf(manifest).flatMap((each) => /^%([\w.]+)%$/.exec(each)?.[1] ?? []);
    assert.deepEqual(sorted(Object.keys(texts)), sorted([...new Set(used)]));
    for (const [key, value] of Object.entries(texts)) assert.ok(text(value).trim() !== "", key);
  });

  it("names files that exist", () => {
    const files = [manifest["icon"], ...valuesOf(contributes["viewsContainers"], "icon")].map(text);
    assert.ok(files.length >= 2);
    for (const file of files) assert.ok(statSync(join(root, file)).size > 0, file);
    for (const file of ["LICENSE", "package.nls.json"]) assert.ok(existsSync(join(root, file)));
    assert.equal(manifest["main"], "./dist/extension.cjs");
  });

  it("brings icons for what stands as a button in a title or a row", () => {
    const groups = Object.values(menus).flatMap(records);
    const buttons = groups.filter(({ group }) =>
      /^(navigation|inline)/.test(asString(group) ?? ""),
    );
    for (const { command } of buttons) {
      const contributed = commands.find((each) => each["command"] === command);
      assert.match(asString(contributed?.["icon"]) ?? "", /^\$\([\w-]+\)$/, text(command));
    }
  });

  it("has the publisher, the licence and the oldest VS Code that were decided", () => {
    const { publisher, license, engines } = manifest;
    assert.deepEqual([publisher, license], ["psrt", "MIT"]);
    assert.equal(record(engines)["vscode"], "^1.101.0");
    assert.equal(manifest["dependencies"], undefined);
  });
});
