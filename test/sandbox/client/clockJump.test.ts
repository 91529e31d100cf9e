import assert from "node:assert/strict";
import { DAY_MS } from "../../../src/base/clock.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf } from "./person.ts";

describe("the machine's clock, set back", () => {
  const sandbox = useSandbox();
  const { now } = Date;
  afterEach(() => (Date.now = now));

  it("keeps no request waiting until it is that late again", async () => {
    const { advisories } = gitHubOf(sandbox(), people.member);
    Date.now = () => now() + 10 * DAY_MS;
    const before = await advisories.list(CPYTHON);
    Date.now = now;
    assert.deepEqual(await advisories.list(CPYTHON), before);
  });
});
