// `npm start`: the sandbox GitHub and a VS Code signed in to it, until Ctrl-C.
import { HumanError, messageOf } from "../../src/base/errors.ts";
import { prepareEditor } from "./editor.ts";
import { vsix } from "./folders.ts";
import { requireProduct, requireSignIn, signInVsix } from "./product.ts";
import { say, whileSaying } from "./say.ts";
import { people } from "../sandbox/scenarios/people.ts";
import { prepareSurroundings } from "./surroundings.ts";

const stopped = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => resolve());
  }
});

const closers: (() => Promise<void>)[] = [];

/** Whom a person may want to be beside the member. */
const others = [
  [people.admin, "an admin of both repositories"],
  [people.second, "another member"],
  [people.reporter, "who reports vulnerabilities"],
  [people.stranger, "who knows of no ticket"],
] as const;

try {
  await Promise.race([start(), stopped]);
  say("Stopping ...");
} catch (error) {
  say(error instanceof HumanError ? `${error.message} ${error.next}` : messageOf(error));
  process.exitCode = 1;
}
for (const close of closers.reverse()) await close();
process.exit();

/** Resolves when the person has closed VS Code. */
async function start(): Promise<void> {
  const editor = await prepareEditor();
  await whileSaying("Packaging the extension", requireProduct);
  await requireSignIn();
  const around = await whileSaying("Starting the sandbox GitHub", prepareSurroundings);
  closers.push(() => around.close());
  const { settings, env, folder, sandbox } = around;
  // The project's bots are at work, and somebody merges what is green, since nobody else is here.
  sandbox.projectBots.turn(true);
  sandbox.projectBots.pace({ backport: 20_000, checks: 30_000 });
  sandbox.projectBots.letMerge(people.releaseManager);
  const running = await editor.start({ settings, env, extensions: [vsix, signInVsix] });
  closers.push(() => running.close());
  const address = running.show(folder);
  say("");
  say(`The sandbox GitHub is at ${sandbox.url}; you are ${env["PSRT_SANDBOX_LOGIN"] ?? ""}.`);
  say("To be somebody else there, run “PSRT: Sign In with a Token…” with a token of the sandbox:");
  for (const [login, who] of others) say(`  ${sandbox.token(login)}  ${login}, ${who}`);
  say(address === undefined ? "VS Code opens its window." : `Open VS Code at ${address}`);
  say("Stop with Ctrl-C. Everything made here is removed then.");
  await running.ended;
}
