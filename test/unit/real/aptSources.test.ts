import assert from "node:assert/strict";
import { sourceLines, sourceStanzas } from "../../real/aptSources.ts";

describe("Sources for a scratch apt", () => {
  it("come from a one-line list with their options, each once", () => {
    const list = [
      "# deb http://old.example/debian bookworm main",
      "deb [signed-by=/usr/share/keyrings/a.gpg arch=amd64] http://deb.example/debian bookworm main",
      "deb-src [signed-by=/usr/share/keyrings/a.gpg arch=amd64] http://deb.example/debian bookworm main",
      "",
      "  deb\thttp://deb.example/security bookworm-security main # updates",
    ];
    assert.equal(
      sourceLines(list.join("\n")),
      "deb-src [signed-by=/usr/share/keyrings/a.gpg arch=amd64] http://deb.example/debian bookworm main\n" +
        "deb-src http://deb.example/security bookworm-security main # updates\n",
    );
  });

  it("come from deb822 stanzas that are switched on, keys included", () => {
    const stanzas = [
      "# Debian",
      "Types: deb deb-src",
      "# a snapshot",
      "URIs: http://deb.example/debian",
      "Suites: bookworm",
      "Components: main",
      "Signed-By:",
      " -----BEGIN PGP PUBLIC KEY BLOCK-----",
      " .",
      " abc",
      "",
      "Types: deb",
      "URIs: http://other.example/debian",
      "Suites: bookworm",
      "Enabled: no",
      "",
    ];
    assert.equal(
      sourceStanzas(stanzas.join("\n")),
      "Types: deb-src\nURIs: http://deb.example/debian\nSuites: bookworm\nComponents: main\n" +
        "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n",
    );
  });
});
