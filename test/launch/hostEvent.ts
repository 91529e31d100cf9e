import { asRecord, asString } from "../../src/base/shape.ts";

/**
 * What the suite inside the extension host tells the launcher, one JSON text per line over a
 * loopback socket. `finished` is the last one; a socket that closes without it means that the
 * extension host died.
 */
export type HostEvent =
  | { readonly kind: "passed"; readonly title: string }
  | { readonly kind: "failed"; readonly title: string; readonly error: string }
  | { readonly kind: "finished" };

/** Names the environment variable that holds the port to which the suite reports. */
export const hostPortVariable = "PSRT_HOST_PORT";

/** @throws when the line is not an event. */
export function parseHostEvent(line: string): HostEvent {
  const event = asRecord(JSON.parse(line));
  const kind = event?.["kind"];
  const title = asString(event?.["title"]) ?? "";
  switch (kind) {
    case "passed":
      return { kind, title };
    case "failed":
      return { kind, title, error: asString(event?.["error"]) ?? "" };
    case "finished":
      return { kind };
    default:
      throw new Error(`Not an event of the host suite: ${line}`);
  }
}
