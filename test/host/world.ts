import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import { asList, asNumber, asRecord, asString } from "../../src/base/shape.ts";
import type { CommandId } from "../../src/editor/commandTable.ts";

export const EXTENSION_ID = "psrt.psrt-coordinator";

/** A ticket with an approved private pull request. */
export const COOKIES = row("GHSA-9q23-4r5v-6w7x");

/** What a row of the tree hands to a command. */
export function row(ghsaId: string): unknown {
  return { ticket: { repository: { owner: "python", repo: "cpython" }, ghsaId } };
}

/** What the launcher has told of the surroundings, by the name's end. */
export function surroundings(
  name: "URL" | "API" | "CONTROL" | "TOKEN" | "LOGIN" | "FOLDER" | "PRIVATE" | "CLONES",
): string {
  const value = process.env[`PSRT_SANDBOX_${name}`];
  assert.ok(value !== undefined, `The launcher has not set PSRT_SANDBOX_${name}.`);
  return value;
}

/** The member's public clone of python/cpython. */
export function publicClone(): string {
  const clone = asString(asRecord(JSON.parse(surroundings("CLONES")))?.["python/cpython"]);
  assert.ok(clone);
  return clone;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly login: string | null;
  readonly status: number;
}

/** All requests that the sandbox GitHub has got so far, git's among them. */
export async function requests(): Promise<readonly Request[]> {
  const answer = await fetch(`${surroundings("CONTROL")}/requests`);
  return asList(await answer.json()).map((each) => {
    const data = asRecord(each);
    return {
      method: asString(data?.["method"]) ?? "",
      path: asString(data?.["path"]) ?? "",
      login: asString(data?.["login"]) ?? null,
      status: asNumber(data?.["status"]) ?? 0,
    };
  });
}

/** The requests that come in while something is done. */
export async function requestsOf(work: () => Promise<unknown>): Promise<readonly Request[]> {
  const before = (await requests()).length;
  await work();
  return (await requests()).slice(before);
}

/** Requests and answers so far that did not fit GitHub's description. */
export async function violations(): Promise<unknown> {
  return (await fetch(`${surroundings("CONTROL")}/violations`)).json();
}

export async function run(id: CommandId, ...args: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(id, ...args);
}

/** Signs in to the sandbox as the launcher's person, and lets the first reading end. */
export async function signIn(): Promise<void> {
  await run("psrt.signInWithToken", { token: surroundings("TOKEN") });
  await run("psrt.refresh");
}

/** Looks until something is there, for 20 seconds. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(50);
  }
  throw new assert.AssertionError({ message: `There was never ${what}.` });
}

/**
 * Hears what VS Code is asked to tell the person during each test of a `describe`; the messages are
 * shown all the same.
 */
export function useMessages(): () => readonly string[] {
  const heard: string[] = [];
  const kinds = ["showErrorMessage", "showInformationMessage"] as const;
  const originals = kinds.map((kind) => [kind, vscode.window[kind]] as const);
  before(() => {
    for (const [kind, show] of originals) {
      const listening = (message: string, ...rest: never[]): unknown => {
        heard.push(message);
        return show(message, ...rest);
      };
      assert.ok(Reflect.set(vscode.window, kind, listening));
    }
  });
  beforeEach(() => (heard.length = 0));
  after(() => {
    for (const [kind, show] of originals) Reflect.set(vscode.window, kind, show);
  });
  return () => heard;
}

/** The tabs that show something of that kind. */
export function tabsWith(matches: (input: unknown) => boolean): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => matches(input));
}
