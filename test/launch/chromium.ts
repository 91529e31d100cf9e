import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import { run } from "./child.ts";
import { whileSaying } from "./say.ts";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "microsoft-edge-stable",
  "msedge",
];

const appFolders: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    process.env["ProgramFiles"],
    process.env["ProgramFiles(x86)"],
    process.env["LOCALAPPDATA"],
  ]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, "Google", "Chrome", "Application", "chrome.exe"),
      join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
    ]),
};

/**
 * The browser that shows VS Code's web workbench: the one named by PSRT_CHROMIUM, any Chromium,
 * Chrome or Edge of this machine, or Debian's, installed here and now when we are root.
 *
 * @throws {HumanError} when there is none and none can be installed.
 */
export async function chromium(): Promise<string> {
  const named = process.env["PSRT_CHROMIUM"];
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new HumanError(
      `PSRT_CHROMIUM names ${named}, which is not there.`,
      "Point it at a Chromium, Chrome or Edge program, or unset it.",
    );
  }
  const found = find();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await whileSaying("Installing Chromium from Debian (once)", installFromDebian);
    const installed = find();
    if (installed !== undefined) return installed;
  }
  throw new HumanError(
    "No Chromium, Chrome or Edge was found, and VS Code's web workbench needs one.",
    "Install one (on Debian: `sudo apt-get install chromium`) or name its program in PSRT_CHROMIUM.",
  );
}

function find(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(appFolders[process.platform] ?? [])].find((file) => existsSync(file));
}

async function installFromDebian(): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
}
