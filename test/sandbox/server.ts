import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import type { RestApi } from "./api/api.ts";
import type { Bot } from "./bot.ts";
import type { ProjectBots } from "./project/projectBots.ts";
import type { Control } from "./control.ts";
import type { Fault, Faults } from "./faults.ts";
import { isGitPath, serveGit } from "./gitHttp.ts";
import { keptHeaders, type RequestRecord } from "./requestLog.ts";
import type { SandboxState } from "./state.ts";
import type { Tokens } from "./tokens.ts";

export const API_ROOT = "/api/v3";

/** Everything a request may need, made after the port is known. */
export interface Parts {
  readonly api: RestApi;
  readonly state: SandboxState;
  readonly bot: Bot;
  readonly projectBots: ProjectBots;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly control: Control;
  readonly requests: RequestRecord[];
  /** Files by path, such as "/psrt.csv". */
  readonly files: ReadonlyMap<string, string>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly record: RequestRecord;
}

/** The one loopback port behind which everything is. */
export class SandboxServer {
  readonly #server: Server;
  readonly #closing = new AbortController();
  readonly #serving = new Set<Promise<void>>();
  #parts: Parts | undefined;

  constructor() {
    this.#server = createServer({ requestTimeout: 0 }, (request, response) => {
      const served = this.#serve(request, response).catch((error: unknown) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
        response.end(`The sandbox failed: ${text}\n`);
      });
      this.#serving.add(served);
      void served.finally(() => this.#serving.delete(served));
    });
  }

  /** @returns the origin, without a final slash */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${portOf(this.#server.address())}`;
  }

  /** Requests are answered from now on; until then they get 503. */
  open(parts: Parts): void {
    this.#parts = parts;
  }

  /** Drops all connections; `settled` tells when nothing works on a request any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#serving);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts = this.#parts;
    if (parts === undefined) {
      response.writeHead(503).end();
      return;
    }
    const url = new URL(request.url ?? "/", "http://sandbox.invalid");
    const method = request.method ?? "GET";
    if (parts.control.owns(url.pathname)) {
      const answer = await parts.control.answer(method, url, await jsonBody(request));
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer.json));
      return;
    }
    const record: RequestRecord = {
      ...{ method, path: url.pathname, query: url.search.slice(1) },
      headers: keptHeaders(request.headers),
      body: isGitPath(url.pathname) ? undefined : await jsonBody(request),
      ...{ login: null, status: 0, unknown: false, pushed: [] },
    };
    parts.requests.push(record);
    await parts.bot.catchUp();
    await parts.projectBots.catchUp();
    const identity = parts.tokens.identify(request.headers);
    if (identity.kind === "known") record.login = identity.viewer;
    const fault = parts.faults.take(method, url.pathname);
    const exchange = { request, response, url, record };
    if (fault !== undefined && (await refusedBy(fault, exchange, this.#closing.signal))) return;
    if (isGitPath(url.pathname)) {
      if (fault?.cut === "middle" || fault?.cut === "after") cutWhenAnswered(response);
      await serveGit(parts.state, { ...exchange, identity });
      return;
    }
    await this.#serveWeb(parts, exchange, identity, fault);
  }

  async #serveWeb(
    parts: Parts,
    exchange: Exchange,
    identity: ReturnType<Tokens["identify"]>,
    fault: Fault | undefined,
  ): Promise<void> {
    const { request, url, record } = exchange;
    const file = parts.files.get(url.pathname);
    if (file !== undefined && request.method === "GET") {
      const json = url.pathname.endsWith(".json");
      const type = json ? "application/json" : "text/plain";
      await send(exchange, 200, { "content-type": `${type}; charset=utf-8` }, file, fault);
      return;
    }
    if (!url.pathname.startsWith(`${API_ROOT}/`)) {
      record.unknown = true;
      await send(exchange, 404, { "content-type": "text/html; charset=utf-8" }, "Not Found", fault);
      return;
    }
    const answer = await parts.api.answer({
      method: record.method,
      path: url.pathname.slice(API_ROOT.length),
      query: url.searchParams,
      body: record.body,
      accept: request.headers.accept ?? "",
      ifNoneMatch: request.headers["if-none-match"],
      identity,
    });
    record.unknown = answer.unknown;
    const date = { date: parts.state.clock.now().toUTCString() };
    await send(exchange, answer.status, { ...date, ...answer.headers }, answer.body, fault);
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

/** @returns undefined for an empty body; the text itself when it is not JSON */
async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const text = (await buffer(request)).toString();
  if (text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

/** Carries out the faults that come before the work; true when nothing is left to do. */
async function refusedBy(
  fault: Fault,
  { response, record }: Exchange,
  signal: AbortSignal,
): Promise<boolean> {
  if (fault.delay !== undefined) await wait(fault.delay, undefined, { signal });
  if (fault.cut === "before") {
    response.destroy();
    return true;
  }
  const { rateLimit } = fault;
  const status = rateLimit?.status ?? fault.status;
  if (status === undefined) return false;
  const limited = "You have exceeded a secondary rate limit. Please wait a few minutes.";
  const body =
    rateLimit === undefined ? (fault.body ?? { message: "Fault" }) : { message: limited };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  record.status = status;
  response.writeHead(status, {
    "content-type": typeof body === "string" ? "text/html" : "application/json; charset=utf-8",
    ...(rateLimit === undefined ? {} : { "retry-after": String(rateLimit.retryAfter) }),
    ...fault.headers,
  });
  response.end(text);
  return true;
}

/** Sends an answer, or what a fault leaves of it. */
async function send(
  { response, record }: Exchange,
  status: number,
  headers: Record<string, string>,
  body: Buffer | string,
  fault: Fault | undefined,
): Promise<void> {
  const bytes = Buffer.from(body);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (fault?.cut === "after") {
    response.destroy();
    return;
  }
  record.status = status;
  response.writeHead(status, { ...headers, ...fault?.headers });
  if (fault?.cut === "middle") {
    await new Promise((resolve) => response.write(half, resolve));
    response.destroy();
    return;
  }
  response.end(fault?.malformed === true ? half : bytes);
}

/** Lets a git answer begin and then cuts it. */
function cutWhenAnswered(response: ServerResponse): void {
  const write = response.write.bind(response);
  response.write = (chunk: Uint8Array) => {
    write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => response.destroy());
    return true;
  };
}
