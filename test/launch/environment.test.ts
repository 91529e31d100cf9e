import assert from "node:assert/strict";
import { cleanEnvironment } from "./environment.ts";

describe("a child's environment", () => {
  it("keeps how npm reaches its registry and drops what describes an outer npm run", () => {
    const outer = {
      PATH: "/bin",
      npm_config_registry: "https://registry.example",
      NPM_CONFIG_CAFILE: "/ca.pem",
      npm_config_prefix: "/elsewhere",
      npm_config_omit: "dev",
      npm_lifecycle_event: "test",
    };
    assert.deepEqual(cleanEnvironment({}, outer), {
      PATH: "/bin",
      npm_config_registry: "https://registry.example",
      NPM_CONFIG_CAFILE: "/ca.pem",
    });
  });

  it("drops what a debugger or an editor's terminal put there, and adds what is asked", () => {
    const outer = { NODE_OPTIONS: "--inspect", VSCODE_PID: "1", ELECTRON_RUN_AS_NODE: "1" };
    assert.deepEqual(cleanEnvironment({ A: "1", B: undefined }, outer), { A: "1" });
  });
});
