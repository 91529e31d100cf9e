import assert from "node:assert/strict";
import { pageHtml } from "../../../src/form/html.ts";

const PAGE = {
  cspSource: "https://*.vscode-cdn.net",
  nonce: "bm9uY2U=",
  scriptUri: "https://file.vscode-cdn.net/ext/dist/media/form.js",
  styleUri: "https://file.vscode-cdn.net/ext/dist/media/formStyle.css",
  title: "Advisory GHSA-2222-3333-4444",
  owner: "python",
  repo: "cpython",
  ghsaId: "GHSA-2222-3333-4444",
};

describe("the form’s page", () => {
  const html = pageHtml(PAGE);

  it("allows nothing but its own style and the script with its nonce", () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    assert.equal(
      policy,
      "default-src 'none'; style-src https://*.vscode-cdn.net 'nonce-bm9uY2U='; script-src 'nonce-bm9uY2U='; " +
        "base-uri 'none'; form-action 'none'",
    );
    assert.doesNotMatch(html, /unsafe|<style|style=|onload|javascript:/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });

  it("puts every value in as text", () => {
    const hostile = pageHtml({ ...PAGE, repo: `"><script>alert(1)</script>&` });
    assert.equal(hostile.match(/<script/g)?.length, 1);
    assert.ok(hostile.includes('data-repo="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"'));
  });
});
