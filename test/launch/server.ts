import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  chromium as playwright,
  type Browser,
  type BrowserContext,
  type Page,
} from "playwright-core";
import { chromium } from "./chromium.ts";
import { Child, run } from "./child.ts";
import type { Editor, EditorOptions, RunningEditor } from "./editor.ts";
import { nodeBin } from "./node.ts";
import { nodeName, npm, unpack } from "./npm.ts";
import { piece } from "./piece.ts";
import { makeProfile, newToken } from "./profile.ts";
import { whileSaying } from "./say.ts";
import { versions } from "./versions.ts";

const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long the server may take to listen, in milliseconds. */
const startPatience = 60_000;

/** Installs VS Code's server, its Node and a browser, as far as they are missing. */
export async function prepareServer(): Promise<Editor> {
  const bin = await nodeBin();
  const folder = await piece(`code-server-${versions.codeServer}`, (unfinished) =>
    whileSaying(`Downloading VS Code's server ${versions.desktop} (47 MB, once)`, async () => {
      await unpack(`code-server@${versions.codeServer}`, unfinished, ["lib/vscode"]);
      const install = ["install", "--omit=dev", "--ignore-scripts"];
      await npm(install, join(unfinished, "lib", "vscode"), bin);
    }),
  );
  const browser = await chromium();
  const node = join(bin, nodeName);
  const main = join(folder, "lib", "vscode", "out", "server-main.js");
  return {
    kind: "server",
    description: `VS Code ${versions.desktop}, its server from npm shown by ${browser}`,
    start: (options = {}) => start({ node, main, browser }, options),
  };
}

interface Installed {
  readonly node: string;
  readonly main: string;
  readonly browser: string;
}

async function start(installed: Installed, options: EditorOptions): Promise<RunningEditor> {
  const profile = await makeProfile(options, [
    join("data", "Machine", "settings.json"),
    join("data", "User", "settings.json"),
  ]);
  const dataFolder = ["--server-data-dir", profile.folder];
  for (const extension of options.extensions ?? []) {
    const install = ["--install-extension", extension, "--force"];
    await run(installed.node, [installed.main, ...dataFolder, ...install]);
  }
  // The token keeps other users and web pages of this machine out.
  const token = newToken();
  const tokenFile = join(profile.folder, "connection-token");
  await writeFile(tokenFile, token, { mode: 0o600 });
  const flags = [...dataFolder, "--connection-token-file", tokenFile];
  let server = await listen(installed, options, flags, 0);
  // A restart keeps the port: the browser keeps a window's state by its origin.
  const { port } = server;
  let browser: Browser | undefined;
  let windows: BrowserContext | undefined;
  const authority = `127.0.0.1:${String(port)}`;

  const address = (folder: string): string => {
    const query = new URLSearchParams({ tkn: token, folder });
    const { development } = options;
    if (development !== undefined) {
      const remote = (path: string): string => `vscode-remote://${authority}${path}`;
      const payload = [["extensionDevelopmentPath", remote(development.extension)]];
      if (development.tests !== undefined) {
        payload.push(["extensionTestsPath", remote(development.tests)]);
      }
      query.set("payload", JSON.stringify(payload));
    }
    return `http://${authority}/?${query.toString()}`;
  };

  return {
    open: async (folder) => {
      browser ??= await playwright.launch({
        executablePath: installed.browser,
        args: browserArguments,
        handleSIGINT: false,
      });
      windows ??= await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await windows.newPage();
      await page.goto(address(folder), { waitUntil: "commit" });
      return page;
    },
    storage: profile.storage,
    get windows() {
      return windows;
    },
    show: (folder) => address(folder),
    get ended() {
      return server.child.exited.then(() => undefined);
    },
    restart: async () => {
      for (const page of windows?.pages() ?? []) await leave(page);
      await server.child.end();
      server = await listen(installed, options, flags, port);
    },
    crash: async () => {
      await Promise.all((windows?.pages() ?? []).map((page) => page.close()));
      await server.child.end();
      server = await listen(installed, options, flags, port);
    },
    close: async () => {
      await browser?.close();
      await server.child.end();
      await profile.dispose();
    },
  };
}

/** Closes a page as a person does, so that VS Code saves the window's state. */
async function leave(page: Page): Promise<void> {
  page.on("dialog", (dialog) => void dialog.accept());
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
}

/** @param wanted 0 for any free port. */
async function listen(
  installed: Installed,
  options: EditorOptions,
  args: readonly string[],
  wanted: number,
): Promise<{ child: Child; port: number }> {
  return new Promise((resolve, reject) => {
    const child = new Child(
      installed.node,
      [
        installed.main,
        ...["--host", "127.0.0.1", "--port", String(wanted)],
        ...["--accept-server-license-terms", "--telemetry-level", "off"],
        // The workbench honours extensionDevelopmentPath only with it, and shows no toasts then.
        ...(options.development === undefined ? [] : ["--enable-smoke-test-driver"]),
        ...args,
      ],
      {
        ...(options.env === undefined ? {} : { env: options.env }),
        onLine: (line) => {
          const port = /agent listening on (\d+)/.exec(line)?.[1];
          if (port === undefined) return;
          clearTimeout(deadline);
          resolve({ child, port: Number(port) });
        },
      },
    );
    const failed = (reason: string): void => {
      void child.end();
      reject(new Error(`VS Code's server ${reason}:\n${child.lastLines}`));
    };
    const deadline = setTimeout(() => failed("did not start in time"), startPatience);
    void child.exited.then((code) => failed(`ended with ${String(code)}`));
  });
}
