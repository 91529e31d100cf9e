import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import { HumanError } from "../base/errors.ts";
import { asList, asNumber, asRecord, asString } from "../base/shape.ts";
import type { CheckCommands, CommandLine } from "../ticket/checkCommands.ts";
import { parseLogin } from "../ticket/login.ts";
import type { NotificationChoice } from "../ticket/newsWords.ts";
import {
  fullName,
  parseRepositoryName,
  sameRepository,
  type RepositoryName,
} from "../ticket/repositoryName.ts";
import { settingDefaults, type SettingId } from "./contributions.ts";

/** No timer waits for longer. */
const DAY_MINUTES = 24 * 60;

/** A machine's settings, checked. All are machine-scoped: no workspace and no sync reaches them. */
export class Settings {
  /** Without a trailing slash, so that one server has one name. */
  get apiUrl(): string {
    const text = asString(read("psrt.apiUrl")) ?? settingDefaults["psrt.apiUrl"];
    return text.trim().replace(/\/+$/, "");
  }

  /** @throws {HumanError} for a name that is not one. */
  get repositories(): readonly RepositoryName[] {
    const given = read("psrt.repositories");
    const names: RepositoryName[] = [];
    for (const entry of Array.isArray(given) ? given : []) {
      const name = parseRepositoryName(asString(entry) ?? String(entry));
      if (!name.valid) {
        throw new HumanError(name.reason, "Correct the setting psrt.repositories.");
      }
      if (!names.some((known) => sameRepository(known, name.value))) names.push(name.value);
    }
    return names;
  }

  /** Absolute path of the member's public clone of a repository, where one was chosen. */
  publicClone(repository: RepositoryName): string | undefined {
    const entries = Object.entries(asRecord(read("psrt.publicClones")) ?? {});
    const [, path] = entries.find(([name]) => isName(name, repository)) ?? [];
    const text = asString(path) ?? "";
    return text === "" ? undefined : absolute(text, "psrt.publicClones");
  }

  async choosePublicClone(repository: RepositoryName, path: string): Promise<void> {
    const others = Object.entries(asRecord(read("psrt.publicClones")) ?? {}).filter(
      ([name]) => !isName(name, repository),
    );
    await vscode.workspace
      .getConfiguration()
      .update(
        "psrt.publicClones",
        Object.fromEntries([...others, [fullName(repository), path]]),
        vscode.ConfigurationTarget.Global,
      );
  }

  /** Absolute path of the folder that private clones go into. */
  get cloneFolder(): string {
    const text = asString(read("psrt.cloneFolder")) ?? "";
    return absolute(text === "" ? settingDefaults["psrt.cloneFolder"] : text, "psrt.cloneFolder");
  }

  /** Paths that say whose machine this is. */
  get ownPaths(): readonly string[] {
    return [homedir(), this.cloneFolder];
  }

  /** Whether the person wants to be asked how each private clone is made. */
  get asksCloneWay(): boolean {
    return read("psrt.cloneWay") === "ask";
  }

  /** What the person has set in place of the project's own commands. @throws {HumanError} */
  checkCommands(repository: RepositoryName): Partial<CheckCommands> {
    const entries = Object.entries(asRecord(read("psrt.checkCommands")) ?? {});
    const [, given] = entries.find(([name]) => isName(name, repository)) ?? [];
    const build = commandLines(asRecord(given)?.["build"]);
    const test = commandLines(asRecord(given)?.["test"]);
    return { ...(build !== undefined && { build }), ...(test !== undefined && { test }) };
  }

  get gitProtocol(): "https" | "ssh" {
    return read("psrt.gitProtocol") === "ssh" ? "ssh" : "https";
  }

  get gitPath(): string {
    const text = asString(read("psrt.gitPath")) ?? "";
    return text === "" ? settingDefaults["psrt.gitPath"] : text;
  }

  /** Where the list of CPython's release branches is; asked without a token. */
  get releaseCycleUrl(): string {
    return asString(read("psrt.releaseCycleUrl")) ?? settingDefaults["psrt.releaseCycleUrl"];
  }

  /** Where the list of the PSRT's members is; asked without a token. */
  get rosterUrl(): string {
    return asString(read("psrt.rosterUrl")) ?? settingDefaults["psrt.rosterUrl"];
  }

  /** Logins of the present Steering Council, who are exempt from the rule on activity. */
  get steeringCouncil(): readonly string[] {
    return asList(read("psrt.steeringCouncil")).flatMap(
      (each) => parseLogin(asString(each) ?? "") ?? [],
    );
  }

  /** Of which tickets the person wants to be told. */
  get notifications(): NotificationChoice {
    const given = read("psrt.notifications");
    return given === "off" || given === "mine" ? given : settingDefaults["psrt.notifications"];
  }

  /** Milliseconds between readings while a view is visible; 0 for never. */
  get refreshInterval(): number {
    const minutes = asNumber(read("psrt.refreshMinutes"));
    const wanted = minutes ?? settingDefaults["psrt.refreshMinutes"];
    return Math.min(Math.max(0, wanted), DAY_MINUTES) * 60_000;
  }
}

function read(id: SettingId): unknown {
  return vscode.workspace.getConfiguration().get<unknown>(id);
}

/** Undefined when nothing is set. */
function commandLines(value: unknown): readonly CommandLine[] | undefined {
  if (value === undefined) return undefined;
  return asList(value).map((line): CommandLine => {
    const words = asList(line).flatMap((word) => asString(word) ?? []);
    const [program = "", ...args] = words;
    if (program === "" || words.length !== asList(line).length) {
      throw new HumanError(
        "A command must be a list: the program, then each argument.",
        "Correct the setting psrt.checkCommands.",
      );
    }
    return [program, ...args];
  });
}

function isName(text: string, repository: RepositoryName): boolean {
  const name = parseRepositoryName(text);
  return name.valid && sameRepository(name.value, repository);
}

function absolute(path: string, setting: SettingId): string {
  const full = /^~(?=$|[\\/])/.test(path) ? join(homedir(), path.slice(1)) : path;
  if (!isAbsolute(full)) {
    throw new HumanError(`“${path}” is not an absolute path.`, `Correct the setting ${setting}.`);
  }
  return full;
}
