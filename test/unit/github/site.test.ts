import assert from "node:assert/strict";
import { gitUrl, parseSite } from "../../../src/github/site.ts";

describe("the address of a GitHub", () => {
  it("is github.com's, with or without a final slash", () => {
    for (const apiUrl of [
      "https://api.github.com",
      "https://api.github.com/",
      "HTTPS://API.GitHub.com",
    ]) {
      assert.deepEqual(parseSite(apiUrl), {
        valid: true,
        value: {
          apiUrl: "https://api.github.com",
          webUrl: "https://github.com",
          isGitHubCom: true,
        },
      });
    }
  });

  it("is a server's that answers under /api/v3", () => {
    assert.deepEqual(parseSite("https://git.example.org:8443/github/api/v3/"), {
      valid: true,
      value: {
        apiUrl: "https://git.example.org:8443/github/api/v3",
        webUrl: "https://git.example.org:8443/github",
        isGitHubCom: false,
      },
    });
  });

  it("may go without encryption on this machine only", () => {
    for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "0x7f.1"]) {
      assert.equal(parseSite(`http://${host}:8080/api/v3`).valid, true, host);
    }
    for (const host of [
      "github.com",
      "api.github.com",
      "localhost.example.org",
      "127.0.0.1.example.org",
      "example.org@127.0.0.1",
      "127.0.0.1@example.org",
      "10.0.0.1",
      "0.0.0.0",
      "[::2]",
    ]) {
      assert.equal(parseSite(`http://${host}/api/v3`).valid, false, host);
    }
  });

  it("is refused when it hides something, or is none", () => {
    for (const apiUrl of [
      "",
      "api.github.com",
      "//api.github.com",
      "ftp://api.github.com",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "https://user@api.github.com",
      "https://user:word@git.example.org/api/v3",
      "https://git.example.org/api/v3?next=",
      "https://git.example.org/api/v3#x",
      "https://git.example.org/api/v3/../../evil",
      "https://git.example.org",
      "https://api.github.com/other",
      "https://api.github.com.example.org",
    ]) {
      const site = parseSite(apiUrl);
      assert.equal(site.valid, false, apiUrl);
      assert.match(site.reason, /\.$/);
    }
  });

  it("gives git addresses without credentials", () => {
    const site = parseSite("https://git.example.org/api/v3");
    assert.ok(site.valid);
    assert.equal(
      gitUrl(site.value, { owner: "python", repo: "cpython" }),
      "https://git.example.org/python/cpython.git",
    );
  });

  it("gives SSH addresses that name no port of the web pages", () => {
    for (const [apiUrl, host] of [
      ["https://api.github.com", "github.com"],
      ["https://git.example.org:8443/api/v3", "git.example.org"],
    ] as const) {
      const site = parseSite(apiUrl);
      assert.ok(site.valid);
      assert.equal(
        gitUrl(site.value, { owner: "python", repo: "cpython" }, "ssh"),
        `git@${host}:python/cpython.git`,
      );
    }
  });
});
