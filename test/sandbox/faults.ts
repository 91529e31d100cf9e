import { asNumber, asRecord, asString } from "../../src/base/shape.ts";

/** A misbehaviour ordered for the next requests that match. */
export interface Fault {
  /** Any method when left out. */
  readonly method?: string;
  /** The whole path on the wire without query ("/api/v3/user"), or a pattern found in it. */
  readonly path: string | RegExp;
  /** How many matching requests it hits; 1 when left out. */
  readonly times?: number;
  /** Milliseconds to wait before anything else happens. */
  readonly delay?: number;
  /** Answer with this status instead of doing the work. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body that goes with `status`: text as it is, anything else as JSON. */
  readonly body?: unknown;
  /**
   * Cut the connection: "before" the work is done, "after" it is done but nothing of the answer is
   * sent, or in the "middle" of the answer.
   */
  readonly cut?: "before" | "after" | "middle";
  /** Do the work, then answer with JSON that ends too early. */
  readonly malformed?: boolean;
  /** Refuse as GitHub does when too much is asked: seconds for `retry-after`. */
  readonly rateLimit?: { readonly status: 403 | 429; readonly retryAfter: number };
}

/** The ordered faults, first come first served. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** Uses up one time of the first fault that matches. */
  take(method: string, path: string): Fault | undefined {
    const index = this.#waiting.findIndex(
      ({ fault }) =>
        (fault.method === undefined || fault.method === method) &&
        (typeof fault.path === "string" ? fault.path === path : fault.path.test(path)),
    );
    const found = this.#waiting[index];
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#waiting.splice(index, 1);
    return found.fault;
  }
}

/** A fault from JSON, where a pattern is written as `{"pattern": "/pulls/\\d+$"}`. */
export function faultFromJson(value: unknown): Fault | undefined {
  const record = asRecord(value);
  const pattern = asString(asRecord(record?.["path"])?.["pattern"]);
  const path = pattern === undefined ? asString(record?.["path"]) : new RegExp(pattern);
  if (record === undefined || path === undefined) return undefined;
  const { cut } = record;
  const method = asString(record["method"]);
  const [times, delay, status] = ["times", "delay", "status"].map((key) => asNumber(record[key]));
  const limit = asRecord(record["rateLimit"]);
  const headers = Object.entries(asRecord(record["headers"]) ?? {}).flatMap(([name, text]) =>
    typeof text === "string" ? [[name, text] as const] : [],
  );
  return {
    path,
    ...(method === undefined ? {} : { method }),
    ...(times === undefined ? {} : { times }),
    ...(delay === undefined ? {} : { delay }),
    ...(status === undefined ? {} : { status }),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...("body" in record ? { body: record["body"] } : {}),
    ...(cut === "before" || cut === "after" || cut === "middle" ? { cut } : {}),
    ...(record["malformed"] === true ? { malformed: true } : {}),
    ...(limit === undefined
      ? {}
      : {
          rateLimit: {
            status: limit["status"] === 403 ? 403 : 429,
            retryAfter: asNumber(limit["retryAfter"]) ?? 1,
          },
        }),
  };
}
