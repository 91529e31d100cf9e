import { join } from "node:path";
import type { PublicClone } from "./publicClone.ts";

/** Own configuration counts over the person's: no hooks, filters or merge drivers run here. */
export function scratchConfig(folder: string, { config, objectFormat }: PublicClone): string {
  const none = quote(join(folder, "none"));
  const { promisor } = config;
  const extensions = [
    ...(objectFormat === "sha1" ? [] : [`objectFormat = ${objectFormat}`]),
    ...(promisor === undefined ? [] : ["partialClone = promisor"]),
  ];
  return [
    "[core]",
    `repositoryFormatVersion = ${extensions.length === 0 ? 0 : 1}`,
    "bare = true",
    "autocrlf = false",
    "fsmonitor = false",
    "longPaths = true",
    ...(process.platform === "win32" ? ["fileMode = false", "symlinks = false"] : []),
    ...(process.platform === "linux" ? [] : ["ignoreCase = true"]),
    "protectHFS = true",
    "protectNTFS = true",
    `hooksPath = ${none}`,
    `attributesFile = ${none}`,
    "[merge]",
    "conflictStyle = merge",
    "[gc]",
    "auto = 0",
    "[i18n]",
    "commitEncoding = UTF-8",
    ...(extensions.length === 0 ? [] : ["[extensions]", ...extensions]),
    ...(promisor === undefined
      ? []
      : [
          '[remote "promisor"]',
          `url = ${quote(promisor.fetchUrl)}`,
          "promisor = true",
          "partialCloneFilter = blob:none",
        ]),
    "",
  ].join("\n");
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}
