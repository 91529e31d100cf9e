/**
 * `npm run bench`: DESIGN's budgets, each beside what it is measured against, in one run. Times are
 * printed and never judged: it fails only where something could not be measured. `-- --small` takes
 * a small repository, for a look at whether everything runs.
 */
import { messageOf } from "../../src/base/errors.ts";
import { whileSaying } from "../launch/say.ts";
import { benchClone } from "./clone.ts";
import { benchLanding } from "./landing.ts";
import { largeRepository, SMALL, WHOLE } from "./largeRepository.ts";
import { withPlace } from "./place.ts";
import { benchRefresh } from "./refresh.ts";
import { benchSizes } from "./sizes.ts";

const size = process.argv.includes("--small") ? SMALL : WHOLE;

async function attempt(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await whileSaying(what, work);
  } catch (error) {
    console.error(`${what} could not be measured: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}

await attempt("Sizes", benchSizes);
await attempt("Refresh", benchRefresh);
await attempt("The large repository", async () => {
  const upstream = await largeRepository(size);
  await withPlace(upstream, size, async (place) => {
    await attempt("Landing", () => benchLanding(place));
    await attempt("Private clone", () => benchClone(place));
  });
});
