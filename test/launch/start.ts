// `npm start`: the sandbox GitHub and a VS Code signed in to it, until Ctrl-C.
import { HumanError, messageOf } from "../../src/base/errors.ts";
import { prepareEditor } from "./editor.ts";
import { vsix } from "./folders.ts";
import { packageProduct, packageSignIn, signInVsix } from "./product.ts";
import { say, whileSaying } from "./say.ts";
import { prepareSurroundings } from "./surroundings.ts";

const stopped = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => resolve());
  }
});

try {
  await Promise.race([start(), stopped]);
} catch (error) {
  say(error instanceof HumanError ? `${error.message} ${error.next}` : messageOf(error));
  process.exitCode = 1;
}
process.exit();

async function start(): Promise<void> {
  const editor = await prepareEditor();
  await whileSaying("Packaging the extension", packageProduct);
  await packageSignIn();
  const around = await whileSaying("Starting the sandbox GitHub", prepareSurroundings);
  try {
    const running = await editor.start({
      settings: around.settings,
      env: around.env,
      extensions: [vsix, signInVsix],
    });
    try {
      const address = running.show(around.folder);
      say("");
      say(
        `The sandbox GitHub is at ${around.sandbox.url}; you are ${around.env["PSRT_SANDBOX_LOGIN"] ?? ""}.`,
      );
      say(address === undefined ? "VS Code opens its window." : `Open VS Code at ${address}`);
      say("Stop with Ctrl-C. Everything made here is removed then.");
      await Promise.race([running.ended, stopped]);
      say("Stopping ...");
    } finally {
      await running.close();
    }
  } finally {
    await around.close();
  }
}
