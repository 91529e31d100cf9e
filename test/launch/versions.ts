/**
 * What the launcher fetches, pinned in one place. The server and the desktop are the same VS Code,
 * so both kinds of editor run the same suites on the same version.
 */
export const versions = {
  /** The desktop, from the vendor by `@vscode/test-electron`. */
  desktop: "1.139.1",
  /** npm package whose `lib/vscode` is VS Code's own server and web workbench, 1.139.1. */
  codeServer: "4.139.1",
  /** npm packages `node-<platform>-<arch>`; the server and vsce need Node 22 or later. */
  node: "24.21.0",
  /** npm package `@vscode/vsce`, which makes the `.vsix`. */
  vsce: "4.1.0",
} as const;
