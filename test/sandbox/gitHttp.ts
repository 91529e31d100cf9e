import type { IncomingMessage, ServerResponse } from "node:http";
import { mayPush, roleIn, type Viewer } from "./access.ts";
import { fullNameOf } from "./model.ts";
import type { RequestRecord } from "./requestLog.ts";
import type { SandboxState } from "./state.ts";
import type { Identity } from "./tokens.ts";

// "/python/cpython.git/info/refs", "/python/cpython/git-upload-pack"
const GIT_PATH =
  /^\/(?<owner>[\w.-]+)\/(?<name>[\w.-]+?)(?:\.git)?\/(?<service>info\/refs|git-upload-pack|git-receive-pack)$/;

export function isGitPath(path: string): boolean {
  return GIT_PATH.test(path);
}

interface GitRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly identity: Identity;
  readonly record: RequestRecord;
}

/**
 * Smart HTTP by `git http-backend`, with GitHub's rules in front: public repositories are read
 * without signing in; what one may not see is "not found", and without credentials the answer is a
 * challenge even then; pushing needs the right to.
 */
export async function serveGit(state: SandboxState, exchange: GitRequest): Promise<void> {
  const { request, response, url, identity, record } = exchange;
  const { owner = "", name = "", service = "" } = GIT_PATH.exec(url.pathname)?.groups ?? {};
  if (identity.kind === "bad credentials") {
    challenge(exchange, "Invalid username or token.");
    return;
  }
  const { viewer } = identity;
  const pushes =
    service === "git-receive-pack" || url.searchParams.get("service") === "git-receive-pack";
  const repository = state.repository(`${owner}/${name}`);
  const visible = repository !== undefined && roleIn(state, repository, viewer) !== undefined;
  if (!visible || repository.pending.git > 0) {
    if (visible) repository.pending.git -= 1;
    if (viewer === null) challenge(exchange, "Authentication required.");
    else refuse(exchange, 404, "Repository not found.");
    return;
  }
  if (pushes && viewer === null) {
    challenge(exchange, "Authentication required.");
    return;
  }
  const fullName = fullNameOf(repository);
  if (pushes && !mayPush(state, repository, viewer)) {
    refuse(exchange, 403, `Permission to ${fullName}.git denied to ${viewer ?? ""}.`);
    return;
  }
  await runBackend(state, { request, response, url, viewer, record, fullName, service });
  if (service === "git-receive-pack") {
    repository.pushedAt = state.clock.now();
    await state.syncPulls(fullName);
  }
  record.status = response.statusCode;
  response.end();
}

function challenge(exchange: GitRequest, message: string): void {
  exchange.response.setHeader("www-authenticate", 'Basic realm="GitHub"');
  refuse(exchange, 401, message);
}

/** git shows a plain text answer to the person, line by line after "remote:". */
function refuse({ response, record }: GitRequest, status: number, message: string): void {
  record.status = status;
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${message}\n`);
}

interface BackendCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly viewer: Viewer;
  readonly record: RequestRecord;
  readonly fullName: string;
  readonly service: string;
}

/** Runs the CGI program and passes its answer on; the response stays open. */
async function runBackend(state: SandboxState, call: BackendCall): Promise<void> {
  const { request, response, url, viewer, record, fullName, service } = call;
  if (response.closed) return;
  const header = (name: string): string => String(request.headers[name] ?? "");
  const child = state.git.start(["http-backend"], {
    env: state.git.environment({
      GIT_PROJECT_ROOT: state.git.folder,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: header("git-protocol"),
      PATH_INFO: `/${fullName.toLowerCase()}.git/${service}`,
      REQUEST_METHOD: request.method ?? "GET",
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: header("content-type"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      REMOTE_ADDR: "127.0.0.1",
      ...(viewer === null ? {} : { REMOTE_USER: viewer }),
    }),
  });
  child.stdin.on("error", () => undefined);
  if (service === "git-receive-pack") {
    request.once("data", (chunk: Buffer) => (record.pushed = pushedRefs(chunk)));
  }
  request.pipe(child.stdin);
  // What nobody reads any more would keep its pipe, and so the program, for ever.
  response.once("close", () => {
    child.kill();
    child.stdout.destroy();
  });
  let head: Buffer | undefined = Buffer.alloc(0);
  response.on("drain", () => child.stdout.resume());
  child.stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) {
      // As fast as it is taken: a pack can be larger than this process should be.
      if (!response.write(chunk)) child.stdout.pause();
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) return;
    writeHead(response, head.subarray(0, end).toString());
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.stderr.resume();
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
}

/** CGI's header lines, of which "Status" becomes the status. */
function writeHead(response: ServerResponse, lines: string): void {
  for (const line of lines.split("\r\n")) {
    const [, name = "", value = ""] = /^([^:]+): *(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === "status") response.statusCode = Number(value.slice(0, 3));
    else if (name !== "") response.setHeader(name, value);
  }
}

/** The refs that the command lines of a push name; git's pack protocol, "pkt-line". */
function pushedRefs(start: Buffer): string[] {
  const refs: string[] = [];
  for (let at = 0; at + 4 <= start.length;) {
    const length = Number.parseInt(start.toString("latin1", at, at + 4), 16);
    if (!(length > 4)) break;
    // "<old> <new> refs/heads/fix\0 report-status …"
    const line = start.toString("utf8", at + 4, at + length);
    const ref = /^[0-9a-f]{40} [0-9a-f]{40} ([^\0\n]+)/.exec(line)?.[1];
    if (ref !== undefined) refs.push(ref);
    at += length;
  }
  return refs;
}
