import assert from "node:assert/strict";
import { sameAddress } from "../../../src/git/address.ts";
import { Config } from "../../../src/git/config.ts";

describe("addresses of a repository", () => {
  for (const other of [
    "https://github.com/python/cpython",
    "https://github.com/Python/CPython.git/",
    "https://someone@github.com/python/cpython.git",
    "https://github.com:443/python/cpython.git",
    "git@github.com:python/cpython.git",
    "github.com:python/cpython",
    "ssh://git@github.com/python/cpython.git",
    "git://github.com/python/cpython.git",
  ]) {
    it(`${other} is the project`, () => {
      assert.equal(sameAddress("https://github.com/python/cpython.git", other), true);
    });
  }

  for (const other of [
    "https://github.com/member/cpython.git",
    "https://github.com/python/cpython-ghsa-7hm9-x2qv-3cwr",
    "https://gitlab.com/python/cpython.git",
    "https://github.com:8443/python/cpython.git",
    "https://evil.example/github.com/python/cpython",
    "/srv/python/cpython.git",
    "C:\\python\\cpython",
    "",
  ]) {
    it(`“${other}” is not`, () => {
      assert.equal(sameAddress("https://github.com/python/cpython.git", other), false);
    });
  }

  it("local paths are the same when spelled alike", () => {
    assert.equal(sameAddress("/srv/cpython.git", "/srv/cpython/"), true);
    assert.equal(sameAddress("/srv/cpython", "/srv/CPython"), false);
  });
});

describe("remotes in the configuration", () => {
  it("are read with the person's rewriting, the longest prefix first", () => {
    const config = new Config(
      new Map([
        ["remote.origin.url", ["gh:member/cpython"]],
        ["remote.up.stream.url", ["https://github.com/python/cpython"]],
        ["remote.up.stream.pushurl", ["no_push"]],
        ["url.https://github.com/.insteadof", ["gh:"]],
        ["url.https://wrong.example/.insteadof", ["g"]],
        ["url.git@github.com:.pushinsteadof", ["gh:"]],
      ]),
    );
    assert.deepEqual(config.remotes(), [
      {
        name: "origin",
        fetchUrl: "https://github.com/member/cpython",
        pushUrls: ["git@github.com:member/cpython"],
      },
      {
        name: "up.stream",
        fetchUrl: "https://github.com/python/cpython",
        pushUrls: ["no_push"],
      },
    ]);
  });
});
