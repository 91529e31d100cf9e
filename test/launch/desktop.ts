import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
} from "@vscode/test-electron";
import { _electron as electron, type ElectronApplication } from "playwright-core";
import { messageOf } from "../../src/base/errors.ts";
import { Child, run } from "./child.ts";
import type { Development, Editor, EditorOptions, RunningEditor } from "./editor.ts";
import { cleanEnvironment } from "./environment.ts";
import { cache } from "./folders.ts";
import { makeProfile, type Profile } from "./profile.ts";
import { whileSaying } from "./say.ts";
import { versions } from "./versions.ts";

const vendor = "https://update.code.visualstudio.com/api/releases/stable";

/**
 * Downloads the desktop VS Code if it is missing.
 *
 * @throws when the vendor's host can't be reached or no display can be had; the caller has the
 * server to fall back to.
 */
export async function findDesktop(): Promise<Editor> {
  const virtualDisplay = needsVirtualDisplay();
  await probe();
  const executable = await whileSaying(`Getting VS Code ${versions.desktop} for the desktop`, () =>
    downloadAndUnzipVSCode({ version: versions.desktop, cachePath: cache }),
  );
  const shown = virtualDisplay === undefined ? "on this display" : "on a virtual display";
  return {
    kind: "desktop",
    description: `VS Code ${versions.desktop}, the desktop from the vendor ${shown}`,
    start: (options = {}) => start(executable, virtualDisplay, options),
  };
}

/** The X server program to start, when there is no display. */
function needsVirtualDisplay(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, PATH } = process.env;
  if (process.platform !== "linux" || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined) {
    return undefined;
  }
  const folders = (PATH ?? "").split(delimiter);
  const xvfb = folders.map((folder) => join(folder, "Xvfb")).find((file) => existsSync(file));
  if (xvfb === undefined) throw new Error("there is no display and no Xvfb");
  return xvfb;
}

/** A few seconds to learn whether the vendor's host answers, before a long download is begun. */
async function probe(): Promise<void> {
  try {
    await fetch(vendor, { method: "HEAD", signal: AbortSignal.timeout(5000) });
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new Error(messageOf(cause), { cause: error });
  }
}

async function start(
  executable: string,
  virtualDisplay: string | undefined,
  options: EditorOptions,
): Promise<RunningEditor> {
  const profile = await makeProfile(options, [join("data", "User", "settings.json")]);
  const folders = [
    `--user-data-dir=${join(profile.folder, "data")}`,
    `--extensions-dir=${join(profile.folder, "extensions")}`,
  ];
  await installExtensions(executable, folders, options.extensions ?? []);
  const display = virtualDisplay === undefined ? undefined : await startDisplay(virtualDisplay);
  const env = { ...options.env, ...(display === undefined ? {} : { DISPLAY: display.name }) };
  const flags = [
    ...folders,
    ...["--skip-welcome", "--skip-release-notes", "--disable-updates", "--disable-telemetry"],
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
  let app: ElectronApplication | undefined;
  let shown: Child | undefined;
  const { ended, end } = ending();
  return {
    open: async (folder) => {
      app = await electron.launch({
        executablePath: executable,
        args: [folder, ...flags, ...developmentArguments(options.development)],
        env: cleanEnvironment(env),
      });
      app.on("close", end);
      return app.firstWindow();
    },
    storage: profile.storage,
    get windows() {
      return app?.context();
    },
    show: (folder) => {
      shown = new Child(executable, [folder, "--wait", ...flags], { env });
      void shown.exited.then(end);
      return undefined;
    },
    ended,
    restart: async () => {
      app?.off("close", end);
      await app?.close();
      app = undefined;
    },
    crash: async () => {
      app?.off("close", end);
      const killed = app?.waitForEvent("close");
      app?.process().kill("SIGKILL");
      await killed;
      app = undefined;
    },
    close: () => close(app, shown, display, profile),
  };
}

function ending(): { ended: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

async function close(
  app: ElectronApplication | undefined,
  shown: Child | undefined,
  display: VirtualDisplay | undefined,
  profile: Profile,
): Promise<void> {
  await app?.close();
  await shown?.end();
  await display?.child.end();
  await profile.dispose();
}

function developmentArguments(development: Development | undefined): readonly string[] {
  if (development === undefined) return [];
  const { extension, tests } = development;
  return [
    `--extensionDevelopmentPath=${extension}`,
    ...(tests === undefined ? [] : [`--extensionTestsPath=${tests}`]),
  ];
}

async function installExtensions(
  executable: string,
  folders: readonly string[],
  extensions: readonly string[],
): Promise<void> {
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, {
    reuseMachineInstall: true,
  });
  if (cli === undefined) throw new Error(`No command line program beside ${executable}.`);
  for (const extension of extensions) {
    const install = [...args, ...folders, "--install-extension", extension, "--force"];
    if (process.platform === "win32") await run("cmd.exe", ["/d", "/s", "/c", cli, ...install]);
    else await run(cli, process.getuid?.() === 0 ? [...install, "--no-sandbox"] : install);
  }
}

interface VirtualDisplay {
  readonly child: Child;
  readonly name: string;
}

/** Xvfb chooses a free display and writes its number to the descriptor named by -displayfd. */
async function startDisplay(xvfb: string): Promise<VirtualDisplay> {
  return new Promise((resolve, reject) => {
    const child: Child = new Child(
      xvfb,
      ["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
      {
        onLine: (line) => {
          if (/^\d+$/.test(line)) resolve({ child, name: `:${line}` });
        },
      },
    );
    void child.exited.then(() => reject(new Error(`Xvfb ended:\n${child.lastLines}`)));
  });
}
