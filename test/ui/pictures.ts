// `npm run pictures`: makes the pictures of the README and the walkthrough from the running product.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import { packageProduct, packageSignIn } from "../launch/product.ts";
import { say } from "../launch/say.ts";
import { openSession } from "./session.ts";
import { shots } from "./shots.ts";

const folder = join(root, "media", "walkthrough");
/** Smaller than a screen, so that texts can be read in a README's column. */
const size = { width: 1200, height: 750 };

await packageProduct();
await packageSignIn();
await mkdir(folder, { recursive: true });
const session = await openSession();
try {
  await session.workbench.page.setViewportSize(size);
  for (const { name, show } of shots) {
    await show(session.workbench);
    // The pointer would leave a hover on the picture; animations get their time.
    await session.workbench.page.mouse.move(size.width / 2, size.height / 2);
    await session.workbench.page.waitForTimeout(1000);
    const file = join(folder, `${name}.png`);
    await session.workbench.screenshot(file);
    say(file);
  }
} finally {
  await session.close();
}
