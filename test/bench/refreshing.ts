import { asNumber, asRecord } from "../../src/base/shape.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import { people } from "../sandbox/scenarios/people.ts";
import type { EditorWorld } from "./editorWorld.ts";
import { median, time, type Figures } from "./figures.ts";
import { Product } from "./product.ts";

const ROUNDS = 5;

const REPOSITORIES = ["python/cpython", "pypa/pip"];

/** What a refresh asks GitHub when nothing has changed, with tickets in every stage. */
export async function measureRefresh(figures: Figures): Promise<void> {
  const sandbox = await startSandbox();
  try {
    const product = await Product.start({
      ...{ apiUrl: sandbox.apiUrl, url: sandbox.url, login: people.member },
      token: sandbox.token(people.member),
    });
    try {
      const read = async (): Promise<number> =>
        (await product.do({ kind: "refresh", repositories: REPOSITORIES })).total;
      const first = await read();
      const firstRequests = sandbox.requests.length;
      const again: number[] = [];
      const spent = await quota(sandbox.apiUrl, sandbox.token(people.member));
      const before = sandbox.requests.length;
      for (let round = 0; round < ROUNDS; round++) again.push(await read());
      const requests = sandbox.requests.slice(before);
      const after = await quota(sandbox.apiUrl, sandbox.token(people.member));
      const addresses = new Set(requests.map(({ path, query }) => `${path}${query}`));
      const changed = requests.filter(({ status }) => status !== 304);
      figures.line("the first refresh", `${time(first)}, ${firstRequests} requests`);
      figures.line("a refresh without changes", `${time(median(again))}, ${addresses.size} lists`);
      const perList = requests.length / ROUNDS / addresses.size;
      figures.exactly("requests per list", String(perList), "1");
      figures.exactly("answers other than 304", String(changed.length), "0");
      for (const { method, path, status } of changed)
        figures.line(`  ${method} ${path}`, String(status));
      figures.exactly("spent of the rate limit", String(spent - after), "0");
    } finally {
      await product.end();
    }
  } finally {
    await sandbox.close();
  }
}

/** What is left of the rate limit; asking is free. */
async function quota(apiUrl: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const answer: unknown = await (await fetch(`${apiUrl}/rate_limit`, { headers })).json();
  const remaining = asNumber(asRecord(asRecord(answer)?.["rate"])?.["remaining"]);
  if (remaining === undefined) throw new Error("GitHub does not tell the rate limit.");
  return remaining;
}

/** The same in the real extension host: how long it could not do anything else. */
export async function longestBlocksOfRefresh({ probe }: EditorWorld): Promise<readonly number[]> {
  const blocks: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    blocks.push((await probe.run("psrt.refresh")).blocked);
  return blocks;
}
