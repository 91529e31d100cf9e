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

  it("tells what is known already as text, and which modules will be wanted", () => {
    const moduleUri = "https://file.vscode-cdn.net/ext/dist/media/chunk.js";
    const known = { title: `"></body><script>alert(1)</script>` };
    const page = pageHtml({ ...PAGE, known, moduleUri });
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.match(page, /<script type="module" nonce="bm9uY2U="/);
    assert.equal(page.match(/<link rel="modulepreload" nonce="bm9uY2U="/g)?.length, 2);
    const [, attribute = ""] = /data-known="([^"]*)"/.exec(page) ?? [];
    const text = attribute
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&amp;/g, "&");
    assert.deepEqual(JSON.parse(text), known);
  });
});
