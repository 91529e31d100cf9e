import { CancelledError, HumanError } from "../base/errors.ts";
import { LOOPBACK } from "./site.ts";

export interface PublicTextOptions {
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal | undefined;
  /** In bytes; a longer answer is refused. */
  readonly limit?: number;
  /** In milliseconds, for the whole answer. */
  readonly patience?: number;
}

const LIMIT = 1_000_000;
const PATIENCE = 15_000;

/**
 * A public file's text, asked for without a token. HTTPS, or this machine.
 *
 * @param what As in "The roster could not be read".
 * @throws {HumanError} @throws {CancelledError}
 */
export async function readPublicText(
  address: string,
  what: string,
  { fetch, signal, limit = LIMIT, patience = PATIENCE }: PublicTextOptions,
): Promise<string> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe =
    url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (url === undefined || !isSafe) {
    throw new HumanError(
      `${what} could not be read: “${address.slice(0, 200)}” is not an HTTPS address.`,
      "Correct the setting.",
    );
  }
  const patient = AbortSignal.timeout(patience);
  try {
    const answer = await fetch(url, {
      headers: { accept: "text/plain, */*;q=0.5", "user-agent": "psrt-coordinator" },
      credentials: "omit",
      signal: signal === undefined ? patient : AbortSignal.any([signal, patient]),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw trouble(what, `${url.host} answered with status ${answer.status}.`);
    }
    return await textOf(answer, limit, what);
  } catch (error) {
    if (signal?.aborted === true) throw new CancelledError();
    if (error instanceof HumanError) throw error;
    const why = patient.aborted ? "did not answer in time" : "could not be reached";
    throw trouble(what, `${url.host} ${why}.`, error);
  }
}

async function textOf(answer: Response, limit: number, what: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  const reader = answer.body?.getReader();
  for (let size = 0; ;) {
    const chunk: unknown = (await reader?.read())?.value;
    if (!(chunk instanceof Uint8Array)) break;
    size += chunk.byteLength;
    if (size > limit) {
      await reader?.cancel();
      throw trouble(what, `It is longer than ${limit} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function trouble(what: string, why: string, cause?: unknown): HumanError {
  return new HumanError(
    `${what} could not be read: ${why}`,
    "Check the connection and the setting that has its address.",
    { cause },
  );
}
