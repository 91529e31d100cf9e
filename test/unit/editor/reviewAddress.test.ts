import assert from "node:assert/strict";
import { reviewAddress } from "../../../src/editor/reviewAddress.ts";

describe("the address of a pull request for the GitHub Pull Requests extension", () => {
  it("names repository and number as that extension reads them", () => {
    const address = new URL(
      reviewAddress("vscode", { owner: "python", repo: "cpython-ghsa-2222-3333-4444" }, 7),
    );
    assert.equal(address.protocol, "vscode:");
    assert.equal(address.host, "github.vscode-pull-request-github");
    assert.equal(address.pathname, "/open-pull-request-webview");
    assert.deepEqual(JSON.parse(decodeURIComponent(address.search.slice(1))), {
      owner: "python",
      repo: "cpython-ghsa-2222-3333-4444",
      pullRequestNumber: 7,
    });
  });
});
