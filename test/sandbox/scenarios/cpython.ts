import { DAY_MS } from "../../../src/base/clock.ts";
import type { CommitPlan } from "../commits.ts";
import { cookies, htmlParser, tarfile, zipfile } from "./modules.ts";
import { filler, lines } from "./text.ts";

const author = { name: "Core Developer", email: "core@example.org" };

/** A small repository with CPython's shape: what tools look for is where they look. */
export function cpythonCommits(now: Date): CommitPlan[] {
  const at = (daysAgo: number): Date => new Date(now.getTime() - daysAgo * DAY_MS);
  const maintenance = ["3.11", "3.12", "3.13", "3.14", "3.15"];
  const plans: CommitPlan[] = [
    {
      ...{ label: "start", branch: "main", author, date: at(1500), message: "Initial revision\n" },
      files: { ...sources(), ...patchlevel("3.11.0") },
    },
  ];
  for (const [index, version] of maintenance.entries()) {
    const next = maintenance[index + 1] ?? "3.16";
    plans.push(
      {
        ...{ branch: version, author, date: at(1400 - index * 200) },
        ...(index === 0 ? { from: "start" } : { from: `open-${version}` }),
        message: `Python ${version}.1\n`,
        files: patchlevel(`${version}.1`),
      },
      {
        ...{ label: `open-${next}`, branch: "main", author, date: at(1390 - index * 200) },
        message: `Main is now ${next}\n`,
        files: patchlevel(`${next}.0a0`),
      },
    );
  }
  plans.push(
    {
      ...{ branch: "main", author, date: at(60) },
      message: "gh-140100: Document the limits of filler (#140101)\n",
      files: { "Doc/library/filler.rst": "Filler\n======\n\nHas limits.\n" },
    },
    {
      ...{ branch: "main", author, date: at(12) },
      message: "gh-140200: Keep the extra field when a member is renamed (#140201)\n",
      files: { "Lib/zipfile/__init__.py": zipfile.publicChange },
    },
    {
      ...{ branch: "main", author, date: at(9) },
      message: "gh-140300: Simplify the end tag search (#140301)\n",
      files: { "Lib/html/parser.py": htmlParser.publicChange },
    },
    {
      ...{ branch: "main", author, date: at(4) },
      message: "gh-140400: Bound the length of archive member names (#140402)\n",
      files: {
        "Lib/tarfile.py": tarfile.publicFix,
        "Misc/NEWS.d/next/Security/2026-11-19-10-20-30.gh-issue-140400.aBc1_2.rst":
          "Bound the length of member names that :mod:`tarfile` reads.\n",
      },
    },
    {
      ...{ branch: "main", author, date: at(1) },
      message: "gh-140500: Add helpers to http.cookies (#140501)\n",
      files: { "Lib/http/cookies.py": cookies.publicChange },
    },
  );
  return plans;
}

function patchlevel(version: string): Record<string, string> {
  const [major = "3", minor = "0"] = version.split(".");
  return {
    "Include/patchlevel.h": lines(`
      #define PY_MAJOR_VERSION        ${major}
      #define PY_MINOR_VERSION        ${minor}
      #define PY_VERSION              "${version}"
    `),
  };
}

function sources(): Record<string, string | Buffer> {
  return {
    ".gitattributes": "*.bmp binary\nLib/test/crlf_sample.txt -text\n",
    ".gitignore": "*.pyc\n__pycache__/\n",
    LICENSE: "Invented for the sandbox.\n",
    "README.rst": "This is Python, or rather a repository of its shape.\n",
    "Include/Python.h":
      '#ifndef Py_PYTHON_H\n#define Py_PYTHON_H\n#include "patchlevel.h"\n#endif\n',
    "Python/ceval.c": '/* Execute compiled code */\n\n#include "Python.h"\n',
    "Modules/_ssl.c": '/* SSL socket module */\n\n#include "Python.h"\n',
    "Doc/library/tarfile.rst": "tarfile\n=======\n\nRead and write archives.\n",
    "Misc/ACKS": "Ada Admin\nMel Ångström\n",
    "Misc/NEWS.d/3.11.0.rst": ".. date: 2022-10-24\n.. release date: 2022-10-24\n\nFirst.\n",
    ...Object.fromEntries(
      ["Security", "Library", "Core_and_Builtins", "Tests", "Documentation"].map((section) => [
        `Misc/NEWS.d/next/${section}/README.rst`,
        `Put news entry blurb files for the *${section.replaceAll("_", " ")}* section here.\n`,
      ]),
    ),
    "Lib/http/cookies.py": cookies.original,
    "Lib/html/parser.py": htmlParser.original,
    "Lib/tarfile.py": tarfile.original,
    "Lib/zipfile/__init__.py": zipfile.original,
    "Lib/shelve.py": `"""Manage shelves."""\n${filler("shelf", 0, 8)}`,
    "Lib/ftplib.py": `"""Speak FTP."""\n${filler("reply", 0, 12)}`,
    "Lib/test/test_http_cookies.py": `import unittest\n${filler("case", 0, 6)}`,
    "Lib/test/test_tarfile.py": `import unittest\n${filler("case", 0, 9)}`,
    "Lib/test/encoded_modules/module_iso_8859_1.py": latin1("original"),
    "Lib/test/crlf_sample.txt": "first line\r\nsecond line\r\nthird line\r\nfourth line\r\n",
    "Lib/test/keycert_old.pem": `-----BEGIN SAMPLE-----\n${"c2FuZGJveA==\n".repeat(20)}-----END SAMPLE-----\n`,
    "Lib/test/archivetestdata/sample.tar": binary(1024, 3),
  };
}

/** A module in ISO 8859-1: its bytes are not UTF-8. */
export function latin1(word: string): Buffer {
  const text = `# -*- coding: iso-8859-1 -*-\nname = "caf\u00e9"\nword = "${word} \u00fc\u00df"\nend = "\u00a7"\n`;
  return Buffer.from(text, "latin1");
}

/** Bytes that git takes for binary. */
export function binary(length: number, seed: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => (index * seed * 31 + (index >> 3)) % 256),
  );
}
