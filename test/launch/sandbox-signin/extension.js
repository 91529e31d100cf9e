// The launcher puts the sandbox's token into the environment of the extension host.
import process from "node:process";
import { commands, ViewColumn, window } from "vscode";

export async function activate({ subscriptions }) {
  subscriptions.push(commands.registerCommand("sandboxSignin.openEmptyPage", openEmptyPage));
  const token = process.env.PSRT_SANDBOX_TOKEN;
  if (token !== undefined) await commands.executeCommand("psrt.signInWithToken", { token });
}

/** The least that a webview can be, to compare the product's with. */
function openEmptyPage() {
  const panel = window.createWebviewPanel("sandboxSignin.page", "Empty Page", ViewColumn.Active, {
    enableScripts: true,
  });
  panel.webview.html = `<!DOCTYPE html><html><body><p>An empty page</p><script>
    requestAnimationFrame(() => setTimeout(() => performance.mark("page-usable")));
  </script></body></html>`;
}
