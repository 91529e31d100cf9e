import { readFile } from "node:fs/promises";
import * as vscode from "vscode";
import { parseWeaknessList, type WeaknessList } from "../ticket/cwe.ts";

/** The official list of weaknesses, read from the extension's own files when it is first wanted. */
export class WeaknessFile {
  readonly #path: string;
  #list: Promise<WeaknessList> | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.#path = vscode.Uri.joinPath(extensionUri, "dist", "media", "cwe.json").fsPath;
  }

  read(): Promise<WeaknessList> {
    return (this.#list ??= this.#load());
  }

  async #load(): Promise<WeaknessList> {
    const list = parseWeaknessList(JSON.parse(await readFile(this.#path, "utf8")));
    if (list === undefined) throw new Error("The list of weaknesses is damaged.");
    return list;
  }
}
