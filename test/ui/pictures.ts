// `npm run pictures`: makes the README's pictures from the running product.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import { requireProduct, requireSignIn } from "../launch/product.ts";
import { say } from "../launch/say.ts";
import { openSession } from "./session.ts";
import { shots } from "./shots.ts";

const folder = join(root, "media", "pictures");
/** Smaller than a screen, so that texts can be read in a README's column. */
const size = { width: 1280, height: 800 };

await requireProduct();
await requireSignIn();
await mkdir(folder, { recursive: true });
const session = await openSession();
try {
  const { page } = session.workbench;
  await page.setViewportSize(size);
  for (const { name, show } of shots) {
    await show(session);
    // The pointer would leave a hover on the picture; animations get their time.
    await page.mouse.move(size.width / 2, size.height - 5);
    await page.waitForTimeout(2000);
    const file = join(folder, `${name}.png`);
    await session.workbench.screenshot(file);
    say(file);
  }
} finally {
  await session.close();
}
