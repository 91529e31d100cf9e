/**
 * A VS Code that asks nothing, fetches nothing and shows nothing but the product. User settings on
 * the desktop, machine settings on the server.
 */
export const quietSettings: Readonly<Record<string, unknown>> = {
  "chat.disableAIFeatures": true,
  // Drawn by the workbench and not by the desktop's system, so that Playwright reaches them.
  "files.simpleDialog.enable": true,
  "window.dialogStyle": "custom",
  "window.menuStyle": "custom",
  "window.titleBarStyle": "custom",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.autofetch": false,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.restoreWindows": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
};
