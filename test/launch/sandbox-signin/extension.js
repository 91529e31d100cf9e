// The launcher puts the sandbox's token into the environment of the extension host.
import process from "node:process";
import { commands } from "vscode";

export async function activate() {
  const token = process.env.PSRT_SANDBOX_TOKEN;
  if (token !== undefined) await commands.executeCommand("psrt.signInWithToken", { token });
}
