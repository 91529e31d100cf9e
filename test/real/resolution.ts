import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { chooseVersion } from "../../src/steps/landingConflict.ts";
import type { LandingSlot } from "../../src/steps/landing.ts";
import { LandingFolder } from "../../src/steps/landingFolder.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import type { RealWorld } from "./realWorld.ts";

/** What a file in conflict should be: its bytes; undefined when it should not be there. */
export type Resolution = (path: string) => Promise<Buffer | undefined>;

/** Does in the landing's work tree what a person would: writes the file, or chooses a version. */
export async function resolveAs(
  { git, storage }: RealWorld,
  ticket: Ticket,
  slot: LandingSlot,
  path: string,
  hasMarkers: boolean,
  resolve: Resolution,
): Promise<void> {
  const folder = new LandingFolder(storage, ticket, slot);
  const content = await resolve(path);
  if (!hasMarkers) {
    await chooseVersion(git, folder, path, content === undefined ? "project" : "reviewed");
    return;
  }
  const file = join(folder.workTree, path);
  if (content === undefined) {
    await rm(file);
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
