import { gatherSecrets, type SecretsOf } from "../steps/gatherSecrets.ts";
import type { Desk } from "./desk.ts";

/** How the steps learn what must not leave. */
export function secretsFor(desk: Desk): SecretsOf {
  return (ticket, signal) => {
    const { records, log } = desk;
    const ports = { gitHub: desk.gitHub(), records, log, paths: desk.settings.ownPaths };
    return gatherSecrets(ports, ticket, signal);
  };
}
