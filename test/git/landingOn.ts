import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RecordFiles } from "../../src/editor/recordFiles.ts";
import { startLanding, type LandingPorts } from "../../src/steps/landing.ts";
import { LandingFolder } from "../../src/steps/landingFolder.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import { goOn, landed, placeOf, portsOf, wishOf, type Landed } from "./landing.ts";
import type { World } from "./world.ts";

/** Records that other processes see, too. */
export function fileRecords({ root }: World): RecordFiles {
  return new RecordFiles(join(root, "records"));
}

/** Lands to the end what may be under way; "Lib/spam.py" is resolved. */
export async function landOn(
  world: World,
  pull: PullRequest,
  ports: Partial<LandingPorts> = {},
): Promise<Landed> {
  const own = { records: fileRecords(world), ...ports };
  const { landing } = await own.records.read(world.ticket);
  let outcome =
    landing === undefined
      ? await startLanding(portsOf(world, pull, own), placeOf(world), wishOf(world, pull))
      : await goOn(world, pull, own);
  while (outcome.at === "conflict") {
    writeFileSync(fileInConflict(world, "Lib/spam.py"), RESOLVED);
    outcome = await goOn(world, pull, own);
  }
  return landed(outcome);
}

export const RESOLVED = "both\n";

/** Absolute path of a file in the work tree of the landing on main. */
export function fileInConflict({ storage, ticket }: World, path: string): string {
  return join(new LandingFolder(storage, ticket, "main").workTree, path);
}
